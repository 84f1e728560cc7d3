package io.github.llmgateway.door;

import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.framing.Framing;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A door whose path says all but the model: in which dialect and for which operation a request has come.
 */
public final class Entrance implements Processor, NonBlocking {

    private final Way way;

    /** The door of {@code dialect} for {@code operation}. */
    public Entrance(Dialect dialect, Operation operation) {
        this.way = new Way(dialect, operation, Asked.IN_BODY, Framing.SSE);
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        way.take(exchange);
    }
}
