package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the tools of a request and the choice among them. */
final class ToolWriter {

    /** Google's own (ai.google.dev/api/caching#Tool and Vertex AI's reference). */
    private static final Set<String> OWN = Set.of("googleSearch", "googleSearchRetrieval", "codeExecution",
            "urlContext", "fileSearch", "googleMaps", "computerUse", "retrieval", "enterpriseWebSearch", "mcpServers",
            "parallelAiSearch");

    private final List<Loss> losses;
    private final Map<String, String> renamed = new HashMap<>();

    ToolWriter(List<Loss> losses) {
        this.losses = losses;
    }

    /** The client's names by those that were written instead. */
    Map<String, String> renamed() {
        return renamed;
    }

    void write(ChatRequest request, ObjectNode body) {
        ArrayNode functions = Json.MAPPER.createArrayNode();
        List<ObjectNode> others = new ArrayList<>();
        for (Tool tool : request.tools()) {
            if (tool.isFunction() || tool.raw() == null) {
                functions.add(function(tool));
            } else if (OWN.contains(tool.type())) {
                others.add(Json.object().set(tool.type(), tool.raw()));
            } else {
                losses.add(new Loss("tools." + tool.type(),
                        tool.dispensable() || OpaqueText.harmlessTool(tool.type()),
                        "this tool is known to its own provider alone"));
            }
        }
        if (functions.isEmpty() && others.isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        if (!functions.isEmpty()) {
            tools.addObject().set("functionDeclarations", functions);
        }
        tools.addAll(others);
        config(request, !functions.isEmpty(), body);
        if (Boolean.FALSE.equals(request.parallelTools())) {
            lose("parallel_tool_calls", "Gemini decides itself how many tools it calls at once");
        }
    }

    private ObjectNode function(Tool tool) {
        String name = ToolName.of(tool.name());
        if (!name.equals(tool.name())) {
            renamed.put(name, tool.name());
        }
        // Google demands a description, if only an empty one.
        ObjectNode function = Json.object().put("name", name)
                .put("description", tool.description() == null ? "" : tool.description());
        if (tool.inputSchema() != null && !tool.inputSchema().isEmpty()) {
            ObjectNode schema = SchemaWriter.write(tool.inputSchema(), "tools", losses);
            if (!schema.has("type") && !schema.has("anyOf")) {
                schema.put("type", "object");
            }
            function.set("parametersJsonSchema", schema);
        }
        if (Boolean.TRUE.equals(tool.strict())) {
            lose("tools.strict", "Gemini holds itself to schemas by the mode VALIDATED alone");
        }
        return function;
    }

    private void config(ChatRequest request, boolean functions, ObjectNode body) {
        JsonNode own = request.extras().get("toolConfig");
        if (own != null) {
            body.set("toolConfig", own);
            return;
        }
        JsonNode allowed = request.extras().get("tool_choice");
        ToolChoice choice = request.toolChoice();
        if (choice == null || !functions) {
            return;
        }
        ObjectNode calling = body.putObject("toolConfig").putObject("functionCallingConfig");
        switch (choice.mode()) {
            case AUTO -> calling.put("mode", "AUTO");
            case NONE -> calling.put("mode", "NONE");
            case REQUIRED -> calling.put("mode", "ANY");
            case TOOL -> calling.put("mode", "ANY").putArray("allowedFunctionNames").add(ToolName.of(choice.name()));
        }
        if (allowed != null && choice.mode() != ToolChoice.Mode.NONE) {
            allowed(allowed, calling);
        }
    }

    /** OpenAI's {@code allowed_tools}. With AUTO no names may be given; VALIDATED is the mode that also allows text. */
    private static void allowed(JsonNode choice, ObjectNode calling) {
        JsonNode own = choice.path("tools");
        JsonNode list = own.isArray() ? own : choice.path("allowed_tools").path("tools");
        ArrayNode names = Json.MAPPER.createArrayNode();
        for (JsonNode tool : list) {
            String name = tool.path("name").asText(tool.path("function").path("name").asText());
            if (!name.isEmpty()) {
                names.add(ToolName.of(name));
            }
        }
        if (!names.isEmpty()) {
            calling.set("allowedFunctionNames", names);
            if (calling.path("mode").asText().equals("AUTO")) {
                calling.put("mode", "VALIDATED");
            }
        }
    }

    private void lose(String field, String reason) {
        if (losses.stream().noneMatch(loss -> loss.field().equals(field))) {
            losses.add(new Loss(field, true, reason));
        }
    }
}
