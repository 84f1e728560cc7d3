package io.github.llmgateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** JSON with a value of a wrong type somewhere. */
public final class Mutations {

    private static final List<String> VALUES =
            List.of("null", "1", "-1.5e3", "\"x\"", "\"\"", "[]", "{}", "true", "[{}]", "{\"type\":\"text\"}");

    private final Random random;

    public Mutations(Random random) {
        this.random = random;
    }

    /** A copy in which one value has become another. */
    public JsonNode of(JsonNode original) {
        JsonNode root = original.deepCopy();
        List<Runnable> changes = new ArrayList<>();
        JsonNode value = Json.parse(VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8));
        collect(root, value, changes);
        if (!changes.isEmpty()) {
            changes.get(random.nextInt(changes.size())).run();
        }
        return root;
    }

    private static void collect(JsonNode node, JsonNode value, List<Runnable> changes) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                changes.add(() -> object.set(field.getKey(), value));
                collect(field.getValue(), value, changes);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                changes.add(() -> array.set(index, value));
                collect(array.get(i), value, changes);
            }
        }
    }
}
