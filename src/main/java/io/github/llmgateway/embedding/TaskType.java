package io.github.llmgateway.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/**
 * What a vector is for, in Google's words (ai.google.dev/api/embeddings, TaskType): {@code task_type} as it is, else
 * Cohere's {@code input_type}.
 */
final class TaskType {

    private static final Map<String, String> WORDS = Map.of("search_document", "RETRIEVAL_DOCUMENT",
            "search_query", "RETRIEVAL_QUERY");

    private TaskType() {
    }

    /** Null where nothing was said. */
    static String of(Map<String, JsonNode> asked) {
        if (asked.containsKey("task_type")) {
            return asked.get("task_type").asText();
        }
        if (!asked.containsKey("input_type")) {
            return null;
        }
        String type = asked.get("input_type").asText();
        return WORDS.getOrDefault(type, type.toUpperCase(Locale.ROOT));
    }
}
