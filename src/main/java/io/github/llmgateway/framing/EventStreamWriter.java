package io.github.llmgateway.framing;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes an AWS event stream; {@link EventStreamReader} says what it looks like. */
final class EventStreamWriter implements EventWriter {

    /** What the names of events end with that break a stream off. */
    static final String EXCEPTION = "Exception";
    /** The type of messages that hold a model's own event. */
    static final String CHUNK = "chunk";

    private static final int STRING = 7;
    private static final int LONGEST_VALUE = 0xFFFF;

    private final boolean wrap;
    private final ByteOutput out = new ByteOutput(1024);
    private final ByteOutput headers = new ByteOutput(128);

    /** {@code wrap}: whether events go into messages of the type {@code chunk}, in Base64. */
    EventStreamWriter(boolean wrap) {
        this.wrap = wrap;
    }

    @Override
    public void event(String name, byte[] data) {
        if (name != null && name.endsWith(EXCEPTION)) {
            message("exception", ":exception-type", name, data);
        } else if (!wrap) {
            message("event", ":event-type", name == null ? CHUNK : name, data);
        } else if ("error".equals(name)) {
            error(data);
        } else if (data.length > 0 && data[0] == '{') {
            // OpenAI's format ends with an event that is no JSON; in this framing the stream just ends.
            message("event", ":event-type", CHUNK, ChunkPayload.wrap(data));
        }
    }

    /**
     * Anthropic's error event has no place among a model's chunks: Bedrock says with an exception why a stream broke
     * off (Amazon Bedrock API reference, "ResponseStream").
     */
    private void error(byte[] event) {
        String type = ChunkPayload.text(event, "error", "type");
        String exception = switch (type == null ? "" : type) {
            case "invalid_request_error", "request_too_large", "not_found_error" -> "validationException";
            case "rate_limit_error" -> "throttlingException";
            case "overloaded_error" -> "serviceUnavailableException";
            case "timeout_error" -> "modelTimeoutException";
            default -> "internalServerException";
        };
        String text = ChunkPayload.text(event, "error", "message");
        message("exception", ":exception-type", exception, ChunkPayload.message(text == null ? "" : text));
    }

    /** Such a stream has no messages that mean nothing. */
    @Override
    public void comment(String text) {
    }

    @Override
    public byte[] take() {
        return out.take();
    }

    private void message(String messageType, String nameHeader, String name, byte[] payload) {
        headers.clear();
        header(nameHeader, name);
        header(":content-type", "application/json");
        header(":message-type", messageType);
        int total = EventStreamReader.PRELUDE + headers.length() + payload.length + EventStreamReader.CHECKSUM;
        byte[] bytes = new byte[total];
        number(bytes, 0, total);
        number(bytes, 4, headers.length());
        number(bytes, 8, checksum(bytes, 8));
        System.arraycopy(headers.array(), 0, bytes, EventStreamReader.PRELUDE, headers.length());
        System.arraycopy(payload, 0, bytes, EventStreamReader.PRELUDE + headers.length(), payload.length);
        number(bytes, total - EventStreamReader.CHECKSUM, checksum(bytes, total - EventStreamReader.CHECKSUM));
        out.write(bytes);
    }

    private void header(String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, LONGEST_VALUE);
        headers.write(name.length()).write(name).write(STRING).write(length >> 8).write(length).write(bytes, 0, length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static void number(byte[] bytes, int at, int number) {
        bytes[at] = (byte) (number >> 24);
        bytes[at + 1] = (byte) (number >> 16);
        bytes[at + 2] = (byte) (number >> 8);
        bytes[at + 3] = (byte) number;
    }
}
