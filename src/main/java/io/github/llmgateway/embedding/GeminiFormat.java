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
 * The Gemini API's {@code batchEmbedContents} (ai.google.dev/api/embeddings). A hundred texts a request is what it
 * accepts ("at most 100 requests can be in one batch"). Older models do not say how many tokens there were.
 */
final class GeminiFormat implements EmbeddingFormat {

    private static final int MOST_TEXTS = 100;

    @Override
    public int mostTexts() {
        return MOST_TEXTS;
    }

    @Override
    public Set<String> options() {
        return Set.of("dimensions", "input_type", "task_type", "title");
    }

    @Override
    public byte[] write(List<String> texts, Map<String, JsonNode> asked, String model) {
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        String task = TaskType.of(asked);
        for (String text : texts) {
            ObjectNode request = requests.addObject().put("model", "models/" + model);
            request.putObject("content").putArray("parts").addObject().put("text", text);
            if (task != null) {
                request.put("taskType", task);
            }
            if (asked.containsKey("title")) {
                request.set("title", asked.get("title"));
            }
            if (asked.containsKey("dimensions")) {
                request.set("outputDimensionality", asked.get("dimensions"));
            }
        }
        return Json.bytes(body);
    }

    @Override
    public Embedded read(byte[] answer, UnaryOperator<String> header) throws Failure {
        return Embedded.read(answer, Set.of("values"), "promptTokenCount");
    }
}
