package io.github.llmgateway.framing;

import java.io.ByteArrayOutputStream;

/** Writes events as the elements of one JSON array that grows; names have no place in it. */
final class JsonArrayWriter implements EventWriter {

    private static final byte[] SEPARATOR = {',', '\r', '\n'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private boolean begun;

    @Override
    public void event(String name, byte[] data) {
        if (begun) {
            out.writeBytes(SEPARATOR);
        } else {
            out.write('[');
            begun = true;
        }
        out.writeBytes(data);
    }

    /** White space would be ignored, but a client that waits for whole elements would not see it as life. */
    @Override
    public void comment(String text) {
    }

    @Override
    public void end() {
        if (!begun) {
            out.write('[');
            begun = true;
        }
        out.write(']');
    }

    @Override
    public byte[] take() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
