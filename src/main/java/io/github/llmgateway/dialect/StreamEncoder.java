package io.github.llmgateway.dialect;

import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.StreamEvent;

/**
 * Turns neutral events into a client's. A state machine: whatever comes in, what goes out is a valid sequence of the
 * dialect; an event out of order is mended or ends the stream with the dialect's error event. One an answer.
 */
public interface StreamEncoder {

    /** Writes an event; nothing is written once the stream is complete or has failed. */
    void encode(StreamEvent event, Frames to);
}
