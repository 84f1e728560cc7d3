package io.github.llmgateway.provider;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.framing.EventReader;
import io.vertx.core.buffer.Buffer;

/** What happens to a provider's events on their way to the client. One a stream, used by one thread. */
interface EventPath {

    /** One event of the provider; see {@link io.github.llmgateway.framing.EventReader.Listener}. */
    void event(String name, byte[] data, int dataStart, int dataEnd, byte[] raw, int rawStart, int rawEnd);

    /** The provider has ended its stream. */
    void end();

    /** The stream cannot go on: the client is told in its dialect's words, unless its answer is whole already. */
    void fail(Failure failure);

    /** Why the stream failed; null: it did not. */
    Failure failure();

    /** The bytes for the client since the last call; null if there are none, as before the first event but pings. */
    Buffer take();
}
