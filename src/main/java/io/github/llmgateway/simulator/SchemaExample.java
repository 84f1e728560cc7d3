package io.github.llmgateway.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.llmgateway.dialect.Json;

/**
 * The least JSON that a JSON Schema allows: required properties only, the first choice of several, the first value of
 * an enumeration. Patterns are not tried: a regular expression of a stranger's may run for ever. Size and depth are
 * bounded, as a schema may refer to itself.
 */
final class SchemaExample {

    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 2000;
    private static final int MOST_ITEMS = 100;

    private final JsonNode root;
    private int values;

    private SchemaExample(JsonNode root) {
        this.root = root;
    }

    /** A value for a schema; a null or missing schema allows anything. */
    static JsonNode of(JsonNode schema) {
        return schema == null ? Json.object() : new SchemaExample(schema).value(schema, 0);
    }

    /** The same where only an object will do. */
    static ObjectNode object(JsonNode schema) {
        return of(schema) instanceof ObjectNode object ? object : Json.object();
    }

    private JsonNode value(JsonNode given, int depth) {
        values++;
        if (depth > DEEPEST || values > MOST_VALUES) {
            return NullNode.instance;
        }
        JsonNode schema = SchemaParts.whole(given, root);
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").isArray() && !schema.get("enum").isEmpty()) {
            return schema.get("enum").get(0);
        }
        if (schema.has("default")) {
            return schema.get("default");
        }
        return switch (SchemaParts.type(schema)) {
            case "object" -> properties(schema, depth);
            case "array" -> items(schema, depth);
            case "integer" -> SchemaScalars.number(schema, true);
            case "number" -> SchemaScalars.number(schema, false);
            case "boolean" -> BooleanNode.TRUE;
            case "null" -> NullNode.instance;
            default -> TextNode.valueOf(SchemaScalars.text(schema));
        };
    }

    private ObjectNode properties(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        for (JsonNode name : schema.path("required")) {
            if (values <= MOST_VALUES && !object.has(name.asText())) {
                JsonNode own = schema.path("properties").get(name.asText());
                object.set(name.asText(), value(own != null ? own : schema.path("additionalProperties"), depth + 1));
            }
        }
        return object;
    }

    private ArrayNode items(JsonNode schema, int depth) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        int least = Math.min(schema.path("minItems").asInt(0), MOST_ITEMS);
        for (int i = 0; i < least && values <= MOST_VALUES; i++) {
            JsonNode at = schema.path("prefixItems").get(i);
            array.add(value(at != null ? at : schema.path("items"), depth + 1));
        }
        return array;
    }
}
