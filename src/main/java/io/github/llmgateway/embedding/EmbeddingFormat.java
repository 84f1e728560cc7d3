package io.github.llmgateway.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** How the embedding models of one family are asked. Stateless and safe for all threads. */
public interface EmbeddingFormat {

    /** What no answer depends on: who asks, and a hint that other models have no use for. */
    Set<String> HARMLESS = Set.of("user", "safety_identifier", "metadata", "input_type");

    /** Finds the format of a model by its name. */
    @FunctionalInterface
    interface Choice {

        /** The format; {@code INVALID_REQUEST} where no known one is the model's. */
        EmbeddingFormat of(String model) throws Failure;
    }

    /** How many texts one request takes. */
    int mostTexts();

    /** How many tokens the texts of one request may have together; 0: there is no such bound. */
    default int mostTokens() {
        return 0;
    }

    /** The options of OpenAI's format, and beyond it, that it has a word for. */
    Set<String> options();

    /** Writes a request for some of the texts. */
    byte[] write(List<String> texts, Map<String, JsonNode> options, String model);

    /**
     * Reads its answer.
     *
     * @param header the answer's headers by name; gives null for one that is not there
     * @throws Failure {@code API_ERROR} if it cannot be read
     */
    Embedded read(byte[] answer, UnaryOperator<String> header) throws Failure;

    /** What of a request it has no word for. */
    default List<Loss> losses(EmbeddingRequest request) {
        return request.options().keySet().stream().filter(name -> !options().contains(name))
                .map(name -> new Loss(name, HARMLESS.contains(name), "this embedding model has nothing of the kind"))
                .toList();
    }

    /** The texts in portions that each fit one request, in their order. */
    default List<List<String>> portions(List<String> texts) {
        List<List<String>> portions = new ArrayList<>();
        int start = 0;
        long tokens = 0;
        for (int at = 0; at < texts.size(); at++) {
            // Three bytes a token errs high, as Outline.promptTokens() does.
            long more = mostTokens() == 0 ? 0 : texts.get(at).getBytes(StandardCharsets.UTF_8).length / 3 + 1;
            if (at > start && (at - start == mostTexts() || tokens + more > mostTokens())) {
                portions.add(texts.subList(start, at));
                start = at;
                tokens = 0;
            }
            tokens += more;
        }
        portions.add(texts.subList(start, texts.size()));
        return portions;
    }

    /** Models of Amazon Bedrock: their makers stand in their names, also in those of profiles and ARNs. */
    static EmbeddingFormat ofBedrock(String model) throws Failure {
        if (model.contains("titan-embed")) {
            return TitanFormat.of(model);
        }
        if (model.contains("cohere.embed")) {
            return model.contains("-v3") ? CohereFormat.V3 : CohereFormat.V4;
        }
        if (model.contains("nova") && model.contains("embeddings")) {
            return new NovaFormat();
        }
        throw unknown(model, "Titan Embeddings, Cohere Embed and Nova Multimodal Embeddings");
    }

    /** Models of the Gemini API. */
    static EmbeddingFormat ofGemini(String model) {
        return new GeminiFormat();
    }

    /** Models of Vertex AI that are asked by {@code predict} with texts. */
    static EmbeddingFormat ofVertex(String model) throws Failure {
        if (model.startsWith("multimodalembedding") || model.startsWith("gemini-embedding-2")) {
            throw unknown(model, "gemini-embedding-001 and Google's text embedding models");
        }
        return model.startsWith("gemini-") ? VertexFormat.GEMINI : VertexFormat.TEXT;
    }

    private static Failure unknown(String model, String known) {
        return Failure.badRequest("How the model " + model + " is asked for embeddings is not known here; known are "
                + known + ".", "model");
    }
}
