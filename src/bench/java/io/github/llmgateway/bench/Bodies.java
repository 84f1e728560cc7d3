package io.github.llmgateway.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * Request bodies in the shape of a coding agent's: three system blocks, tools with JSON schemas, a conversation of tool
 * calls and their results. The same size gives the same bytes on every machine.
 */
final class Bodies {

    private static final int SYSTEM_LIMIT = 16 * 1024;
    private static final int TOOLS_LIMIT = 40 * 1024;

    private final Prose prose = new Prose(42);

    private Bodies() {
    }

    /** A Messages request to {@code model} of exactly {@code size} bytes, of at least 1,000. */
    static byte[] messages(String model, int size, Script script) {
        return new Bodies().build(model, size, script);
    }

    private byte[] build(String model, int size, Script script) {
        JsonArray system = new JsonArray();
        JsonArray tools = new JsonArray();
        JsonArray messages = new JsonArray();
        JsonObject body = new JsonObject()
                .put("model", model)
                .put("max_tokens", 32_000)
                .put("stream", script.streams())
                .put("metadata", new JsonObject().put("user_id", "bench"))
                .put("system", system)
                .put("tools", tools)
                .put("messages", messages);

        system.add(text("You are a coding agent. " + script.written())).add(text(prose.sentence(40)));
        system.add(cached(text(prose.paragraphs(Math.min(size / 5, SYSTEM_LIMIT) - 100))));
        int toolBytes = Math.min(size / 2, TOOLS_LIMIT);
        do {
            tools.add(tool(tools.size()));
        } while (length(tools) < toolBytes - 1_000);
        messages.add(message("user", text(prose.sentence(60))));
        for (int turn = 0; length(body) < size - 8_000; turn++) {
            addTurn(messages, turn);
        }
        JsonObject last = text("");
        messages.add(message("user", last));
        last.put("text", prose.sentence(size - length(body)));
        return bytes(body, size);
    }

    private JsonObject tool(int number) {
        JsonObject properties = new JsonObject();
        for (int i = 0; i < 1 + number % 5; i++) {
            properties.put("field_" + i, new JsonObject()
                    .put("type", i % 2 == 0 ? "string" : "integer")
                    .put("description", prose.sentence(number == 0 ? 20 : 90)));
        }
        return new JsonObject()
                .put("name", "Tool" + number)
                .put("description", number == 0 ? prose.sentence(40) : prose.paragraphs(1_500))
                .put("input_schema", new JsonObject()
                        .put("type", "object")
                        .put("properties", properties)
                        .put("required", new JsonArray().add("field_0"))
                        .put("additionalProperties", false));
    }

    private void addTurn(JsonArray messages, int turn) {
        String id = "toolu_bench_" + turn;
        messages.add(message("assistant", text(prose.sentence(200)), new JsonObject()
                .put("type", "tool_use")
                .put("id", id)
                .put("name", "Tool" + turn % 4)
                .put("input", new JsonObject().put("field_0", "src/main/File" + turn + ".java").put("field_1", turn))));
        messages.add(message("user", new JsonObject()
                .put("type", "tool_result")
                .put("tool_use_id", id)
                .put("content", prose.source(2_000 + 1_000 * (turn % 4)))));
    }

    private static JsonObject message(String role, JsonObject... blocks) {
        JsonArray content = new JsonArray();
        for (JsonObject block : blocks) {
            content.add(block);
        }
        return new JsonObject().put("role", role).put("content", content);
    }

    private static JsonObject text(String text) {
        return new JsonObject().put("type", "text").put("text", text);
    }

    private static JsonObject cached(JsonObject block) {
        return block.put("cache_control", new JsonObject().put("type", "ephemeral"));
    }

    private static int length(Object json) {
        return json.toString().length();
    }

    private static byte[] bytes(JsonObject body, int size) {
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        if (bytes.length != size) {
            throw new IllegalArgumentException("a body of " + size + " bytes came out as " + bytes.length);
        }
        return bytes;
    }
}
