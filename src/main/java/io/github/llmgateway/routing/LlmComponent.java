package io.github.llmgateway.routing;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code llm:GROUP}: calls a model group by its name, its alias or a name that a wildcard fits.
 * {@code llm:resolved} calls the group that the request was resolved to. A model's own route consumes from it.
 */
@Component("llm")
public class LlmComponent extends DefaultComponent {

    /** The executor in the registry on which an application's route goes on after a call. */
    public static final String WORKERS = "llm-workers";

    /** Stands for the group that the call was resolved to. */
    static final String RESOLVED = "resolved";

    private final Map<String, LlmConsumer> groups = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LlmEndpoint endpoint = new LlmEndpoint(uri, this, URLDecoder.decode(remaining, StandardCharsets.UTF_8));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** A group's name as the path of a URI. */
    static String path(String group) {
        StringBuilder path = new StringBuilder(group.length());
        for (byte b : group.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
                    || "-._:/*@".indexOf(b) >= 0;
            if (plain) {
                path.append((char) b);
            } else {
                path.append('%').append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return path.toString();
    }

    void open(LlmConsumer consumer) {
        if (groups.putIfAbsent(consumer.group(), consumer) != null) {
            throw new IllegalStateException("the model group " + consumer.group() + " has two routes");
        }
    }

    void close(LlmConsumer consumer) {
        groups.remove(consumer.group(), consumer);
    }

    LlmConsumer consumer(String group) throws Failure {
        LlmConsumer consumer = groups.get(group);
        if (consumer == null) {
            throw Failure.of(FailureKind.UNAVAILABLE,
                    "The model " + group + " has no running route.");
        }
        return consumer;
    }
}
