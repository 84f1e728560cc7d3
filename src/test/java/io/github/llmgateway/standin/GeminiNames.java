package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Google's servers read a field by either of its names, {@code inline_data} or {@code inlineData}
 * (protobuf.dev/programming-guides/json); the rules know the latter alone.
 */
final class GeminiNames {

    private static final Pattern UNDERSCORE = Pattern.compile("(?<=[a-z])_([a-z])");
    /** Below these the names are the user's own. */
    private static final Set<String> FOREIGN = Set.of("args", "response", "properties", "parametersJsonSchema",
            "responseJsonSchema", "labels", "defs", "partMetadata");

    private GeminiNames() {
    }

    static JsonNode of(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = Nodes.array();
            node.forEach(each -> array.add(of(each)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = object();
        node.properties().forEach(field -> {
            String name = UNDERSCORE.matcher(field.getKey())
                    .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
            object.set(name, name.equals("properties") ? properties(field.getValue())
                    : FOREIGN.contains(name) ? field.getValue() : of(field.getValue()));
        });
        return object;
    }

    /** The names of a schema's properties stay; their schemas are read like any. */
    private static JsonNode properties(JsonNode properties) {
        ObjectNode object = object();
        properties.properties().forEach(field -> object.set(field.getKey(), of(field.getValue())));
        return object;
    }
}
