package io.github.llmgateway.framing;

/** Writes events as the elements of one JSON array that grows; names have no place in it. */
final class JsonArrayWriter implements EventWriter {

    private static final byte[] SEPARATOR = {',', '\r', '\n'};

    private final ByteOutput out = new ByteOutput(512);
    private boolean begun;

    @Override
    public void event(String name, byte[] data) {
        if (begun) {
            out.write(SEPARATOR);
        } else {
            out.write('[');
            begun = true;
        }
        out.write(data);
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
        return out.take();
    }
}
