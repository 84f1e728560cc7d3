package io.github.llmgateway.door;

import io.github.llmgateway.call.Passing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.framing.Framing;
import org.apache.camel.Exchange;

/**
 * How a request has come in.
 *
 * @param dialect   the payload's format
 * @param operation what is asked
 * @param asked     what the path says of it
 * @param framing   how the events of a streamed answer shall stand on the wire
 */
record Way(Dialect dialect, Operation operation, Asked asked, Framing framing) {

    private static final String PROPERTY = "way";

    /** The way of an exchange; null: it has come through no door. */
    static Way of(Exchange exchange) {
        return (Way) exchange.getProperty(PROPERTY);
    }

    /** The exchange goes this way. What could not be read of it is refused, in this dialect. */
    void take(Exchange exchange) throws Failure {
        exchange.setProperty(PROPERTY, this);
        if (operation == Operation.PASSAGE) {
            exchange.setProperty(Passing.PASSES, true);
        }
        if (exchange.getMessage().getBody() instanceof Failure unread) {
            throw unread;
        }
    }
}
