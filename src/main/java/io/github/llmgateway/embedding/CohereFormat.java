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
 * Cohere Embed on Bedrock (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html). What a vector is
 * for must be said; OpenAI's format has no word for it, so it is the document to be found unless {@code input_type}, as
 * Cohere names it, says otherwise.
 */
enum CohereFormat implements EmbeddingFormat {
    /** {@code embed-english-v3}, {@code embed-multilingual-v3}: 1,024 numbers. */
    V3(Set.of("input_type", "truncate")),
    /** {@code embed-v4:0}. */
    V4(Set.of("input_type", "truncate", "max_tokens", "dimensions"));

    /** Where Bedrock tells the tokens of a request. */
    static final String TOKENS = "x-amzn-bedrock-input-token-count";

    private static final int MOST_TEXTS = 96;

    private final Set<String> options;

    CohereFormat(Set<String> options) {
        this.options = options;
    }

    @Override
    public int mostTexts() {
        return MOST_TEXTS;
    }

    @Override
    public Set<String> options() {
        return options;
    }

    @Override
    public byte[] write(List<String> texts, Map<String, JsonNode> asked, String model) {
        ObjectNode body = Json.object();
        texts.forEach(body.putArray("texts")::add);
        body.put("input_type", "search_document");
        asked.forEach((name, value) -> {
            if (options.contains(name)) {
                body.set(name.equals("dimensions") ? "output_dimension" : name, value);
            }
        });
        return Json.bytes(body);
    }

    /** The vectors stand in {@code embeddings}, or by their type in {@code embeddings.float}. */
    @Override
    public Embedded read(byte[] answer, UnaryOperator<String> header) throws Failure {
        return Embedded.read(answer, Set.of("embeddings", "float"), null).orTokens(header.apply(TOKENS));
    }
}
