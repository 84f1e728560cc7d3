package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Reduces a JSON Schema to what {@code responseJsonSchema} is documented to know (ai.google.dev/api/generate-content,
 * GenerationConfig) and to the bounds that Google's {@code Schema} has besides; {@code parametersJsonSchema} takes the
 * same. References are put in place, for beside one nothing else may stand and cycles are taken in few places. What
 * cannot change what a schema allows goes silently, all else is named.
 */
final class SchemaWriter {

    /** What goes as it is. */
    private static final Set<String> PLAIN = Set.of("title", "description", "minItems", "maxItems", "minimum",
            "maximum", "minLength", "maxLength", "pattern", "minProperties", "maxProperties", "default");
    /** Formats that Google knows; all others are notes to the reader, as JSON Schema itself takes them. */
    private static final Set<String> FORMATS = Set.of("date-time", "date", "time", "float", "double", "int32", "int64");
    /** What is no constraint. */
    private static final Set<String> NOTES = Set.of("$schema", "$id", "$anchor", "$comment", "$defs", "$vocabulary",
            "definitions", "examples", "example", "deprecated", "readOnly", "writeOnly", "nullable", "cache_control",
            "contentEncoding", "contentMediaType", "propertyOrdering", "strict", "const", "exclusiveMinimum",
            "exclusiveMaximum", "unevaluatedProperties");
    /** A schema that refers to itself in many places would grow without end. */
    private static final int MOST_NODES = 20_000;

    private final JsonNode root;
    private final String field;
    private final List<Loss> losses;
    /** References that are being put in place. */
    private final Deque<String> inside = new ArrayDeque<>();
    private int nodes;

    private SchemaWriter(JsonNode root, String field, List<Loss> losses) {
        this.root = root;
        this.field = field;
        this.losses = losses;
    }

    /** The reduced schema. {@code field}: whose it is, for what is lost. */
    static ObjectNode write(JsonNode schema, String field, List<Loss> losses) {
        return new SchemaWriter(schema, field, losses).reduce(schema);
    }

    private ObjectNode reduce(JsonNode schema) {
        ObjectNode written = Json.object();
        if (!schema.isObject() || ++nodes > MOST_NODES) {
            // "true" allows everything, as an empty schema does.
            if (nodes > MOST_NODES || schema.isBoolean() && !schema.booleanValue()) {
                lose(nodes > MOST_NODES ? "$ref" : "false");
            }
            return written;
        }
        if (schema.path("$ref").isTextual()) {
            reference(schema, written);
        }
        schema.fields().forEachRemaining(member -> member(member.getKey(), member.getValue(), schema, written));
        return written;
    }

    private void reference(JsonNode schema, ObjectNode written) {
        String reference = schema.get("$ref").textValue();
        JsonNode target = reference.startsWith("#") ? at(reference.substring(1)) : null;
        if (target == null || inside.contains(reference)) {
            JsonNode type = target == null ? null : target.get("type");
            if (type != null) {
                written.set("type", type);
            }
            lose("$ref");
            return;
        }
        inside.push(reference);
        written.setAll(reduce(target));
        inside.pop();
    }

    private JsonNode at(String pointer) {
        try {
            JsonNode found = pointer.isEmpty() ? root : root.at(pointer);
            return found.isMissingNode() ? null : found;
        } catch (IllegalArgumentException noPointer) {
            return null;
        }
    }

    private void member(String name, JsonNode value, JsonNode schema, ObjectNode written) {
        switch (name) {
            case "type" -> written.set(name, value);
            case "properties" -> {
                ObjectNode properties = written.withObjectProperty(name);
                value.fields().forEachRemaining(each -> properties.set(each.getKey(), reduce(each.getValue())));
            }
            case "additionalProperties" -> written.set(name, value.isObject() ? reduce(value) : value);
            case "items" -> {
                if (value.isArray()) {
                    list("prefixItems", value, written);
                } else {
                    written.set(name, reduce(value));
                }
            }
            case "prefixItems", "anyOf" -> list(name, value, written);
            // Documented to mean the same there.
            case "oneOf" -> list("anyOf", value, written);
            case "allOf" -> value.forEach(part -> merge(reduce(part), written));
            case "required" -> {
                ArrayNode required = written.withArrayProperty(name);
                value.forEach(required::add);
            }
            case "enum" -> choices(value, written);
            case "format" -> {
                if (FORMATS.contains(value.asText())) {
                    written.set(name, value);
                }
            }
            default -> other(name, value, schema, written);
        }
    }

    private void other(String name, JsonNode value, JsonNode schema, ObjectNode written) {
        if (PLAIN.contains(name)) {
            written.set(name, value);
        } else if (name.equals("const")) {
            choices(Json.MAPPER.createArrayNode().add(value), written);
        } else if (name.startsWith("exclusive") && value.isNumber()) {
            exclusive(name, value, schema.path("type").asText().equals("integer"), written);
        } else if (!NOTES.contains(name) && !name.equals("$ref") && !name.startsWith("x-")) {
            lose(name);
        }
    }

    /** Of whole numbers "more than 3" is "4 or more". */
    private void exclusive(String name, JsonNode value, boolean integer, ObjectNode written) {
        boolean least = name.equals("exclusiveMinimum");
        if (integer && value.isIntegralNumber() && value.canConvertToLong()) {
            written.put(least ? "minimum" : "maximum", value.longValue() + (least ? 1 : -1));
        } else {
            written.set(least ? "minimum" : "maximum", value);
            lose(name);
        }
    }

    private void list(String name, JsonNode value, ObjectNode written) {
        ArrayNode list = written.withArrayProperty(name);
        value.forEach(each -> list.add(reduce(each)));
    }

    /** Strings and numbers are taken; null is said by the type. */
    private void choices(JsonNode values, ObjectNode written) {
        ArrayNode taken = Json.MAPPER.createArrayNode();
        boolean other = false;
        boolean nothing = false;
        for (JsonNode value : values) {
            if (value.isTextual() || value.isNumber()) {
                taken.add(value);
            } else {
                nothing |= value.isNull();
                other |= !value.isNull();
            }
        }
        if (other) {
            // Both truth values are what a boolean has anyway.
            if (values.size() != 2 || taken.size() > 0 || nothing) {
                lose("enum");
            }
        } else if (!taken.isEmpty()) {
            written.set("enum", taken);
        } else if (nothing) {
            written.put("type", "null");
        }
    }

    private static void merge(ObjectNode part, ObjectNode into) {
        part.fields().forEachRemaining(member -> {
            JsonNode there = into.get(member.getKey());
            if (there instanceof ObjectNode object && member.getValue() instanceof ObjectNode more) {
                object.setAll(more);
            } else if (there instanceof ArrayNode array && member.getKey().equals("required")) {
                array.addAll((ArrayNode) member.getValue().deepCopy());
            } else {
                into.set(member.getKey(), member.getValue());
            }
        });
    }

    private void lose(String keyword) {
        String what = field + "." + keyword;
        if (losses.stream().noneMatch(loss -> loss.field().equals(what))) {
            losses.add(new Loss(what, true, "Gemini's schemas do not have it"));
        }
    }
}
