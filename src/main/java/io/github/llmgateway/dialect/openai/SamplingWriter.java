package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.Loss;
import java.util.List;

/** Writes how tokens are drawn and where the answer stops, as far as server and model take it. */
final class SamplingWriter {

    private final Server server;
    private final ObjectNode body;
    private final List<Loss> losses;

    SamplingWriter(Server server, ObjectNode body, List<Loss> losses) {
        this.server = server;
        this.body = body;
        this.losses = losses;
    }

    /** Writes what the client said. */
    void write(Sampling sampling, List<String> stopSequences) {
        boolean fixed = server.openaiReasoning();
        drawn("temperature", sampling.temperature(), 1, fixed);
        drawn("top_p", sampling.topP(), 1, fixed);
        drawn("frequency_penalty", sampling.frequencyPenalty(), 0, fixed);
        drawn("presence_penalty", sampling.presencePenalty(), 0, fixed);
        if (sampling.topK() != null) {
            if (server.topK()) {
                body.put("top_k", sampling.topK());
            } else {
                lose("top_k", true, "the provider draws without it");
            }
        }
        if (sampling.seed() != null) {
            body.put(server.is("mistral") ? "random_seed" : "seed", sampling.seed());
        }
        if (sampling.logitBias() != null) {
            if (!server.tokenControl()) {
                lose("logit_bias", false, "this model does not take it");
            } else {
                body.set("logit_bias", sampling.logitBias());
            }
        }
        if (server.tokenControl()) {
            if (sampling.logprobs() != null) {
                body.put("logprobs", sampling.logprobs());
            }
            if (sampling.topLogprobs() != null) {
                body.put("top_logprobs", sampling.topLogprobs());
            }
        } else if (Boolean.TRUE.equals(sampling.logprobs())) {
            lose("logprobs", false, "this model does not report them");
        }
        if (sampling.n() != null) {
            body.put("n", sampling.n());
        }
        stop(stopSequences);
    }

    /** OpenAI's reasoning guide: temperature, top_p and the penalties are fixed for models that reason. */
    private void drawn(String field, Double value, double usual, boolean fixed) {
        if (value == null) {
            return;
        }
        if (!fixed) {
            body.put(field, value);
        } else if (value != usual) {
            lose(field, true, "models that reason draw with their own");
        }
    }

    private void stop(List<String> sequences) {
        int taken = Math.min(sequences.size(), server.stopSequences());
        if (taken < sequences.size()) {
            lose("stop", false, taken == 0 ? "this model takes no stop sequences"
                    : "the provider takes " + taken + " stop sequences");
        }
        if (taken > 0) {
            ArrayNode stop = body.putArray("stop");
            sequences.subList(0, taken).forEach(stop::add);
        }
    }

    private void lose(String field, boolean harmless, String reason) {
        losses.add(new Loss(field, harmless, reason));
    }
}
