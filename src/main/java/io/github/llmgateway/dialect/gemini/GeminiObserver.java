package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamObserver;
import java.util.Arrays;

/** Watches a stream pass. Each event is a {@code GenerateContentResponse} with the usage so far, so each is read. */
final class GeminiObserver implements StreamObserver {

    private boolean tools;
    private boolean complete;

    @Override
    public boolean event(String name, byte[] bytes, int start, int end, Tally tally) {
        byte[] data = Arrays.copyOfRange(bytes, start, end);
        JsonNode event = Json.parse(data);
        if (event == null || !event.isObject()) {
            return true;
        }
        if (event.hasNonNull("error")) {
            tally.failure = GeminiErrors.read(0, "application/json", data);
            complete = true;
            return true;
        }
        tools = GeminiAnswers.observe(event, tools, tally);
        complete |= tally.reason != null;
        return true;
    }

    @Override
    public boolean complete() {
        return complete;
    }
}
