package io.github.llmgateway.call;

import io.github.llmgateway.chat.Operation;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A request as a provider shall get it: the message body between a kamelet's writer and its call.
 *
 * @param operation what is asked, from which the provider's path follows
 * @param model     the provider's own name of the model, for a path that holds it
 * @param body      the bytes to be sent
 * @param stream    whether events are wanted
 * @param sameDialect whether the client speaks the provider's dialect, so that its headers mean something there
 * @param headers   headers that take the place of the client's; one with an empty value is not sent
 */
public record Outgoing(Operation operation, String model, Buffer body, boolean stream, boolean sameDialect,
        MultiMap headers) {

    /** Never shows the body. */
    @Override
    public String toString() {
        return "Outgoing[" + operation + ", " + body.length() + " bytes]";
    }
}
