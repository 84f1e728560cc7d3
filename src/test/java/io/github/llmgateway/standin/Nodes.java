package io.github.llmgateway.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** JSON in few words. */
final class Nodes {

    private Nodes() {
    }

    /** The elements of an array, or the values of an object. */
    static Stream<JsonNode> each(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    /** Every node below one, itself first. */
    static Stream<JsonNode> deep(JsonNode node) {
        return Stream.concat(Stream.of(node), each(node).flatMap(Nodes::deep));
    }

    /** Whether an object has no field but these. */
    static boolean only(JsonNode object, Set<String> fields) {
        return keys(object).stream().allMatch(fields::contains);
    }

    static Set<String> keys(JsonNode object) {
        Set<String> keys = new HashSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    static String type(JsonNode node) {
        return node.path("type").asText();
    }

    /** Whether a field is absent or as demanded. */
    static boolean optional(JsonNode node, Predicate<JsonNode> right) {
        return node.isMissingNode() || node.isNull() || right.test(node);
    }

    static boolean within(JsonNode number, double least, double most) {
        return optional(number, n -> n.isNumber() && n.asDouble() >= least && n.asDouble() <= most);
    }

    static boolean distinct(Stream<String> names) {
        Set<String> seen = new HashSet<>();
        return names.allMatch(seen::add);
    }

    static Set<String> plus(Collection<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    static JsonNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** An object of pairs of name and value; a value that is null is left out. */
    static ObjectNode object(Object... pairs) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                object.set((String) pairs[i], node(pairs[i + 1]));
            }
        }
        return object;
    }

    /** An array of those that are not null. */
    static ArrayNode array(Object... values) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        Stream.of(values).filter(Objects::nonNull).forEach(value -> array.add(node(value)));
        return array;
    }

    /** JSON's own null. */
    static JsonNode none() {
        return Json.MAPPER.nullNode();
    }

    private static JsonNode node(Object value) {
        return value instanceof Collection<?> some ? array(some.toArray()) : Json.MAPPER.valueToTree(value);
    }
}
