package io.github.llmgateway.framing;

import io.github.llmgateway.body.Frames;

/** Writes the events of one stream into a growing buffer. Used by one thread. */
public interface EventWriter extends Frames {

    /** The stream is complete: writes what its framing wants at the end, if anything. */
    default void end() {
    }

    /** The bytes written since the last call; empty if there are none. */
    byte[] take();
}
