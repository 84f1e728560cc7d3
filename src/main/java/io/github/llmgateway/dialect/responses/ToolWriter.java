package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import io.github.llmgateway.dialect.openai.ToolName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes {@code tools} and {@code tool_choice}, and knows which tools take free text. */
final class ToolWriter {

    /** Tools that OpenAI defines (API reference, {@code tools}); Anthropic's types carry a date. */
    private static final Set<String> HOSTED = Set.of("web_search", "web_search_preview", "web_search_2025_08_26",
            "web_search_preview_2025_03_11", "file_search", "code_interpreter", "computer_use_preview", "computer",
            "image_generation", "mcp", "local_shell", "shell", "apply_patch", "tool_search",
            "programmatic_tool_calling");

    private final ChatRequest request;
    private final List<Loss> losses;
    private final Map<String, String> renamed = new HashMap<>();
    private final Set<String> freeform = new HashSet<>();

    ToolWriter(ChatRequest request, List<Loss> losses) {
        this.request = request;
        this.losses = losses;
        for (Tool tool : request.tools()) {
            if (FreeformTool.raw(tool) != null) {
                freeform.add(tool.name());
            }
        }
    }

    /** The client's names by those that were written. */
    Map<String, String> renamed() {
        return renamed;
    }

    boolean freeform(String name) {
        return freeform.contains(name);
    }

    void write(ObjectNode body) {
        ArrayNode tools = Json.MAPPER.createArrayNode();
        for (int i = 0; i < request.tools().size(); i++) {
            Tool tool = request.tools().get(i);
            JsonNode custom = FreeformTool.raw(tool);
            if (custom != null) {
                tools.add(custom);
            } else if (tool.isFunction() || tool.raw() == null) {
                tools.add(function(tool));
            } else if (HOSTED.contains(tool.type())) {
                tools.add(tool.raw());
            } else {
                losses.add(new Loss("tools." + tool.type(), OpaqueText.harmlessTool(tool.type()),
                        "this tool is known to its own provider alone"));
            }
        }
        if (tools.isEmpty()) {
            return;
        }
        body.set("tools", tools);
        if (request.toolChoice() != null) {
            choice(request.toolChoice(), body);
        }
        if (request.parallelTools() != null) {
            body.put("parallel_tool_calls", request.parallelTools());
        }
    }

    /** Unless told, this API holds a function's input to its schema and refuses most schemas for it. */
    private ObjectNode function(Tool tool) {
        String name = ToolName.of(tool.name());
        if (!name.equals(tool.name())) {
            renamed.put(name, tool.name());
        }
        ObjectNode function = Json.object().put("type", "function").put("name", name);
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        JsonNode schema = tool.inputSchema();
        if (schema == null || schema.isEmpty()) {
            schema = Json.object().put("type", "object").set("properties", Json.object());
        }
        function.set("parameters", schema);
        return function.put("strict", Boolean.TRUE.equals(tool.strict()));
    }

    private void choice(ToolChoice choice, ObjectNode body) {
        switch (choice.mode()) {
            case AUTO -> body.put("tool_choice", "auto");
            case NONE -> body.put("tool_choice", "none");
            case REQUIRED -> body.put("tool_choice", "required");
            case TOOL -> body.putObject("tool_choice").put("type", freeform(choice.name()) ? "custom" : "function")
                    .put("name", ToolName.of(choice.name()));
        }
    }

    /** Chat Completions' choice of some tools, its objects one level up. */
    static void allow(JsonNode choice, ObjectNode body) {
        JsonNode chats = choice.path("allowed_tools").isObject() ? choice.get("allowed_tools") : choice;
        ObjectNode written = Json.object().put("type", "allowed_tools").put("mode", chats.path("mode").asText("auto"));
        ArrayNode tools = written.putArray("tools");
        for (JsonNode tool : chats.path("tools")) {
            String type = tool.path("type").asText("function");
            String name = tool.path(type).path("name").asText(tool.path("name").asText(""));
            tools.addObject().put("type", type).put("name", ToolName.of(name));
        }
        body.set("tool_choice", written);
    }
}
