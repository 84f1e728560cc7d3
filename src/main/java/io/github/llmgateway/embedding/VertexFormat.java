package io.github.llmgateway.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Vertex AI's Text embeddings API (cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api;
 * limits: docs/embeddings/get-text-embeddings).
 */
enum VertexFormat implements EmbeddingFormat {
    /** {@code text-embedding-005}, {@code text-multilingual-embedding-002} and older ones. */
    TEXT(250, 20_000),
    /** {@code gemini-embedding-001} takes one instance a request. */
    GEMINI(1, 0);

    private final int mostTexts;
    private final int mostTokens;

    VertexFormat(int mostTexts, int mostTokens) {
        this.mostTexts = mostTexts;
        this.mostTokens = mostTokens;
    }

    @Override
    public int mostTexts() {
        return mostTexts;
    }

    @Override
    public int mostTokens() {
        return mostTokens;
    }

    @Override
    public Set<String> options() {
        return Set.of("dimensions", "input_type", "task_type", "title", "auto_truncate");
    }

    @Override
    public byte[] write(List<String> texts, Map<String, JsonNode> asked, String model) {
        ObjectNode body = Json.object();
        ArrayNode instances = body.putArray("instances");
        String task = TaskType.of(asked);
        for (String text : texts) {
            ObjectNode instance = instances.addObject().put("content", text);
            if (task != null) {
                instance.put("task_type", task);
            }
            if (asked.containsKey("title")) {
                instance.set("title", asked.get("title"));
            }
        }
        ObjectNode parameters = Json.object();
        if (asked.containsKey("dimensions")) {
            parameters.set("outputDimensionality", asked.get("dimensions"));
        }
        if (asked.containsKey("auto_truncate")) {
            parameters.set("autoTruncate", asked.get("auto_truncate"));
        }
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
        return Json.bytes(body);
    }

    @Override
    public Embedded read(byte[] answer, UnaryOperator<String> header) throws Failure {
        return Embedded.read(answer, Set.of("values"), "token_count");
    }
}
