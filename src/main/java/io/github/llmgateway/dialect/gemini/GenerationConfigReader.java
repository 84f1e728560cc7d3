package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Reasoning.Mode;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@code generationConfig}. */
final class GenerationConfigReader {

    private static final String PATH = "generationConfig";
    private static final Set<String> READ = Set.of("temperature", "topP", "topK", "maxOutputTokens", "stopSequences",
            "candidateCount", "responseMimeType", "responseSchema", "responseJsonSchema", "presencePenalty",
            "frequencyPenalty", "seed", "responseLogprobs", "logprobs", "thinkingConfig");

    private final JsonNode config;
    private final Map<String, JsonNode> extras;

    GenerationConfigReader(JsonNode request, Map<String, JsonNode> extras) throws Failure {
        JsonNode said = Fields.object(request, PATH, "");
        this.config = said == null ? Json.object() : said;
        this.extras = extras;
    }

    /** All extras of the request, with those of the configuration behind them. */
    Map<String, JsonNode> extras() {
        config.fields().forEachRemaining(field -> {
            String name = Fields.camel(field.getKey());
            // Text alone is what an answer is made of anyway.
            boolean usual = name.equals("responseModalities") && field.getValue().toString().equals("[\"TEXT\"]");
            if (!READ.contains(name) && !usual && !field.getValue().isNull()) {
                extras.put(PATH + "." + name, field.getValue());
            }
        });
        return extras;
    }

    Integer maxTokens() throws Failure {
        return Fields.integer(config, "maxOutputTokens", PATH);
    }

    Sampling sampling() throws Failure {
        Double topK = Fields.number(config, "topK", PATH);
        Integer seed = Fields.integer(config, "seed", PATH);
        return new Sampling(
                Fields.number(config, "temperature", PATH),
                Fields.number(config, "topP", PATH),
                // Vertex has a float here.
                topK == null ? null : Integer.valueOf(topK.intValue()),
                Fields.number(config, "frequencyPenalty", PATH),
                Fields.number(config, "presencePenalty", PATH),
                seed == null ? null : Long.valueOf(seed),
                null,
                Fields.bool(config, "responseLogprobs", PATH),
                Fields.integer(config, "logprobs", PATH),
                Fields.integer(config, "candidateCount", PATH));
    }

    List<String> stop() throws Failure {
        List<String> sequences = new ArrayList<>();
        for (JsonNode sequence : Fields.list(config, "stopSequences")) {
            if (!sequence.isTextual()) {
                throw Fields.wrong(sequence, PATH + ".stopSequences", "a list of strings");
            }
            sequences.add(sequence.textValue());
        }
        return sequences;
    }

    /** A level or a budget; 0 is no thinking, -1 as much as the model finds right. */
    Reasoning reasoning() throws Failure {
        JsonNode thinking = Fields.object(config, "thinkingConfig", PATH);
        if (thinking == null) {
            return null;
        }
        String path = PATH + ".thinkingConfig";
        Integer budget = Fields.integer(thinking, "thinkingBudget", path);
        String level = Fields.string(thinking, "thinkingLevel", path);
        Boolean shown = Fields.bool(thinking, "includeThoughts", path);
        String effort = level == null || level.endsWith("UNSPECIFIED") ? null : level.toLowerCase(Locale.ROOT);
        if (budget == null && effort == null && !Boolean.TRUE.equals(shown)) {
            return null;
        }
        String display = Boolean.TRUE.equals(shown) ? null : "omitted";
        if (budget != null && budget == 0) {
            return new Reasoning(Mode.DISABLED, null, null, null);
        }
        return budget != null && budget > 0 ? new Reasoning(Mode.ENABLED, budget, effort, display)
                : new Reasoning(Mode.ADAPTIVE, null, effort, display);
    }

    OutputFormat outputFormat() throws Failure {
        JsonNode schema = Fields.object(config, "responseJsonSchema", PATH);
        JsonNode older = Fields.object(config, "responseSchema", PATH);
        if (schema == null && older != null) {
            schema = OpenApiSchema.toJsonSchema(older);
        } else if (schema != null && OpenApiSchema.isMeant(schema)) {
            schema = OpenApiSchema.toJsonSchema(schema);
        }
        String type = Fields.string(config, "responseMimeType", PATH);
        if (type != null && !type.equals("application/json") && !type.equals("text/plain")) {
            // One word of a list, and what else may come: the extra tells writers that it was said.
            extras.put(PATH + ".responseMimeType", Fields.get(config, "responseMimeType"));
            if (older != null) {
                extras.put(PATH + ".responseSchema", older);
            }
            return null;
        }
        return schema != null || "application/json".equals(type) ? new OutputFormat(schema, null, null, null) : null;
    }
}
