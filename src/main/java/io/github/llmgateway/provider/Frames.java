package io.github.llmgateway.provider;

import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.framing.EventWriter;

/** Encoded events as server-sent events. */
final class Frames {

    private Frames() {
    }

    static StreamEncoder.Frames into(EventWriter out) {
        return new StreamEncoder.Frames() {
            @Override
            public void event(String name, byte[] data) {
                out.event(name, data);
            }

            @Override
            public void comment(String text) {
                out.comment(text);
            }
        };
    }
}
