package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.distinct;
import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.keys;
import static io.github.llmgateway.standin.Nodes.only;
import static io.github.llmgateway.standin.Nodes.optional;
import static io.github.llmgateway.standin.Nodes.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What Gemini's generateContent demands of a body, as {@link GeminiNames} has made its names. */
final class GeminiDemands {

    private static final String GENERATE = "ai.google.dev/api/generate-content";
    private static final String CACHING = "ai.google.dev/api/caching";
    private static final String CALLING = "ai.google.dev/gemini-api/docs/function-calling";
    private static final String SIGNATURES = "ai.google.dev/gemini-api/docs/thought-signatures";
    private static final String THINKING = "ai.google.dev/gemini-api/docs/thinking";
    private static final String OUTPUTS = "ai.google.dev/gemini-api/docs/structured-output";
    private static final String VERTEX = "cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference";

    private static final Set<String> FIELDS = Set.of("contents", "systemInstruction", "tools", "toolConfig",
            "safetySettings", "generationConfig", "cachedContent", "serviceTier", "store", "model");
    private static final Set<String> GENERATION = Set.of("stopSequences", "responseMimeType", "responseSchema",
            "responseJsonSchema", "_responseJsonSchema", "responseModalities", "candidateCount", "maxOutputTokens",
            "temperature", "topP", "topK", "seed", "presencePenalty", "frequencyPenalty", "responseLogprobs",
                    "logprobs",
            "enableEnhancedCivicAnswers", "speechConfig", "thinkingConfig", "imageConfig", "mediaResolution",
            "audioTimestamp", "routingConfig", "modelSelectionConfig", "responseFormat");
    private static final Set<String> PART = Set.of("text", "inlineData", "functionCall", "functionResponse", "fileData",
            "executableCode", "codeExecutionResult", "toolCall", "toolResponse");
    private static final Set<String> BESIDE = Set.of("thought", "thoughtSignature", "videoMetadata", "mediaResolution",
            "partMetadata");
    private static final Set<String> TOOL = Set.of("functionDeclarations", "googleSearch", "googleSearchRetrieval",
            "codeExecution", "urlContext", "fileSearch", "computerUse", "googleMaps", "mcpServers", "retrieval",
            "enterpriseWebSearch");
    private static final Set<String> SCHEMA = Set.of("type", "format", "title", "description", "nullable", "enum",
            "maxItems", "minItems", "properties", "required", "minProperties", "maxProperties", "minLength",
                    "maxLength",
            "pattern", "example", "anyOf", "propertyOrdering", "default", "items", "minimum", "maximum");
    private static final Set<String> TYPES = Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT",
            "NULL");
    private static final Set<String> MEDIA = Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif",
            "application/pdf", "application/json", "text/plain", "text/html", "text/css", "text/csv", "text/md",
            "text/markdown", "text/xml", "text/rtf", "audio/wav", "audio/mp3", "audio/mpeg", "audio/aiff", "audio/aac",
            "audio/ogg", "audio/flac", "video/mp4", "video/mpeg", "video/mov", "video/webm", "video/quicktime");
    /** Placeholders that the documentation offers for calls that no Gemini model made. */
    private static final Set<String> PLACEHOLDERS = Set.of("context_engineering_is_the_way_to_go",
            "skip_thought_signature_validator");

    private GeminiDemands() {
    }

    /** Those of Vertex AI or of the Gemini API. */
    static List<Rule> at(boolean vertex) {
        Set<String> fields = vertex ? Nodes.plus(FIELDS, "labels", "modelArmorConfig") : FIELDS;
        List<Rule> rules = new ArrayList<>(List.of(
                new Rule("Invalid JSON payload received. Unknown name", GENERATE, q -> only(q.body(), fields)),
                new Rule("Unknown name at generation_config", GENERATE,
                        q -> only(q.at("generationConfig"), GENERATION)),
                new Rule("contents is not specified", GENERATE, q -> !q.at("contents").isEmpty()),
                new Rule("contents: Please use a valid role: user, model", CACHING, q -> contents(q).allMatch(c ->
                        Set.of("user", "model", "function").contains(c.path("role").asText("user"))
                                && only(c, Set.of("role", "parts")))),
                new Rule("contents: must include at least one parts field", VERTEX,
                        q -> contents(q).allMatch(c -> !c.path("parts").isEmpty())),
                new Rule("parts: exactly one kind of data and known fields", CACHING,
                        q -> parts(q).allMatch(p -> keys(p)
                        .stream().filter(PART::contains).count() == 1
                                && only(p, Nodes.plus(PART, BESIDE.toArray(String[]::new))))),
                new Rule("Unable to submit request because it has an empty text parameter", VERTEX, q -> !vertex
                        || parts(q).allMatch(p -> !p.has("text") || !p.path("text").asText().isEmpty()
                                || p.has("thoughtSignature"))),
                new Rule("parts: thought is a boolean, the signature Base64", CACHING, q -> parts(q).allMatch(p ->
                        optional(p.path("thought"), JsonNode::isBoolean) && optional(p.path("thoughtSignature"),
                                s -> PLACEHOLDERS.contains(s.asText()) || base64(s.asText())))),
                new Rule("systemInstruction: text only", GENERATE, q -> optional(q.at("systemInstruction"), s -> only(s,
                        Set.of("role", "parts")) && !s.path("parts").isEmpty()
                        && parts(s).allMatch(p -> !p.path("text").asText().isEmpty()))),
                new Rule("inlineData: known media type, bytes in Base64",
                        "ai.google.dev/gemini-api/docs/image-understanding",
                        q -> parts(q).filter(p -> p.has("inlineData")).map(p -> p.path("inlineData"))
                                .allMatch(d -> MEDIA
                                .contains(d.path("mimeType").asText()) && base64(d.path("data").asText())
                                && only(d, Set.of("mimeType", "data", "displayName")))),
                new Rule("temperature: range 0..2", GENERATE,
                        q -> within(q.at("generationConfig").path("temperature"), 0, 2)),
                new Rule("topP: range 0..1", GENERATE, q -> within(q.at("generationConfig").path("topP"), 0, 1)),
                new Rule("maxOutputTokens must be positive", GENERATE,
                        q -> within(q.at("generationConfig").path("maxOutputTokens"), 1, Integer.MAX_VALUE)),
                new Rule("stopSequences: at most 5, none empty", GENERATE, q -> q.at("generationConfig")
                        .path("stopSequences").size() <= 5 && each(q.at("generationConfig").path("stopSequences"))
                                .noneMatch(s -> s.asText().isEmpty())),
                new Rule("candidateCount: 1 to 8", GENERATE, q -> within(q.at("generationConfig")
                        .path("candidateCount"), 1, 8)),
                new Rule("responseSchema needs responseMimeType", OUTPUTS, q -> {
                    JsonNode config = q.at("generationConfig");
                    return !config.has("responseSchema") && !config.has("responseJsonSchema")
                            || Set.of("application/json", "text/x.enum")
                                    .contains(config.path("responseMimeType").asText());
                }),
                new Rule("only one of responseSchema and responseJsonSchema", OUTPUTS, q -> !q.at("generationConfig")
                        .has("responseSchema") || !q.at("generationConfig").has("responseJsonSchema")),
                new Rule("responseSchema: Unknown name, or a type it has not", OUTPUTS,
                        q -> optional(q.at("generationConfig").path("responseSchema"), GeminiDemands::schema)),
                new Rule("Function calling with a response mime type application/json is unsupported", OUTPUTS,
                        q -> third(q) || functions(q).findAny().isEmpty() || !q.at("generationConfig")
                                .path("responseMimeType").asText().equals("application/json")),
                new Rule("thinkingConfig: known fields; a level or a budget", THINKING,
                        q -> optional(q.at("generationConfig")
                        .path("thinkingConfig"), t -> only(t,
                                Set.of("includeThoughts", "thinkingBudget", "thinkingLevel"))
                        && !(t.has("thinkingBudget") && t.has("thinkingLevel"))
                        && Set.of("minimal", "low", "medium", "high").contains(t.path("thinkingLevel").asText("low")
                                .toLowerCase(Locale.ROOT)))),
                new Rule("Thinking level is not supported for this model", THINKING, q -> third(q)
                        || !q.at("generationConfig").path("thinkingConfig").has("thinkingLevel")),
                new Rule("safetySettings: category and threshold", GENERATE,
                        q -> each(q.at("safetySettings")).allMatch(s ->
                        s.path("category").asText().startsWith("HARM_CATEGORY_") && s.has("threshold")))));
        rules.addAll(functions(vertex));
        return List.copyOf(rules);
    }

    private static List<Rule> functions(boolean vertex) {
        return List.of(
                new Rule("tools: Unknown name", GENERATE, q -> each(q.at("tools")).allMatch(t -> only(t, TOOL))),
                new Rule("Tool use with function calling is unsupported", CALLING, q -> q.counting()
                        || functions(q).findAny().isEmpty()
                        || third(q) && (vertex || q.at("toolConfig")
                                .path("includeServerSideToolInvocations").asBoolean())
                        || each(q.at("tools")).allMatch(t -> only(t, Set.of("functionDeclarations")))),
                new Rule("functionDeclarations: Invalid function name", CACHING, q -> functions(q)
                        .allMatch(f -> f.path("name").asText().matches("[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}"))),
                new Rule("functionDeclarations: Duplicate function declaration", CALLING,
                        q -> distinct(functions(q).map(f -> f.path("name").asText()))),
                new Rule("functionDeclarations: Unknown name", CACHING,
                        q -> functions(q).allMatch(f -> only(f, Set.of("name",
                        "description", "behavior", "parameters", "parametersJsonSchema", "response",
                        "responseJsonSchema")))),
                new Rule("only one of parameters and parametersJsonSchema", CACHING,
                        q -> functions(q).allMatch(f -> !f.has("parameters") || !f.has("parametersJsonSchema"))),
                new Rule("parameters: Unknown name, or a type it has not", CACHING,
                        q -> functions(q).allMatch(f -> optional(f.path("parameters"), GeminiDemands::schema))),
                new Rule("allowedFunctionNames: only with mode ANY or VALIDATED, and of functions declared", CALLING,
                        q -> optional(calling(q).path("allowedFunctionNames"), names -> Set.of("ANY", "VALIDATED")
                                .contains(calling(q).path("mode").asText().toUpperCase(Locale.ROOT)) && each(names)
                                        .allMatch(n -> functions(q).anyMatch(f -> f.path("name").equals(n))))),
                new Rule("functionCallingConfig: mode AUTO, ANY, NONE or VALIDATED", CALLING, q -> optional(calling(q)
                        .path("mode"), m -> Set.of("AUTO", "ANY", "NONE", "VALIDATED").contains(m.asText()
                                .toUpperCase(Locale.ROOT)))),
                new Rule("Function calling config is set without function_declarations", CALLING,
                        q -> !calling(q).isObject() || calling(q).path("mode").asText().equalsIgnoreCase("NONE")
                                || !q.at("tools").isEmpty()),
                new Rule("functionCall: a name, and args as an object, by the model", CACHING,
                        q -> contents(q).allMatch(c ->
                        parts(c).map(p -> p.path("functionCall")).filter(JsonNode::isObject).allMatch(f ->
                                c.path("role").asText().equals("model") && !f.path("name").asText().isEmpty()
                                        && optional(f.path("args"), JsonNode::isObject)
                                        && only(f, Set.of("id", "name", "args", "partialArgs", "willContinue"))))),
                new Rule("functionResponse: response is an object", CACHING, q -> responses(q).allMatch(r ->
                        r.path("response").isObject() && !r.path("name").asText().isEmpty()
                                && only(r, Set.of("id", "name", "response", "parts", "willContinue", "scheduling")))),
                new Rule("function response parts must equal the function call parts of the turn before", CALLING,
                        q -> GeminiTurns.answered(q.at("contents"))),
                new Rule("a function call turn comes after a user turn or a function response turn", CALLING,
                        q -> GeminiTurns.follows(q.at("contents"))),
                new Rule("Function call is missing a thought_signature", SIGNATURES, q -> !third(q)
                        || GeminiTurns.firstCallsOfTheTurn(q.at("contents"))
                                .allMatch(p -> !p.path("thoughtSignature").asText().isEmpty())),
                new Rule("Corrupted thought signature", SIGNATURES, q -> parts(q).filter(p -> p.has("thoughtSignature"))
                        .map(p -> p.path("thoughtSignature").asText())
                        .allMatch(s -> PLACEHOLDERS.contains(s) || q.issued().test(s))));
    }

    private static boolean third(Query query) {
        return query.model().matches("gemini-[3-9].*");
    }

    private static Stream<JsonNode> contents(Query query) {
        return each(query.at("contents"));
    }

    static Stream<JsonNode> parts(JsonNode content) {
        return each(content.path("parts"));
    }

    private static Stream<JsonNode> parts(Query query) {
        return contents(query).flatMap(GeminiDemands::parts);
    }

    private static Stream<JsonNode> responses(Query query) {
        return parts(query).map(p -> p.path("functionResponse")).filter(JsonNode::isObject);
    }

    private static Stream<JsonNode> functions(Query query) {
        return each(query.at("tools")).flatMap(t -> each(t.path("functionDeclarations")));
    }

    private static JsonNode calling(Query query) {
        return query.at("toolConfig").path("functionCallingConfig");
    }

    private static boolean base64(String text) {
        // Both alphabets of RFC 4648 are read (protobuf.dev/programming-guides/json).
        return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')).length > 0;
    }

    /** Whether it is of OpenAPI's kind, which {@code parameters} and {@code responseSchema} are. */
    private static boolean schema(JsonNode schema) {
        String type = schema.path("type").asText().toUpperCase(Locale.ROOT);
        return schema.isObject() && only(schema, SCHEMA)
                && (schema.has("anyOf") && !schema.has("type") || schema.path("type").isTextual()
                        && TYPES.contains(type))
                && (!schema.has("enum") || type.equals("STRING") && each(schema.path("enum"))
                        .allMatch(e -> e.isTextual() && !e.asText().isEmpty()))
                && (!type.equals("ARRAY") || schema.has("items"))
                && (!type.equals("STRING") || Set.of("enum", "date-time")
                        .contains(schema.path("format").asText("enum")))
                && each(schema.path("required")).allMatch(r -> schema.path("properties").has(r.asText()))
                && each(schema.path("properties")).allMatch(GeminiDemands::schema)
                && each(schema.path("anyOf")).allMatch(GeminiDemands::schema)
                && optional(schema.path("items"), GeminiDemands::schema);
    }
}
