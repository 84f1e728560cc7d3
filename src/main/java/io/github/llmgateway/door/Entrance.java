package io.github.llmgateway.door;

import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Dialect;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A door: says in which dialect and for which operation a request has come. What could not be read of it is refused
 * here, in that dialect.
 */
public final class Entrance implements Processor, NonBlocking {

    private final Dialect dialect;
    private final Operation operation;

    /** The door of {@code dialect} for {@code operation}. */
    public Entrance(Dialect dialect, Operation operation) {
        this.dialect = dialect;
        this.operation = operation;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        exchange.setProperty(Door.DIALECT, dialect);
        exchange.setProperty(Door.OPERATION, operation);
        if (exchange.getMessage().getBody() instanceof Failure unread) {
            throw unread;
        }
    }
}
