package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Looks at the events that begin and end an answer. Where the framing has no names the type is sought in the data: no
 * text can look like it, for in a JSON string its quotes are escaped.
 */
final class ResponsesObserver implements StreamObserver {

    private static final Set<String> TOLD =
            Set.of("response.created", "response.completed", "response.incomplete", "response.failed", "error");
    private static final List<byte[]> TYPES = TOLD.stream()
            .map(type -> ("\"" + type + "\"").getBytes(StandardCharsets.US_ASCII)).toList();

    private boolean begun;
    private boolean complete;
    /** What {@code error} has told, which {@code response.failed} tells once more. */
    private Failure pending;

    @Override
    public boolean event(String name, byte[] bytes, int start, int end, Tally tally) {
        if (name != null ? !TOLD.contains(name) : !named(bytes, start, end)) {
            return true;
        }
        JsonNode event = Json.parse(Arrays.copyOfRange(bytes, start, end));
        if (event == null || !event.isObject()) {
            return true;
        }
        JsonNode response = event.path("response");
        switch (event.path("type").asText(name == null ? "" : name)) {
            case "response.created" -> {
                begun = true;
                model(response, tally);
            }
            case "response.completed", "response.incomplete" -> {
                complete = true;
                model(response, tally);
                usage(response, tally);
                boolean calls = false;
                for (JsonNode item : response.path("output")) {
                    calls |= AnswerReader.isCall(item);
                }
                tally.reason = Status.read(response, calls, false);
            }
            case "response.failed" -> {
                usage(response, tally);
                if (tally.failure == null) {
                    tally.failure = pending != null ? pending : ResponsesErrors.ofResponse(response);
                }
            }
            case "error" -> {
                pending = ResponsesErrors.ofEvent(event);
                tally.failure = begun ? null : pending;
            }
            default -> {
            }
        }
        return true;
    }

    private static void model(JsonNode response, Tally tally) {
        String model = response.path("model").asText("");
        tally.model = model.isEmpty() ? tally.model : model;
    }

    private static void usage(JsonNode response, Tally tally) {
        Usage usage = ResponsesUsage.read(response.get("usage"));
        tally.usage = usage == null ? tally.usage : usage;
    }

    private static boolean named(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '"') {
                for (byte[] type : TYPES) {
                    if (end - i >= type.length && Arrays.equals(bytes, i, i + type.length, type, 0, type.length)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public Failure pending() {
        return pending;
    }

    @Override
    public boolean complete() {
        return complete;
    }
}
