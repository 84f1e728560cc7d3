package io.github.llmgateway.admin;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.NonBlocking;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Whether new requests are welcome: from the first generation on until the gateway is told to stop. One a process; safe
 * for all threads.
 */
public final class Readiness implements Processor, NonBlocking {

    private volatile boolean stopping;

    /** From now on no new requests are wanted. */
    public void stop() {
        stopping = true;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(stopping
                ? Answer.json(503, "{\"status\":\"stopping\"}".getBytes(StandardCharsets.UTF_8))
                : Answer.json(200, "{\"status\":\"healthy\"}".getBytes(StandardCharsets.UTF_8)));
    }
}
