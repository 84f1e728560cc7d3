package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes {@code tools} and {@code tool_choice}.
 *
 * <p>Anthropic refuses a history with tool calls where no tools are defined; OpenAI's clients send such ones when they
 * want no more calls. The tools of the history are then defined by name alone and forbidden by {@code tool_choice}.
 */
final class ToolWriter {

    private final ChatRequest request;
    private final ObjectNode body;
    private final List<Loss> losses;

    ToolWriter(ChatRequest request, ObjectNode body, List<Loss> losses) {
        this.request = request;
        this.body = body;
        this.losses = losses;
    }

    void write() {
        ArrayNode tools = Json.MAPPER.createArrayNode();
        for (int i = 0; i < request.tools().size(); i++) {
            JsonNode tool = tool(request.tools().get(i), "tools[" + i + "]");
            if (tool != null) {
                tools.add(tool);
            }
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
            choice();
            return;
        }
        for (String name : namesInHistory()) {
            tools.addObject().put("name", name).set("input_schema", schema(null));
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
            body.putObject("tool_choice").put("type", "none");
        }
    }

    private JsonNode tool(Tool tool, String path) {
        if (!tool.isFunction()) {
            if (tool.raw() != null && Vocabulary.isTool(tool.type())) {
                return tool.raw();
            }
            losses.add(new Loss(path, tool.dispensable(), "Anthropic has no tool of type " + tool.type()));
            return null;
        }
        if (tool.raw() != null && tool.raw().has("input_schema")) {
            return tool.raw();
        }
        ObjectNode node = Json.object().put("name", tool.name());
        if (tool.description() != null) {
            node.put("description", tool.description());
        }
        node.set("input_schema", schema(tool.inputSchema()));
        if (tool.strict() != null) {
            node.put("strict", tool.strict());
        }
        if (tool.cacheControl() != null) {
            node.set("cache_control", tool.cacheControl());
        }
        return node;
    }

    /** Anthropic wants a schema, and that it says it is an object. */
    private static JsonNode schema(JsonNode schema) {
        if (!(schema instanceof ObjectNode object) || object.isEmpty()) {
            ObjectNode empty = Json.object().put("type", "object");
            empty.putObject("properties");
            return empty;
        }
        if (object.has("type")) {
            return object;
        }
        ObjectNode typed = Json.object().put("type", "object");
        typed.setAll(object);
        return typed;
    }

    private void choice() {
        ToolChoice choice = request.toolChoice();
        boolean one = Boolean.FALSE.equals(request.parallelTools());
        if (choice == null && !one) {
            return;
        }
        ToolChoice.Mode mode = choice == null ? ToolChoice.Mode.AUTO : choice.mode();
        ObjectNode node = body.putObject("tool_choice").put("type", switch (mode) {
            case AUTO -> "auto";
            case NONE -> "none";
            case REQUIRED -> "any";
            case TOOL -> "tool";
        });
        if (mode == ToolChoice.Mode.TOOL) {
            node.put("name", choice.name());
        }
        if (request.parallelTools() != null && mode != ToolChoice.Mode.NONE) {
            node.put("disable_parallel_tool_use", one);
        }
    }

    private Set<String> namesInHistory() {
        Set<String> names = new LinkedHashSet<>();
        for (ChatRequest.Message message : request.messages()) {
            for (ContentBlock block : message.content()) {
                if (block instanceof ContentBlock.ToolUse use) {
                    names.add(use.name());
                }
            }
        }
        return names;
    }
}
