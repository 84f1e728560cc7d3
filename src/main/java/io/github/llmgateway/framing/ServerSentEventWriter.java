package io.github.llmgateway.framing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events (WHATWG HTML, 9.2). */
final class ServerSentEventWriter implements EventWriter {

    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    @Override
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

    @Override
    public void comment(String text) {
        out.writeBytes((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] take() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
