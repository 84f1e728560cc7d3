package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes {@code toolConfig} (Amazon Bedrock API reference, {@code ToolConfiguration}).
 *
 * <p>Converse cannot forbid tools, and refuses a conversation in which tools were called unless tools are defined. So
 * where the client forbids them or offers none, they are left out if the conversation is free of calls; else they are
 * defined, by name alone if need be, and the model is told in words not to call them.
 */
final class ToolWriter {

    /** Members of a definition that are written or mean nothing beside them. */
    private static final Set<String> KNOWN = Set.of("type", "function", "name", "description", "parameters",
            "input_schema", "strict", "cache_control");

    private final ChatRequest request;
    private final Family family;
    private final BlockWriter blocks;
    private final Losses losses;

    /** The client's names by those that were written instead. */
    final Map<String, String> renamed = new HashMap<>();
    /** Anthropic's own tools, which the client runs and Claude knows without a schema. */
    final ArrayNode claudesOwn = Json.MAPPER.createArrayNode();
    /** Whether the model must be told in words to call no tool. */
    boolean forbidInWords;

    ToolWriter(ChatRequest request, Family family, BlockWriter blocks, Losses losses) {
        this.request = request;
        this.family = family;
        this.blocks = blocks;
        this.losses = losses;
    }

    /** Null: no tools. */
    ObjectNode write() {
        Set<String> called = namesInHistory();
        boolean none = request.toolChoice() != null && request.toolChoice().mode() == ToolChoice.Mode.NONE;
        if (none && called.isEmpty()) {
            return null;
        }
        ArrayNode tools = Json.MAPPER.createArrayNode();
        for (int i = 0; i < request.tools().size(); i++) {
            tool(request.tools().get(i), "tools[" + i + "]", tools);
        }
        if (tools.isEmpty() && claudesOwn.isEmpty()) {
            none = !called.isEmpty();
        }
        if (tools.isEmpty()) {
            called.forEach(name -> tools.add(specification(name, null, null)));
        }
        if (tools.isEmpty()) {
            return null;
        }
        ObjectNode config = Json.object();
        config.set("tools", tools);
        if (none) {
            forbidInWords = true;
            losses.harmless("tool_choice", "Converse cannot forbid tools; the model is told in words");
        } else if (request.toolChoice() != null) {
            choice(request.toolChoice(), config);
        }
        return config;
    }

    private void tool(Tool tool, String path, ArrayNode tools) {
        if (!tool.isFunction()) {
            provided(tool, path, tools);
            return;
        }
        tools.add(specification(tool.name(), tool.description(), tool.inputSchema()));
        if (Boolean.TRUE.equals(tool.strict()) && family != Family.NOVA) {
            ((ObjectNode) tools.get(tools.size() - 1).get("toolSpec")).put("strict", true);
        }
        if (tool.raw() != null) {
            tool.raw().fieldNames().forEachRemaining(member -> {
                if (!KNOWN.contains(member)) {
                    losses.harmlessOnce("tools." + member, "not known in this format");
                }
            });
        }
        blocks.pointAfterTool(tools, tool.cacheControl());
    }

    /** A tool that Bedrock runs, or one of Anthropic's that the client runs. */
    private void provided(Tool tool, String path, ArrayNode tools) {
        String type = tool.type();
        if (type.equals("systemTool")) {
            tools.add(tool.raw());
        } else if (family == Family.CLAUDE && tool.raw() != null
                && type.matches("(bash|text_editor|computer|memory)_20\\d{6}")) {
            claudesOwn.add(tool.raw());
        } else if (tool.dispensable() || OpaqueText.harmlessTool(type)) {
            losses.harmless(path, "this tool is known to its own provider alone");
        } else {
            losses.meant(path, "this tool is known to its own provider alone");
        }
    }

    private ObjectNode specification(String name, String description, JsonNode schema) {
        String legal = Identifier.of(name);
        if (!legal.equals(name)) {
            renamed.put(legal, name);
        }
        ObjectNode tool = Json.object();
        ObjectNode specification = tool.putObject("toolSpec").put("name", legal);
        if (description != null && !description.isBlank()) {
            specification.put("description", description);
        }
        specification.putObject("inputSchema").set("json", schema(schema));
        return tool;
    }

    /** Models want a schema, and that it says it is an object. */
    private static JsonNode schema(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("type")) {
            return object;
        }
        ObjectNode typed = Json.object().put("type", "object");
        if (schema instanceof ObjectNode object && !object.isEmpty()) {
            typed.setAll(object);
        } else {
            typed.putObject("properties");
        }
        return typed;
    }

    private static void choice(ToolChoice choice, ObjectNode config) {
        ObjectNode written = config.putObject("toolChoice");
        switch (choice.mode()) {
            case REQUIRED -> written.putObject("any");
            case TOOL -> written.putObject("tool").put("name", Identifier.of(choice.name()));
            default -> written.putObject("auto");
        }
    }

    private Set<String> namesInHistory() {
        Set<String> names = new LinkedHashSet<>();
        for (ChatRequest.Message message : request.messages()) {
            for (ContentBlock block : message.content()) {
                if (block instanceof ContentBlock.ToolUse use && message.role() == ChatRequest.Role.ASSISTANT) {
                    names.add(use.name());
                }
            }
        }
        return names;
    }
}
