package io.github.llmgateway.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client of OpenAI's format asks of an embedding model (platform.openai.com/docs/api-reference/embeddings).
 *
 * @param texts   the inputs in their order; at least one
 * @param base64  whether vectors are wanted as the base64 of little-endian 32-bit floats
 * @param options all other fields that say something, by their names
 */
public record EmbeddingRequest(List<String> texts, boolean base64, Map<String, JsonNode> options) {

    /** The most inputs of one request; OpenAI's own bound. */
    private static final int MOST_TEXTS = 2048;
    private static final Set<String> READ = Set.of("model", "input", "encoding_format");

    /**
     * Reads a body.
     *
     * @param forGateway fields that are none of the provider's business
     * @throws Failure {@code INVALID_REQUEST} naming the field; also for tokens in place of texts, since each model has
     *                 its own
     */
    public static EmbeddingRequest read(byte[] body, Set<String> forGateway) throws Failure {
        ObjectNode request = Json.request(body);
        Map<String, JsonNode> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : request.properties()) {
            String name = field.getKey();
            if (!READ.contains(name) && !forGateway.contains(name) && !field.getValue().isNull()) {
                options.put(name, field.getValue());
            }
        }
        return new EmbeddingRequest(texts(request.path("input")), base64(request.path("encoding_format")), options);
    }

    private static List<String> texts(JsonNode input) throws Failure {
        if (input.isTextual()) {
            return List.of(input.textValue());
        }
        if (input.isEmpty()) {
            throw Failure.badRequest("input: there is nothing to embed.", "input");
        }
        if (input.size() > MOST_TEXTS) {
            throw Failure.badRequest("input: " + input.size() + " inputs; a request may have " + MOST_TEXTS + ".",
                    "input");
        }
        List<String> texts = new ArrayList<>(input.size());
        for (JsonNode each : input) {
            if (!each.isTextual()) {
                throw Failure.badRequest("input: these are tokens of OpenAI's models, which this model does not know. "
                        + "Send the text itself.", "input");
            }
            texts.add(each.textValue());
        }
        return texts;
    }

    private static boolean base64(JsonNode format) throws Failure {
        if (format.isMissingNode() || format.isNull()) {
            return false;
        }
        return switch (format.asText()) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw Failure.badRequest("encoding_format: it is float or base64.", "encoding_format");
        };
    }

    /** Never shows the texts. */
    @Override
    public String toString() {
        return "EmbeddingRequest[" + texts.size() + " texts, " + options.keySet() + "]";
    }
}
