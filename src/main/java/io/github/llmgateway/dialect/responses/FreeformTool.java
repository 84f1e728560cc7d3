package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.openai.Fields;
import java.nio.charset.StandardCharsets;

/**
 * Custom tools take free text, by a grammar if one is given (OpenAI's guide to function calling, "Custom tools"; Codex'
 * {@code apply_patch}). No other format has them: there they are functions with one string, {@code input}, whose
 * description holds the grammar, and their calls are read back as free text.
 */
final class FreeformTool {

    static final String TYPE = "custom";
    private static final String INPUT = "input";

    private FreeformTool() {
    }

    static Tool read(JsonNode tool, String path) throws Failure {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject(INPUT).put("type", "string").put("description", describe(tool));
        schema.putArray("required").add(INPUT);
        schema.put("additionalProperties", false);
        return new Tool("function", Fields.demandString(tool, "name", path), Fields.string(tool, "description", path),
                schema, null, null, tool);
    }

    private static String describe(JsonNode tool) {
        JsonNode format = tool.path("format");
        String definition = format.path("definition").asText("");
        String text = "All of the tool's input, as plain text.";
        return definition.isEmpty() ? text
                : text + " It must match this grammar (" + format.path("syntax").asText("lark") + "):\n" + definition;
    }

    /** The tool as it was read or, from Chat Completions, with its members one level up; null: it is none. */
    static ObjectNode raw(Tool tool) {
        if (tool.raw() == null || !tool.raw().path("type").asText().equals(TYPE)) {
            return null;
        }
        if (!tool.raw().path(TYPE).isObject()) {
            return (ObjectNode) tool.raw().deepCopy();
        }
        ObjectNode flat = Json.object().put("type", TYPE);
        flat.setAll((ObjectNode) tool.raw().get(TYPE).deepCopy());
        if (flat.path("format").path("grammar").isObject()) {
            ObjectNode format = Json.object().put("type", "grammar");
            format.setAll((ObjectNode) flat.path("format").get("grammar"));
            flat.set("format", format);
        }
        return flat;
    }

    /** Free text as the input of a function. */
    static String wrap(String text) {
        return Json.object().put(INPUT, text).toString();
    }

    /** The free text in a function's input; what is none goes as it is. */
    static String unwrap(String json) {
        JsonNode input = Json.parse(json.getBytes(StandardCharsets.UTF_8));
        return input != null && input.path(INPUT).isTextual() ? input.get(INPUT).textValue() : json;
    }
}
