package io.github.llmgateway.door;

import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Passing;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.framing.Framing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The door for whatever is below a path, which is the exchange property {@link Passing#PREFIX}. Where a provider has
 * conversations one comes in by their door; all else passes as it came.
 */
public final class BelowEntrance implements Processor, NonBlocking {

    private final Map<Pattern, Processor> others = new LinkedHashMap<>();
    private final Way passage;

    /** A door through which all passes; {@code dialect}: in which errors are told. */
    public BelowEntrance(Dialect dialect) {
        this.passage = new Way(dialect, Operation.PASSAGE, Asked.IN_BODY, Framing.SSE);
    }

    /**
     * The same door with another behind it, for requests that match: a regular expression of the method, a blank and the
     * path below.
     */
    public BelowEntrance with(String requests, Processor entrance) {
        others.put(Pattern.compile(requests + "/?"), entrance);
        return this;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        String prefix = exchange.getProperty(Passing.PREFIX, "", String.class);
        String path = RequestPath.of(exchange);
        if (path.startsWith(prefix)) {
            String request = exchange.getIn().getHeader(Exchange.HTTP_METHOD) + " " + path.substring(prefix.length());
            for (Map.Entry<Pattern, Processor> each : others.entrySet()) {
                if (each.getKey().matcher(request).matches()) {
                    each.getValue().process(exchange);
                    return;
                }
            }
        }
        passage.take(exchange);
    }
}
