package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamObserver;
import java.util.Arrays;

/** Watches a ConverseStream pass: only its two last events and exceptions are looked into. */
final class ConverseObserver implements StreamObserver {

    private boolean stopped;

    @Override
    public boolean event(String name, byte[] bytes, int start, int end, Tally tally) {
        if (name == null) {
            return true;
        }
        if (name.equals("messageStop")) {
            stopped = true;
            tally.reason = Ending.reason(parse(bytes, start, end).get("stopReason"));
        } else if (name.equals("metadata")) {
            tally.usage = Tokens.read(parse(bytes, start, end).get("usage"), tally.usage);
        } else if (BedrockErrors.isException(name)) {
            stopped = true;
            tally.failure = BedrockErrors.event(name, Arrays.copyOfRange(bytes, start, end));
        }
        return true;
    }

    @Override
    public boolean complete() {
        return stopped;
    }

    private static JsonNode parse(byte[] bytes, int start, int end) {
        JsonNode event = Json.parse(Arrays.copyOfRange(bytes, start, end));
        return event == null ? Json.object() : event;
    }
}
