package io.github.llmgateway.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Amazon Nova Multimodal Embeddings: one text a request
 * (docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html). A text that is too long is an error, as it is
 * with OpenAI, unless {@code truncate} says what to cut.
 */
final class NovaFormat implements EmbeddingFormat {

    @Override
    public int mostTexts() {
        return 1;
    }

    @Override
    public Set<String> options() {
        return Set.of("dimensions", "input_type", "truncate");
    }

    @Override
    public byte[] write(List<String> texts, Map<String, JsonNode> asked, String model) {
        ObjectNode body = Json.object().put("taskType", "SINGLE_EMBEDDING");
        ObjectNode single = body.putObject("singleEmbeddingParams").put("embeddingPurpose", purpose(asked));
        if (asked.containsKey("dimensions")) {
            single.set("embeddingDimension", asked.get("dimensions"));
        }
        JsonNode truncate = asked.get("truncate");
        single.putObject("text").put("truncationMode", truncate == null ? "NONE" : truncate.asText())
                .put("value", texts.get(0));
        return Json.bytes(body);
    }

    private static String purpose(Map<String, JsonNode> asked) {
        String type = asked.containsKey("input_type") ? asked.get("input_type").asText() : "search_document";
        return switch (type) {
            case "search_document" -> "GENERIC_INDEX";
            case "search_query" -> "GENERIC_RETRIEVAL";
            default -> type.toUpperCase(Locale.ROOT);
        };
    }

    @Override
    public Embedded read(byte[] answer, UnaryOperator<String> header) throws Failure {
        return Embedded.read(answer, Set.of("embedding"), "inputTextTokenCount")
                .orTokens(header.apply(CohereFormat.TOKENS));
    }
}
