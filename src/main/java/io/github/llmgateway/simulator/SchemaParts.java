package io.github.llmgateway.simulator;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;
import java.util.Map;

/** Puts together what a JSON Schema says in several places: references, {@code allOf}, the first of several choices. */
final class SchemaParts {

    private static final int MOST_HOPS = 16;

    private SchemaParts() {
    }

    /** One schema with no references and choices at its top. */
    static JsonNode whole(JsonNode given, JsonNode root) {
        JsonNode schema = given;
        for (int hops = 0; hops < MOST_HOPS; hops++) {
            schema = resolved(schema, root);
            if (schema.path("allOf").isArray()) {
                JsonNode parts = schema.get("allOf");
                schema = without(schema, "allOf");
                for (JsonNode part : parts) {
                    schema = merged(schema, "", resolved(part, root));
                }
            } else if (schema.path("anyOf").isArray()) {
                schema = merged(schema, "anyOf", choice(schema.get("anyOf")));
            } else if (schema.path("oneOf").isArray()) {
                schema = merged(schema, "oneOf", choice(schema.get("oneOf")));
            } else {
                return schema;
            }
        }
        return schema;
    }

    private static JsonNode resolved(JsonNode schema, JsonNode root) {
        JsonNode at = schema;
        for (int hops = 0; hops < MOST_HOPS && at.path("$ref").isTextual(); hops++) {
            at = merged(at, "$ref", referred(at.get("$ref").asText(), root));
        }
        return at;
    }

    /** {@code type}, of several the first that is not null; where it is not said, what the other keywords speak of. */
    static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        for (JsonNode one : type) {
            if (!one.asText().equals("null")) {
                return one.asText();
            }
        }
        if (type.isTextual()) {
            return type.asText();
        }
        if (schema.has("properties") || schema.has("required")) {
            return "object";
        }
        if (schema.has("items") || schema.has("prefixItems")) {
            return "array";
        }
        return schema.has("minimum") || schema.has("maximum") ? "number" : "string";
    }

    private static JsonNode referred(String reference, JsonNode root) {
        if (!reference.startsWith("#")) {
            return MissingNode.getInstance();
        }
        try {
            return root.at(JsonPointer.compile(reference.substring(1)));
        } catch (IllegalArgumentException noPointer) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode choice(JsonNode choices) {
        for (JsonNode one : choices) {
            if (!one.path("type").asText().equals("null")) {
                return one;
            }
        }
        return choices.path(0);
    }

    /** Both in one: properties and required names of both, of anything else the first word said. */
    private static JsonNode merged(JsonNode base, String consumed, JsonNode more) {
        ObjectNode both = without(base, consumed);
        if (!(more instanceof ObjectNode)) {
            return both;
        }
        for (Map.Entry<String, JsonNode> field : more.properties()) {
            JsonNode own = both.get(field.getKey());
            if (own == null) {
                both.set(field.getKey(), field.getValue());
            } else if (own instanceof ObjectNode mine && field.getValue() instanceof ObjectNode theirs
                    && field.getKey().equals("properties")) {
                both.set("properties", theirs.deepCopy().setAll(mine));
            } else if (own instanceof ArrayNode mine && field.getValue() instanceof ArrayNode theirs
                    && field.getKey().equals("required")) {
                both.set("required", mine.deepCopy().addAll(theirs));
            }
        }
        return both;
    }

    private static ObjectNode without(JsonNode schema, String keyword) {
        ObjectNode copy = Json.object();
        if (schema instanceof ObjectNode object) {
            copy.setAll(object);
        }
        copy.remove(keyword);
        return copy;
    }
}
