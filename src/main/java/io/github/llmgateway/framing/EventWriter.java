package io.github.llmgateway.framing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events into a growing buffer. Used by one thread. */
public final class EventWriter {

    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    /** Adds an event; {@code name} may be null; {@code data} has no line ends, as JSON on one line has none. */
    public void event(String name, byte[] data) {
        if (name != null) {
            out.writeBytes(EVENT);
            out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
        out.writeBytes(DATA);
        out.writeBytes(data);
        out.write('\n');
        out.write('\n');
    }

    /** Adds a comment, which clients ignore. */
    public void comment(String text) {
        out.writeBytes((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes written since the last call; empty if there are none. */
    public byte[] take() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
