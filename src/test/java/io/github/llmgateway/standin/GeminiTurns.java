package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.GeminiDemands.parts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The order of calls and responses in Gemini's contents. */
final class GeminiTurns {

    private GeminiTurns() {
    }

    private static List<String> names(JsonNode content, String member) {
        return parts(content).filter(p -> p.has(member)).map(p -> p.path(member)
                .path("name").asText()).sorted().toList();
    }

    /** Whether calls and responses of neighbouring turns are of the same names, as often. */
    static boolean answered(JsonNode contents) {
        for (int i = 0; i < contents.size(); i++) {
            List<String> calls = names(contents.get(i), "functionCall");
            if (!calls.isEmpty() && !names(contents.path(i + 1), "functionResponse").equals(calls)) {
                return false;
            }
            List<String> responses = names(contents.get(i), "functionResponse");
            if (!responses.isEmpty() && (i == 0 || !names(contents.get(i - 1), "functionCall").equals(responses))) {
                return false;
            }
        }
        return true;
    }

    /** Whether no call comes first or behind another turn of the model. */
    static boolean follows(JsonNode contents) {
        for (int i = 0; i < contents.size(); i++) {
            if (!names(contents.get(i), "functionCall").isEmpty()
                    && (i == 0 || contents.get(i - 1).path("role").asText().equals("model"))) {
                return false;
            }
        }
        return true;
    }

    /** The first call of each step since the user last said something: those that must be signed. */
    static Stream<JsonNode> firstCallsOfTheTurn(JsonNode contents) {
        List<JsonNode> calls = new ArrayList<>();
        for (JsonNode content : contents) {
            if (!content.path("role").asText("user").equals("model")) {
                if (names(content, "functionResponse").isEmpty()) {
                    calls.clear();
                }
            } else {
                parts(content).filter(p -> p.has("functionCall")).findFirst().ifPresent(calls::add);
            }
        }
        return calls.stream();
    }
}
