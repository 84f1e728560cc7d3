package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Watches a streamed answer pass: {@code message_start}, {@code message_delta}, {@code message_stop} and {@code error}
 * are looked into, all others are known by their names or first bytes and left alone.
 */
final class AnthropicObserver implements StreamObserver {

    private static final byte[] TYPE = "\"type\"".getBytes(StandardCharsets.US_ASCII);

    private boolean complete;

    @Override
    public boolean event(String name, byte[] bytes, int start, int end, Tally tally) {
        switch (name != null ? name : type(bytes, start, end)) {
            case "message_start" -> start(parse(bytes, start, end).path("message"), tally);
            case "message_delta" -> delta(parse(bytes, start, end), tally);
            case "message_stop" -> complete = true;
            case "error" -> {
                tally.failure = AnthropicErrors.read(0, "application/json", Arrays.copyOfRange(bytes, start, end));
                complete = true;
            }
            default -> { }
        }
        return true;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    private static void start(JsonNode message, Tally tally) {
        tally.model = message.path("model").asText(tally.model);
        tally.usage = Tokens.read(message.get("usage"), tally.usage);
        tally.reason = Ending.reason(message.get("stop_reason"));
    }

    private static void delta(JsonNode event, Tally tally) {
        StopReason reason = Ending.reason(event.path("delta").get("stop_reason"));
        tally.reason = reason == null ? tally.reason : reason;
        tally.usage = Tokens.read(event.get("usage"), tally.usage);
    }

    private static JsonNode parse(byte[] bytes, int start, int end) {
        JsonNode event = Json.parse(Arrays.copyOfRange(bytes, start, end));
        return event == null ? Json.object() : event;
    }

    /** The type of an event without a name; providers write it first. */
    private static String type(byte[] bytes, int start, int end) {
        int at = blanks(bytes, start, end);
        if (at < end && bytes[at] == '{') {
            at = blanks(bytes, at + 1, end);
            if (starts(bytes, at, end, TYPE)) {
                at = blanks(bytes, at + TYPE.length, end);
                at = at < end && bytes[at] == ':' ? blanks(bytes, at + 1, end) : end;
                int close = at + 1;
                while (close < end && bytes[close] != '"') {
                    close++;
                }
                return close < end ? new String(bytes, at + 1, close - at - 1, StandardCharsets.US_ASCII) : "";
            }
        }
        return searched(bytes, start, end);
    }

    private static int blanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private static boolean starts(byte[] bytes, int from, int end, byte[] wanted) {
        return end - from >= wanted.length
                && Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
    }

    private static String searched(byte[] bytes, int start, int end) {
        try (JsonParser parser = Json.FACTORY.createParser(bytes, start, end - start)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean type = parser.currentName().equals("type");
                if (parser.nextToken() == JsonToken.VALUE_STRING && type) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
        } catch (IOException unreadable) {
            // Not an event of this dialect: nothing to learn from it.
        }
        return "";
    }
}
