package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.genai.types.GenerationConfig;
import com.google.genai.types.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds a request to what Google demands, and its tools and configuration to the types of Google's own SDK. */
final class GeminiRules {

    private static final Set<String> DATA = Set.of("text", "functionCall", "functionResponse", "inlineData", "fileData",
            "executableCode", "codeExecutionResult", "toolCall", "toolResponse", "inline_data", "file_data");
    private static final Set<String> KEYWORDS = Set.of("type", "format", "title", "description", "enum", "items",
            "prefixItems", "minItems", "maxItems", "minimum", "maximum", "anyOf", "properties", "additionalProperties",
            "required", "minLength", "maxLength", "pattern", "minProperties", "maxProperties", "default");

    private GeminiRules() {
    }

    static void check(JsonNode request, boolean third) {
        contents(request.path("contents"), third);
        assertThat(request.path("systemInstruction").path("parts").toString()).isNotEqualTo("[]");
        for (JsonNode tool : request.path("tools")) {
            Tool.fromJson(tool.toString());
            for (JsonNode function : tool.path("functionDeclarations")) {
                assertThat(function.path("name").asText()).matches("[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}");
                schema(function.path("parametersJsonSchema"));
            }
        }
        JsonNode config = request.path("generationConfig");
        GenerationConfig.fromJson(config.isObject() ? config.toString() : "{}");
        schema(config.path("responseJsonSchema"));
        assertThat(config.path("stopSequences").size()).isLessThanOrEqualTo(5);
    }

    private static void contents(JsonNode contents, boolean third) {
        assertThat(contents).isNotEmpty();
        List<String> calls = new ArrayList<>();
        boolean user = true;
        for (JsonNode content : contents) {
            assertThat(content.path("role").asText()).isEqualTo(user ? "user" : "model");
            assertThat(content.path("parts")).isNotEmpty();
            List<String> results = new ArrayList<>();
            boolean others = false;
            for (JsonNode part : content.path("parts")) {
                long data = DATA.stream().filter(part::has).count();
                assertThat(data).as("one kind of data in " + part.properties()).isEqualTo(1);
                if (part.has("functionResponse")) {
                    assertThat(others).as("results come first").isFalse();
                    results.add(part.path("functionResponse").path("name").asText());
                    assertThat(part.path("functionResponse").path("response").isObject()).isTrue();
                } else {
                    others = true;
                }
            }
            if (user) {
                assertThat(results).as("a result for each call, in order").isEqualTo(calls);
                calls.clear();
            } else {
                calls(content.path("parts"), third, calls);
            }
            user = !user;
        }
        assertThat(calls).as("calls at the end").isEmpty();
    }

    private static void calls(JsonNode parts, boolean third, List<String> calls) {
        for (JsonNode part : parts) {
            if (part.has("functionCall")) {
                if (third && calls.isEmpty()) {
                    assertThat(part.path("thoughtSignature").asText()).as("signature of the first call").isNotEmpty();
                }
                calls.add(part.path("functionCall").path("name").asText());
                assertThat(part.path("functionCall").path("args").isObject()).isTrue();
            }
        }
    }

    private static void schema(JsonNode schema) {
        if (!schema.isObject()) {
            return;
        }
        schema.fieldNames().forEachRemaining(name -> assertThat(KEYWORDS).contains(name));
        schema.path("properties").forEach(GeminiRules::schema);
        schema(schema.path("items"));
        schema(schema.path("additionalProperties"));
        schema.path("anyOf").forEach(GeminiRules::schema);
        schema.path("prefixItems").forEach(GeminiRules::schema);
        for (JsonNode choice : schema.path("enum")) {
            assertThat(choice.isTextual() || choice.isNumber()).isTrue();
        }
    }
}
