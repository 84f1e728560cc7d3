package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks for the members that matter by their bytes; only an event that has one is parsed, and the first, for its model.
 * No text can look like a member: in a JSON string its quotes are escaped.
 */
final class OpenAiObserver implements StreamObserver {

    private static final byte[] USAGE = "\"usage\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REASON = "\"finish_reason\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "\"error\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CALLS = "\"tool_calls\"".getBytes(StandardCharsets.US_ASCII);

    private final boolean withholdUsage;
    private boolean first = true;
    private boolean tools;
    private boolean complete;

    OpenAiObserver(boolean withholdUsage) {
        this.withholdUsage = withholdUsage;
    }

    @Override
    public boolean event(String name, byte[] bytes, int start, int end, Tally tally) {
        int at = start;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        if (at == end || bytes[at] != '{') {
            // "[DONE]"
            complete |= at < end && bytes[at] == '[';
            return true;
        }
        tools = tools || begins(bytes, at, end, CALLS, '[');
        boolean usage = begins(bytes, at, end, USAGE, '{');
        boolean reason = begins(bytes, at, end, REASON, '"');
        boolean error = "error".equals(name) || begins(bytes, at, end, ERROR, '{')
                || begins(bytes, at, end, ERROR, '"');
        if (!first && !usage && !reason && !error) {
            return true;
        }
        first = false;
        JsonNode chunk = Json.parse(Arrays.copyOfRange(bytes, at, end));
        return chunk == null || look(chunk, error, Arrays.copyOfRange(bytes, at, end), tally);
    }

    private boolean look(JsonNode chunk, boolean error, byte[] data, Tally tally) {
        String model = chunk.path("model").asText("");
        if (tally.model == null && !model.isEmpty()) {
            tally.model = model;
        }
        if (error && chunk.hasNonNull("error") || chunk.path("object").asText().equals("error")) {
            tally.failure = OpenAiErrors.read(200, "application/json", data);
        }
        JsonNode choices = chunk.path("choices");
        String why = choices.path(0).path("finish_reason").asText("");
        if (!why.isEmpty()) {
            complete = true;
            tally.reason = FinishReason.read(why, tools, false);
        }
        Usage usage = OpenAiUsage.ofChunk(chunk);
        if (usage == null) {
            return true;
        }
        tally.usage = usage;
        return !(withholdUsage && choices.isArray() && choices.isEmpty() && tally.failure == null);
    }

    @Override
    public boolean complete() {
        return complete;
    }

    /** Whether a member of this name has a value that begins with that byte, whatever spaces stand between. */
    private static boolean begins(byte[] bytes, int start, int end, byte[] name, char value) {
        int last = end - name.length;
        for (int i = start; i <= last; i++) {
            if (bytes[i] != '"' || !Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
                continue;
            }
            int at = spaces(bytes, i + name.length, end);
            if (at < end && bytes[at] == ':') {
                at = spaces(bytes, at + 1, end);
                if (at < end && bytes[at] == value) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int spaces(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }
}
