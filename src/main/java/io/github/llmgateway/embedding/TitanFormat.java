package io.github.llmgateway.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Amazon Titan: one text a request (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html
 * and model-parameters-titan-embed-mm.html).
 */
enum TitanFormat implements EmbeddingFormat {
    /** {@code titan-embed-text-v1}: 1,536 numbers, nothing to choose. */
    TEXT_V1(Set.of()),
    /** {@code titan-embed-text-v2:0}. */
    TEXT_V2(Set.of("dimensions", "normalize")),
    /** {@code titan-embed-image-v1}, for texts that are to be compared with pictures. */
    IMAGE(Set.of("dimensions"));

    private final Set<String> options;

    TitanFormat(Set<String> options) {
        this.options = options;
    }

    static TitanFormat of(String model) {
        if (model.contains("titan-embed-image")) {
            return IMAGE;
        }
        return model.contains("titan-embed-text-v1") || model.contains("titan-embed-g1-text") ? TEXT_V1 : TEXT_V2;
    }

    @Override
    public int mostTexts() {
        return 1;
    }

    @Override
    public Set<String> options() {
        return options;
    }

    @Override
    public byte[] write(List<String> texts, Map<String, JsonNode> asked, String model) {
        ObjectNode body = Json.object().put("inputText", texts.get(0));
        JsonNode dimensions = asked.get("dimensions");
        if (dimensions != null && this == IMAGE) {
            body.putObject("embeddingConfig").set("outputEmbeddingLength", dimensions);
        } else if (dimensions != null && this == TEXT_V2) {
            body.set("dimensions", dimensions);
        }
        if (asked.containsKey("normalize") && this == TEXT_V2) {
            body.set("normalize", asked.get("normalize"));
        }
        return Json.bytes(body);
    }

    @Override
    public Embedded read(byte[] answer, UnaryOperator<String> header) throws Failure {
        return Embedded.read(answer, Set.of("embedding"), "inputTextTokenCount")
                .orTokens(header.apply(CohereFormat.TOKENS));
    }
}
