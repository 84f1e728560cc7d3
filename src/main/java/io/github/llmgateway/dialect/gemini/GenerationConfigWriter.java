package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import java.util.List;

/** Writes {@code generationConfig}. */
final class GenerationConfigWriter {

    /** Vertex AI's reference of {@code stopSequences}. */
    private static final int MOST_STOPS = 5;

    private final Model model;
    private final List<Loss> losses;
    private final ObjectNode config = Json.object();

    GenerationConfigWriter(Model model, List<Loss> losses) {
        this.model = model;
        this.losses = losses;
    }

    ObjectNode write(ChatRequest request, Target target) {
        maxTokens(request.maxTokens(), target.maxOutputTokens());
        sampling(request.sampling());
        stop(request.stopSequences());
        new ThinkingWriter(model, losses).write(request.reasoning(), config);
        if (request.outputFormat() != null) {
            outputFormat(request.outputFormat(), !request.tools().isEmpty());
        }
        return config;
    }

    private void maxTokens(Integer wanted, int limit) {
        if (wanted != null) {
            boolean above = limit > 0 && wanted > limit;
            if (above) {
                lose("max_tokens", true, "the model's limit is " + limit);
            }
            config.put("maxOutputTokens", above ? limit : wanted);
        }
    }

    private void sampling(Sampling sampling) {
        put("temperature", sampling.temperature());
        put("topP", sampling.topP());
        if (sampling.topK() != null) {
            config.put("topK", sampling.topK());
        }
        penalty("frequencyPenalty", "frequency_penalty", sampling.frequencyPenalty());
        penalty("presencePenalty", "presence_penalty", sampling.presencePenalty());
        if (sampling.seed() != null) {
            // An int32 there; the same seed stays the same.
            config.put("seed", (int) (sampling.seed() ^ sampling.seed() >> 63 >>> 32));
        }
        if (sampling.logitBias() != null) {
            lose("logit_bias", false, "Gemini has no such thing");
        }
        if (Boolean.TRUE.equals(sampling.logprobs())) {
            config.put("responseLogprobs", true);
            if (sampling.topLogprobs() != null && sampling.topLogprobs() > 0) {
                config.put("logprobs", sampling.topLogprobs());
            }
        }
        if (sampling.n() != null && sampling.n() > 1) {
            lose("n", false, "one answer is translated");
        }
    }

    private void put(String name, Double value) {
        if (value != null) {
            config.put(name, value);
        }
    }

    private void penalty(String name, String neutral, Double value) {
        if (value != null && value != 0 && model.strict()) {
            lose(neutral, true, "this model takes no penalties");
        } else {
            put(name, value);
        }
    }

    private void stop(List<String> sequences) {
        int taken = Math.min(sequences.size(), MOST_STOPS);
        if (taken < sequences.size()) {
            lose("stop", false, "Gemini takes " + MOST_STOPS + " stop sequences");
        }
        if (taken > 0) {
            ArrayNode stop = config.putArray("stopSequences");
            sequences.subList(0, taken).forEach(stop::add);
        }
    }

    private void outputFormat(OutputFormat format, boolean tools) {
        if (tools && !model.third()) {
            // "Function calling with a response mime type: 'application/json' is unsupported".
            lose("response_format", false, "this model gives its answer no form while tools are offered");
            return;
        }
        config.put("responseMimeType", "application/json");
        if (format.schema() != null) {
            config.set("responseJsonSchema", SchemaWriter.write(format.schema(), "response_format", losses));
        }
    }

    private void lose(String field, boolean harmless, String reason) {
        losses.add(new Loss(field, harmless, reason));
    }
}
