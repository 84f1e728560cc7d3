package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Set;
import java.util.stream.Collectors;

/** The order of calls and results in Anthropic's messages. */
final class Turns {

    private Turns() {
    }

    static JsonNode last(JsonNode array) {
        return array.isArray() && !array.isEmpty() ? array.get(array.size() - 1) : MissingNode.getInstance();
    }

    private static Set<String> ids(JsonNode message, String type, String field) {
        return each(message.path("content")).filter(b -> type(b).equals(type)).map(b -> b.path(field).asText())
                .collect(Collectors.toSet());
    }

    /** Whether the message after each call has its result. */
    static boolean answered(JsonNode messages) {
        for (int i = 0; i < messages.size(); i++) {
            Set<String> calls = ids(messages.get(i), "tool_use", "id");
            if (!calls.isEmpty() && !ids(messages.path(i + 1), "tool_result", "tool_use_id").containsAll(calls)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the message before each result has its call, and no call has two results. */
    static boolean called(JsonNode messages) {
        for (int i = 0; i < messages.size(); i++) {
            Set<String> results = ids(messages.get(i), "tool_result", "tool_use_id");
            long count = each(messages.get(i).path("content")).filter(b -> type(b).equals("tool_result")).count();
            Set<String> calls = i == 0 ? Set.of() : ids(messages.get(i - 1), "tool_use", "id");
            if (count != results.size() || !calls.containsAll(results)) {
                return false;
            }
        }
        return true;
    }

    static boolean resultsFirst(JsonNode content) {
        boolean others = false;
        for (JsonNode block : content) {
            boolean result = type(block).equals("tool_result");
            if (result && others) {
                return false;
            }
            others |= !result;
        }
        return true;
    }

    /** Whether the model's turn that waits for results begins with what it thought. */
    static boolean thoughtFirst(JsonNode messages) {
        boolean waits = each(last(messages).path("content")).anyMatch(b -> type(b).equals("tool_result"));
        if (!waits || messages.size() < 2) {
            return true;
        }
        int first = messages.size() - 2;
        while (first >= 2 && each(messages.get(first - 1).path("content"))
                .anyMatch(b -> type(b).equals("tool_result"))) {
            first -= 2;
        }
        return type(messages.get(first).path("content").path(0)).matches("(redacted_)?thinking");
    }
}
