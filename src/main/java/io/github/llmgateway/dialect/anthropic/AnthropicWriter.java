package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a neutral conversation as a Messages request (docs.claude.com, "Create a message").
 *
 * <p>Harmless losses: how the next token is drawn where Claude does not let itself be told ({@code seed}, penalties,
 * a temperature above 1, which becomes 1), and what steers another provider's service. Losses that change the answer:
 * {@code n} above 1, {@code logprobs}, {@code logit_bias}, stop sequences of blanks, audio, another provider's tools.
 *
 * <p>Any JSON object ({@code json_object}) is asked for in words at the end of {@code system}, where it disturbs
 * neither a prompt cache nor a client's attribution block, and named as a harmless loss, as nothing enforces it.
 */
final class AnthropicWriter {

    /** Anthropic's bound of {@code metadata.user_id}. */
    private static final int LONGEST_USER_ID = 512;
    private static final String JSON_ONLY =
            "Answer with one JSON object and nothing else: no introduction, no explanation, no code fence.";

    private final ChatRequest request;
    private final Target target;
    private final Generation generation;
    private final List<Loss> losses = new ArrayList<>();
    private final ObjectNode body = Json.object();

    private AnthropicWriter(ChatRequest request, Target target) {
        this.request = request;
        this.target = target;
        this.generation = Generation.of(target.base());
    }

    static Written write(ChatRequest request, Target target) {
        return new AnthropicWriter(request, target).written();
    }

    /** How Claude is to think and to draw, and nothing of what was said. */
    static Written parameters(ChatRequest request, Target target) {
        AnthropicWriter writer = new AnthropicWriter(request, target);
        writer.parameters();
        return new Written(writer.body, writer.losses);
    }

    private Written written() {
        body.put("model", target.model());
        parameters();
        conversation();
        new ToolWriter(request, body, losses).write();
        outputFormat();
        service();
        request.extras().forEach(this::extra);
        if (request.stream()) {
            body.put("stream", true);
        }
        return new Written(body, losses);
    }

    private void parameters() {
        Thought thought = new Thought(request, target, generation, losses);
        body.put("max_tokens", thought.maxTokens);
        if (thought.thinking != null) {
            body.set("thinking", thought.thinking);
        }
        if (thought.effort != null) {
            body.withObject("/output_config").put("effort", thought.effort);
        }
        sampling(thought.on());
        stopSequences();
    }

    private void conversation() {
        BlockWriter blocks = new BlockWriter(losses);
        ArrayNode system = blocks.blocks(request.system(), "system");
        Turns turns = new Turns(blocks, system);
        for (int i = 0; i < request.messages().size(); i++) {
            turns.add(request.messages().get(i), "messages[" + i + "].content");
        }
        int said = system.size();
        system.removeIf(block -> !block.path("type").asText().equals("text"));
        if (system.size() < said) {
            lose("system", false, "Anthropic takes nothing but text there");
        }
        if (request.outputFormat() != null && request.outputFormat().schema() == null) {
            system.addObject().put("type", "text").put("text", JSON_ONLY);
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", turns.messages());
    }

    private void outputFormat() {
        OutputFormat format = request.outputFormat();
        if (format == null) {
            return;
        }
        if (format.schema() == null) {
            lose("response_format", true, "any JSON object is asked for in words, Anthropic enforces a schema only");
            return;
        }
        if (format.description() != null) {
            lose("response_format.json_schema.description", true, "Anthropic has no place for it");
        }
        body.withObject("/output_config").putObject("format").put("type", "json_schema")
                .set("schema", closed(format.schema()));
    }

    /** Anthropic demands {@code additionalProperties: false} of every object; OpenAI lets it be left out. */
    private JsonNode closed(JsonNode schema) {
        JsonNode closed = schema.deepCopy();
        close(closed);
        return closed;
    }

    private void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("type").asText().equals("object")) {
            JsonNode open = object.get("additionalProperties");
            if (open != null && !(open.isBoolean() && !open.asBoolean())) {
                lose("response_format.json_schema.additionalProperties", true, "Anthropic takes closed objects only");
            }
            object.put("additionalProperties", false);
        }
        schema.forEach(this::close);
    }

    private void sampling(boolean thinks) {
        Sampling sampling = request.sampling();
        boolean fixed = thinks || generation.refusesSampling();
        String reason = thinks ? "Claude chooses it itself while it thinks" : "this model chooses it itself";
        Double temperature = sampling.temperature();
        if (temperature != null && fixed) {
            lose("temperature", true, temperature == 1, reason);
        } else if (temperature != null) {
            lose("temperature", true, temperature <= 1, "Anthropic's highest is 1");
            body.put("temperature", Math.min(temperature, 1));
        }
        Double topP = sampling.topP();
        if (topP != null && fixed) {
            lose("top_p", true, topP == 1, reason);
        } else if (topP != null && temperature != null) {
            lose("top_p", true, topP == 1, "Anthropic takes temperature or top_p, not both");
        } else if (topP != null) {
            body.put("top_p", topP);
        }
        if (sampling.topK() != null && fixed) {
            lose("top_k", true, reason);
        } else if (sampling.topK() != null) {
            body.put("top_k", sampling.topK());
        }
        foreignSampling(sampling);
    }

    private void foreignSampling(Sampling sampling) {
        String none = "Anthropic has no such parameter";
        lose("frequency_penalty", true, isZero(sampling.frequencyPenalty()), none);
        lose("presence_penalty", true, isZero(sampling.presencePenalty()), none);
        lose("seed", true, sampling.seed() == null, none);
        lose("logit_bias", false, sampling.logitBias() == null || sampling.logitBias().isEmpty(), none);
        lose("logprobs", false, !Boolean.TRUE.equals(sampling.logprobs()), "Anthropic does not report probabilities");
        lose("n", false, sampling.n() == null || sampling.n() == 1, "Anthropic gives one answer a request");
    }

    private static boolean isZero(Double value) {
        return value == null || value == 0;
    }

    private void stopSequences() {
        ArrayNode sequences = Json.MAPPER.createArrayNode();
        for (String sequence : request.stopSequences()) {
            if (sequence.isBlank()) {
                lose("stop", false, "Anthropic takes no stop sequence of blanks alone");
            } else {
                sequences.add(sequence);
            }
        }
        if (!sequences.isEmpty()) {
            body.set("stop_sequences", sequences);
        }
    }

    private void service() {
        if (request.metadata() != null && request.metadata().length() <= LONGEST_USER_ID) {
            body.putObject("metadata").put("user_id", request.metadata());
        } else if (request.metadata() != null) {
            lose("user", true, "it is longer than Anthropic takes");
        }
        String tier = request.serviceTier();
        // Bedrock's envelope says it.
        if (tier != null && !target.provider().equals("bedrock")) {
            switch (tier) {
                case "auto", "standard_only" -> body.put("service_tier", tier);
                case "default" -> body.put("service_tier", "standard_only");
                default -> lose("service_tier", true, "Anthropic has no tier " + tier);
            }
        }
    }

    private void extra(String name, JsonNode value) {
        if (value.isNull() || name.endsWith(".prefix")) {
            // Mistral's word for a last turn to be continued, which Claude does unasked.
            return;
        }
        if (!Vocabulary.EXTRAS.contains(name)) {
            lose(name, Vocabulary.FOREIGN_HARMLESS.contains(name), "Anthropic has no such parameter");
        } else if (value instanceof ObjectNode more && body.get(name) instanceof ObjectNode said) {
            for (Map.Entry<String, JsonNode> field : more.properties()) {
                said.set(field.getKey(), field.getValue());
            }
        } else {
            body.set(name, value);
        }
    }

    private void lose(String field, boolean harmless, String reason) {
        losses.add(new Loss(field, harmless, reason));
    }

    private void lose(String field, boolean harmless, boolean unless, String reason) {
        if (!unless) {
            lose(field, harmless, reason);
        }
    }
}
