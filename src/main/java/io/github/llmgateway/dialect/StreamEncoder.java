package io.github.llmgateway.dialect;

import io.github.llmgateway.chat.StreamEvent;

/**
 * Turns neutral events into a client's. A state machine: whatever comes in, what goes out is a valid sequence of the
 * dialect; an event out of order is mended or ends the stream with the dialect's error event. One an answer.
 */
public interface StreamEncoder {

    /** Writes an event; nothing is written once the stream is complete or has failed. */
    void encode(StreamEvent event, Frames to);

    /** Where encoded events go; the framing decides what they look like. */
    interface Frames {

        /** An event. {@code name}: null where the dialect has no names. */
        void event(String name, byte[] data);

        /** Bytes that keep the connection alive and mean nothing. */
        void comment(String text);
    }
}
