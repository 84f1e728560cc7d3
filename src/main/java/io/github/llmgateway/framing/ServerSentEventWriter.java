package io.github.llmgateway.framing;

import java.nio.charset.StandardCharsets;

/** Writes server-sent events (WHATWG HTML, 9.2). */
final class ServerSentEventWriter implements EventWriter {

    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final ByteOutput out = new ByteOutput(512);

    @Override
    public void event(String name, byte[] data) {
        if (name != null) {
            out.write(EVENT).write(name).write('\n');
        }
        out.write(DATA).write(data).write('\n').write('\n');
    }

    @Override
    public void comment(String text) {
        out.write(": " + text + "\n\n");
    }

    @Override
    public byte[] take() {
        return out.take();
    }
}
