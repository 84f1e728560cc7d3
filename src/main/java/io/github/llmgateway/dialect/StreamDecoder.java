package io.github.llmgateway.dialect;

import io.github.llmgateway.chat.StreamEvent;
import java.util.function.Consumer;

/** Turns a provider's events into neutral ones, in the order that {@link StreamEvent} promises. One an answer. */
public interface StreamDecoder {

    /**
     * One event of the wire. What cannot be read becomes {@link StreamEvent.Failed}; nothing comes after it.
     *
     * @param name the event's name; null where the framing has none
     */
    void event(String name, byte[] data, Consumer<StreamEvent> to);

    /** The wire has ended: closes what may be closed, or tells {@link StreamEvent.Failed} if the answer is torn. */
    void end(Consumer<StreamEvent> to);
}
