package io.github.llmgateway.framing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The payloads of InvokeModelWithResponseStream (Amazon Bedrock API reference, "PayloadPart"): a model's own event
 * stands in {@code {"bytes":"<Base64>"}}, beside padding ({@code p}) that hides how long it is; what breaks the stream
 * off is {@code {"message":"…"}}.
 */
final class ChunkPayload {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
            .build();
    private static final byte[] START = "{\"bytes\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TYPE = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

    private ChunkPayload() {
    }

    /** The model's own event in an envelope; {@link EventReader.Unreadable} if it is no such envelope. */
    static byte[] unwrap(byte[] bytes, int start, int end) {
        byte[] usual = starts(bytes, start, end, START) ? decode(bytes, start + START.length, end) : null;
        return usual != null ? usual : search(bytes, start, end);
    }

    /** The Base64 up to the quote that ends it; null: it is none, or a part of it is escaped. */
    private static byte[] decode(byte[] bytes, int start, int end) {
        int quote = quote(bytes, start, end);
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(bytes, start, quote - start));
            return decoded.remaining() == decoded.array().length ? decoded.array()
                    : Arrays.copyOf(decoded.array(), decoded.remaining());
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    private static byte[] search(byte[] bytes, int start, int end) {
        try (JsonParser parser = JSON.createParser(bytes, start, end - start)) {
            if (find(parser, "bytes")) {
                return parser.getBinaryValue();
            }
        } catch (IOException | IllegalArgumentException notBase64) {
            throw new EventReader.Unreadable("a chunk's payload cannot be read");
        }
        throw new EventReader.Unreadable("a chunk has no payload");
    }

    /** An envelope around a model's own event. */
    static byte[] wrap(byte[] event) {
        byte[] text = Base64.getEncoder().encode(event);
        byte[] payload = new byte[START.length + text.length + END.length];
        System.arraycopy(START, 0, payload, 0, START.length);
        System.arraycopy(text, 0, payload, START.length, text.length);
        System.arraycopy(END, 0, payload, START.length + text.length, END.length);
        return payload;
    }

    /** What a model's own event calls itself, its name as a server-sent event; null: nothing. */
    static String type(byte[] event) {
        if (!starts(event, 0, event.length, TYPE)) {
            return text(event, "type");
        }
        // Where the makers write it; a name has nothing that JSON escapes.
        return EventNames.of(event, TYPE.length, quote(event, TYPE.length, event.length));
    }

    private static boolean starts(byte[] bytes, int start, int end, byte[] beginning) {
        return end - start >= beginning.length
                && Arrays.equals(bytes, start, start + beginning.length, beginning, 0, beginning.length);
    }

    /** Where the next quote is; the end if there is none. */
    private static int quote(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '"') {
            at++;
        }
        return at;
    }

    /** The payload of what breaks a stream off. */
    static byte[] message(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("message", text);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The text at a path of field names; null: there is none. */
    static String text(byte[] json, String... path) {
        try (JsonParser parser = JSON.createParser(json)) {
            for (String name : path) {
                if (!find(parser, name)) {
                    return null;
                }
            }
            return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
        } catch (IOException noJson) {
            return null;
        }
    }

    /** Goes to the value of a field of the object that begins at, or is to be read by, the parser. */
    private static boolean find(JsonParser parser, String name) throws IOException {
        JsonToken token = parser.currentToken() == null ? parser.nextToken() : parser.currentToken();
        if (token != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = name.equals(parser.currentName());
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
