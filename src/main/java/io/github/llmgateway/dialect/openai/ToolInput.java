package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;

/** The arguments of a tool call as the JSON text of an object, whatever stood there. */
public final class ToolInput {

    private ToolInput() {
    }

    /** {@code arguments} is a string by the reference; some servers write the object itself. */
    public static String read(JsonNode arguments) {
        if (arguments == null) {
            return "{}";
        }
        return arguments.isTextual() ? object(arguments.textValue()) : object(arguments.toString());
    }

    /**
     * The text itself if it is an object. What is none is wrapped as Anthropic's documentation of fine-grained tool
     * streaming tells clients to return it to the model.
     */
    public static String object(String text) {
        if (text.isBlank()) {
            return "{}";
        }
        JsonNode parsed = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        return parsed != null && parsed.isObject() ? text : Json.object().put("INVALID_JSON", text).toString();
    }
}
