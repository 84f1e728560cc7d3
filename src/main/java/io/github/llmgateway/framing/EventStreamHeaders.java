package io.github.llmgateway.framing;

import java.nio.charset.StandardCharsets;

/**
 * The headers of one message that say what it is (AWS documentation, "Event stream encoding"; their names are those of
 * Smithy's event stream specification). Each header is its name's length (1 byte), its name, the type of its value
 * (1 byte) and the value; the value's length stands before it (2 bytes) where the type does not fix it.
 */
final class EventStreamHeaders {

    /** How many bytes a value has by its type; -1: it says so itself. */
    private static final int[] VALUE_LENGTH = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};
    private static final int STRING = 7;

    private String messageType;
    private String eventType;
    private String exceptionType;
    private String errorCode;
    private String errorMessage;

    private EventStreamHeaders() {
    }

    /** Reads the headers between two offsets; {@link EventReader.Unreadable} if they do not end there. */
    static EventStreamHeaders read(byte[] bytes, int start, int end) {
        EventStreamHeaders headers = new EventStreamHeaders();
        int at = start;
        while (at < end) {
            int nameEnd = at + 1 + (bytes[at] & 0xFF);
            int type = nameEnd < end ? bytes[nameEnd] : -1;
            if (type < 0 || type >= VALUE_LENGTH.length) {
                throw new EventReader.Unreadable("a message's header cannot be read");
            }
            int value = nameEnd + 1;
            int length = VALUE_LENGTH[type];
            if (length < 0 && value + 2 <= end) {
                length = (bytes[value] & 0xFF) << 8 | bytes[value + 1] & 0xFF;
                value += 2;
            }
            if (length < 0 || value + length > end) {
                throw new EventReader.Unreadable("a message's header goes beyond its headers");
            }
            if (type == STRING) {
                headers.note(EventNames.of(bytes, at + 1, nameEnd), bytes, value, value + length);
            }
            at = value + length;
        }
        return headers;
    }

    private void note(String name, byte[] bytes, int value, int end) {
        switch (name) {
            case ":message-type" -> messageType = EventNames.of(bytes, value, end);
            case ":event-type" -> eventType = EventNames.of(bytes, value, end);
            case ":exception-type" -> exceptionType = text(bytes, value, end);
            case ":error-code" -> errorCode = text(bytes, value, end);
            case ":error-message" -> errorMessage = text(bytes, value, end);
            default -> { }
        }
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /**
     * The event's name. Whatever breaks the stream off has a name that ends with {@code Exception}: an error that the
     * service did not foresee has a code alone, which gets that ending.
     */
    String name() {
        if ("exception".equals(messageType)) {
            return ending(exceptionType);
        }
        return "error".equals(messageType) ? ending(errorCode) : eventType;
    }

    private static String ending(String type) {
        String known = type == null ? "internalServer" : type;
        return known.endsWith(EventStreamWriter.EXCEPTION) ? known : known + EventStreamWriter.EXCEPTION;
    }

    /** Whether the payload is an envelope around a model's own event. */
    boolean isChunk() {
        return "event".equals(messageType) && EventStreamWriter.CHUNK.equals(eventType);
    }

    /** What an error says, which has no payload; null: it is none. */
    String errorMessage() {
        return "error".equals(messageType) ? errorMessage : null;
    }
}
