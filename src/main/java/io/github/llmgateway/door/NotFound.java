package io.github.llmgateway.door;

import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/** Refuses what no door serves: the path, or the method where the path has others. */
public final class NotFound implements Processor, NonBlocking {

    @Override
    public void process(Exchange exchange) throws Failure {
        Message message = exchange.getMessage();
        String method = message.getHeader(Exchange.HTTP_METHOD, "", String.class);
        String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
        Set<String> methods = new TreeSet<>();
        for (Endpoint endpoint : exchange.getContext().getEndpoints()) {
            if (endpoint instanceof PlatformHttpEndpoint door && door.getPath().equals(path)
                    && door.getHttpMethodRestrict() != null) {
                methods.add(door.getHttpMethodRestrict());
            }
        }
        if (!methods.isEmpty()) {
            exchange.setProperty(Refusal.ALLOW, String.join(",", methods));
            throw Failure.of(FailureKind.METHOD, method + " is not supported here; use " + String.join(" or ", methods)
                    + ".");
        }
        throw Failure.of(FailureKind.NOT_FOUND, "There is nothing at this path. The README lists the paths served.");
    }
}
