package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;
import java.util.Locale;
import java.util.Set;

/**
 * Google's {@code Schema}, a subset of OpenAPI 3.0's (ai.google.dev/api/caching#Schema), as JSON Schema: types in lower
 * case, {@code nullable} as a type, bounds as numbers.
 */
final class OpenApiSchema {

    private static final Set<String> BOUNDS =
            Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");
    private static final Set<String> TYPES = Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT");

    private OpenApiSchema() {
    }

    /** Whether one that is sent as JSON Schema is Google's, whose types are in capitals; Gemini CLI does so. */
    static boolean isMeant(JsonNode schema) {
        return schema.path("type").isTextual() && TYPES.contains(schema.path("type").textValue());
    }

    static JsonNode toJsonSchema(JsonNode schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode written = Json.object();
        boolean nullable = schema.path("nullable").asBoolean(false);
        schema.fields().forEachRemaining(field -> {
            String name = field.getKey().startsWith("$") ? field.getKey() : Fields.camel(field.getKey());
            JsonNode value = field.getValue();
            switch (name) {
                case "type" -> written.set("type", type(value, nullable));
                case "nullable", "propertyOrdering" -> { }
                case "properties" -> {
                    ObjectNode properties = written.putObject("properties");
                    value.fields().forEachRemaining(
                            each -> properties.set(each.getKey(), toJsonSchema(each.getValue())));
                }
                case "items", "additionalProperties" -> written.set(name, toJsonSchema(value));
                case "anyOf", "prefixItems" -> {
                    ArrayNode choices = written.putArray(name);
                    value.forEach(each -> choices.add(toJsonSchema(each)));
                }
                case "format" -> {
                    if (!value.asText().equals("enum")) {
                        written.set(name, value);
                    }
                }
                default -> written.set(name, BOUNDS.contains(name) && value.isTextual() ? number(value) : value);
            }
        });
        return written;
    }

    private static JsonNode type(JsonNode type, boolean nullable) {
        if (!type.isTextual()) {
            return type;
        }
        String name = type.textValue().toLowerCase(Locale.ROOT);
        ArrayNode both = Json.MAPPER.createArrayNode();
        return nullable ? both.add(name).add("null") : both.textNode(name);
    }

    /** An int64, which this format writes as a string. */
    private static JsonNode number(JsonNode text) {
        try {
            return Json.MAPPER.getNodeFactory().numberNode(Long.parseLong(text.textValue()));
        } catch (NumberFormatException other) {
            return text;
        }
    }
}
