package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ChatRequest.ToolChoice.Mode;
import io.github.llmgateway.chat.Failure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the tools of a request, those that the client runs and Google's own, and the choice among them. */
final class ToolReader {

    private ToolReader() {
    }

    static List<Tool> tools(JsonNode request) throws Failure {
        List<Tool> tools = new ArrayList<>();
        JsonNode list = Fields.list(request, "tools");
        for (int i = 0; i < list.size(); i++) {
            String path = "tools[" + i + "]";
            if (!list.get(i).isObject()) {
                throw Fields.wrong(list.get(i), path, "an object");
            }
            tool(list.get(i), path, tools);
        }
        return tools;
    }

    private static void tool(JsonNode tool, String path, List<Tool> tools) throws Failure {
        JsonNode functions = Fields.list(tool, "functionDeclarations");
        for (int i = 0; i < functions.size(); i++) {
            String at = path + ".functionDeclarations[" + i + "]";
            if (!functions.get(i).isObject()) {
                throw Fields.wrong(functions.get(i), at, "an object");
            }
            tools.add(function(functions.get(i), at));
        }
        Iterator<Map.Entry<String, JsonNode>> members = tool.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            String type = Fields.camel(member.getKey());
            if (!type.equals("functionDeclarations") && !member.getValue().isNull()) {
                tools.add(new Tool(type, type, null, null, null, null, member.getValue()));
            }
        }
    }

    private static Tool function(JsonNode function, String path) throws Failure {
        JsonNode schema = Fields.object(function, "parametersJsonSchema", path);
        JsonNode older = Fields.object(function, "parameters", path);
        if (schema == null && older != null) {
            schema = OpenApiSchema.toJsonSchema(older);
        }
        String description = Fields.string(function, "description", path);
        return new Tool("function", Fields.demandString(function, "name", path),
                "".equals(description) ? null : description, schema, null, null, null);
    }

    /**
     * The choice. What has no neutral word ({@code VALIDATED}, several allowed names) goes to the extras besides, with
     * the rest of {@code toolConfig}.
     */
    static ToolChoice choice(JsonNode request, Map<String, JsonNode> extras) throws Failure {
        JsonNode config = Fields.object(request, "toolConfig", "");
        if (config == null) {
            return null;
        }
        JsonNode calling = Fields.object(config, "functionCallingConfig", "toolConfig");
        String path = "toolConfig.functionCallingConfig";
        String mode = calling == null ? null : Fields.string(calling, "mode", path);
        JsonNode allowed = calling == null ? null : Fields.list(calling, "allowedFunctionNames");
        boolean one = allowed != null && allowed.size() == 1 && allowed.get(0).isTextual();
        boolean said = config.size() <= (calling == null ? 0 : 1) && (allowed == null || allowed.size() < 2)
                && !"VALIDATED".equalsIgnoreCase(mode);
        if (!said) {
            extras.put("toolConfig", config);
        }
        return switch (mode == null ? "" : mode.toUpperCase(Locale.ROOT)) {
            case "AUTO", "VALIDATED" -> new ToolChoice(Mode.AUTO, null);
            case "NONE" -> new ToolChoice(Mode.NONE, null);
            case "ANY" -> one ? new ToolChoice(Mode.TOOL, allowed.get(0).textValue())
                    : new ToolChoice(Mode.REQUIRED, null);
            case "", "MODE_UNSPECIFIED" -> null;
            default -> throw Failure.badRequest(path + ".mode: must be one of AUTO, ANY, NONE and VALIDATED.",
                    path + ".mode");
        };
    }
}
