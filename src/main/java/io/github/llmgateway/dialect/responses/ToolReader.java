package io.github.llmgateway.dialect.responses;

import static io.github.llmgateway.dialect.openai.Fields.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.openai.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code tools} and {@code tool_choice}. Where a choice allows some of the tools only, the others are left out:
 * listing what may not be called serves nothing but OpenAI's prompt cache.
 */
final class ToolReader {

    private final List<Tool> tools = new ArrayList<>();
    private ToolChoice choice;

    ToolReader(JsonNode body) throws Failure {
        JsonNode list = Fields.list(body, "tools", "");
        for (int i = 0; list != null && i < list.size(); i++) {
            tool(list.get(i), null, "tools[" + i + "]");
        }
        JsonNode chosen = get(body, "tool_choice");
        if (chosen != null) {
            choose(chosen);
        }
        boolean forced = choice != null && choice.mode() == ToolChoice.Mode.REQUIRED;
        if (forced && !tools.isEmpty() && tools.stream().allMatch(Tool::dispensable)) {
            throw Failure.badRequest("tool_choice: a tool is demanded, and all that are offered are run by"
                    + " OpenAI, where the model asked for is not.", "tool_choice");
        }
    }

    List<Tool> tools() {
        return tools;
    }

    /** Null: not said. */
    ToolChoice choice() {
        return choice;
    }

    private void tool(JsonNode tool, String namespace, String path) throws Failure {
        if (!tool.isObject()) {
            throw Fields.wrong(tool, path, "an object");
        }
        String type = Fields.demandString(tool, "type", path);
        switch (type) {
            case "function" -> tools.add(new Tool(type,
                    Namespace.join(namespace, Fields.demandString(tool, "name", path)),
                    Fields.string(tool, "description", path), Fields.object(tool, "parameters", path),
                    Fields.bool(tool, "strict", path), null, null));
            case FreeformTool.TYPE -> tools.add(FreeformTool.read(tool, path));
            case Namespace.TYPE -> {
                String name = Fields.demandString(tool, "name", path);
                JsonNode members = Fields.list(tool, "tools", path);
                for (int i = 0; members != null && i < members.size(); i++) {
                    tool(members.get(i), name, path + ".tools[" + i + "]");
                }
            }
            default -> tools.add(new Tool(type, Fields.string(tool, "name", path), null, null, null, null, tool));
        }
    }

    private void choose(JsonNode chosen) throws Failure {
        if (chosen.isTextual()) {
            choice = new ToolChoice(mode(chosen.textValue(), "tool_choice"), null);
            return;
        }
        if (!chosen.isObject()) {
            throw Fields.wrong(chosen, "tool_choice", "a string or an object");
        }
        String type = Fields.demandString(chosen, "type", "tool_choice");
        switch (type) {
            case "function", FreeformTool.TYPE ->
                choice = new ToolChoice(ToolChoice.Mode.TOOL, Fields.demandString(chosen, "name", "tool_choice"));
            case "allowed_tools" -> allow(chosen);
            default -> throw Failure.badRequest("tool_choice: a tool of type '" + type + "' is run by OpenAI, and the"
                    + " model asked for is not there.", "tool_choice");
        }
    }

    private void allow(JsonNode chosen) throws Failure {
        JsonNode list = Fields.list(chosen, "tools", "tool_choice");
        if (list == null) {
            throw Fields.missing("tool_choice.tools");
        }
        Set<String> allowed = new HashSet<>();
        for (JsonNode each : list) {
            allowed.add(each.path("name").asText(each.path("type").asText()));
        }
        tools.removeIf(tool -> !allowed.contains(tool.name() == null ? tool.type() : tool.name()));
        choice = new ToolChoice(mode(Fields.demandString(chosen, "mode", "tool_choice"), "tool_choice.mode"), null);
    }

    private static ToolChoice.Mode mode(String choice, String path) throws Failure {
        return switch (choice) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required" -> ToolChoice.Mode.REQUIRED;
            default -> throw Fields.invalid(path, "one of 'none', 'auto' and 'required'");
        };
    }
}
