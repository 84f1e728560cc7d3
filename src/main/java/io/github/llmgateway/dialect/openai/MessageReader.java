package io.github.llmgateway.dialect.openai;

import static io.github.llmgateway.dialect.openai.Fields.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the messages of a request: system messages before the first turn become the system, tool messages in a row
 * become one user message of results.
 */
final class MessageReader {

    /**
     * Members that are read, or that a provider wrote into its answer for the client's eyes and that mean nothing when
     * they come back.
     */
    private static final Set<String> KNOWN = Set.of("role", "content", "refusal", "tool_calls", "tool_call_id",
            "function_call", "reasoning_content", "reasoning", "reasoning_details", "thinking_blocks", "cache_control",
            "annotations", "citations", "provider_specific_fields", "executed_tools", "channel");

    private final Map<String, JsonNode> extras;
    private final List<ContentBlock> system = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<ContentBlock> results = new ArrayList<>();
    /** Ids made up for calls in the old format, by function, for the answer that follows. */
    private final Map<String, String> functionCalls = new HashMap<>();

    MessageReader(Map<String, JsonNode> extras) {
        this.extras = extras;
    }

    List<ContentBlock> system() {
        return system;
    }

    List<Message> messages() {
        return messages;
    }

    void read(JsonNode list) throws Failure {
        for (int i = 0; i < list.size(); i++) {
            String path = "messages[" + i + "]";
            JsonNode message = list.get(i);
            if (!message.isObject()) {
                throw Fields.wrong(message, path, "an object");
            }
            message(message, path);
            keepUnknown(message, path);
        }
        flushResults();
    }

    private void message(JsonNode message, String path) throws Failure {
        String role = Fields.demandString(message, "role", path);
        switch (role) {
            case "tool" -> results.add(toolResult(message, path));
            case "function" -> results.add(functionResult(message, path));
            case "system", "developer" -> {
                flushResults();
                List<ContentBlock> blocks = content(message, path);
                if (messages.isEmpty()) {
                    system.addAll(blocks);
                } else {
                    messages.add(new Message(Role.SYSTEM, blocks));
                }
            }
            case "user" -> {
                flushResults();
                messages.add(new Message(Role.USER, content(message, path)));
            }
            case "assistant" -> {
                flushResults();
                messages.add(new Message(Role.ASSISTANT, assistant(message, path)));
            }
            default -> throw Fields.invalid(path + ".role",
                    "one of 'system', 'developer', 'user', 'assistant', 'tool' and 'function'");
        }
    }

    private void flushResults() {
        if (!results.isEmpty()) {
            messages.add(new Message(Role.USER, results));
            results.clear();
        }
    }

    /** The content as blocks; a mark on the message itself goes to its last text. */
    private static List<ContentBlock> content(JsonNode message, String path) throws Failure {
        List<ContentBlock> blocks = PartReader.content(get(message, "content"), path + ".content");
        JsonNode mark = get(message, "cache_control");
        int last = blocks.size() - 1;
        if (mark != null && last >= 0 && blocks.get(last) instanceof Text text && text.cacheControl() == null) {
            blocks.set(last, new Text(text.text(), mark, text.citations()));
        }
        return blocks;
    }

    private List<ContentBlock> assistant(JsonNode message, String path) throws Failure {
        List<ContentBlock> blocks = new ArrayList<>(ThinkingFields.read(message));
        blocks.addAll(content(message, path));
        String refusal = Fields.string(message, "refusal", path);
        if (refusal != null) {
            blocks.add(new ContentBlock.Refused(refusal));
        }
        JsonNode calls = Fields.list(message, "tool_calls", path);
        for (int i = 0; calls != null && i < calls.size(); i++) {
            GoogleSignature.read(calls.get(i), blocks);
            blocks.add(toolUse(calls.get(i), path + ".tool_calls[" + i + "]"));
        }
        JsonNode call = Fields.object(message, "function_call", path);
        if (call != null) {
            String name = Fields.demandString(call, "name", path + ".function_call");
            String id = "call_" + name + "_" + messages.size();
            functionCalls.put(name, id);
            blocks.add(new ToolUse(id, name, ToolInput.read(get(call, "arguments")), null));
        }
        return blocks;
    }

    private static ToolUse toolUse(JsonNode call, String path) throws Failure {
        if (!call.isObject()) {
            throw Fields.wrong(call, path, "an object");
        }
        String id = Fields.demandString(call, "id", path);
        JsonNode custom = Fields.object(call, "custom", path);
        if (custom != null) {
            String input = Fields.string(custom, "input", path + ".custom");
            return new ToolUse(id, Fields.demandString(custom, "name", path + ".custom"),
                    Json.object().put("input", input).toString(), get(call, "cache_control"));
        }
        JsonNode function = Fields.demandObject(call, "function", path);
        return new ToolUse(id, Fields.demandString(function, "name", path + ".function"),
                ToolInput.read(get(function, "arguments")), get(call, "cache_control"));
    }

    private static ToolResult toolResult(JsonNode message, String path) throws Failure {
        String id = Fields.demandString(message, "tool_call_id", path);
        return new ToolResult(id, PartReader.content(get(message, "content"), path + ".content"), false,
                get(message, "cache_control"));
    }

    private ToolResult functionResult(JsonNode message, String path) throws Failure {
        String name = Fields.demandString(message, "name", path);
        return new ToolResult(functionCalls.getOrDefault(name, "call_" + name),
                PartReader.content(get(message, "content"), path + ".content"), false, null);
    }

    private void keepUnknown(JsonNode message, String path) {
        // The name of a tool message repeats what the call says.
        boolean answer = message.has("tool_call_id") || "function".equals(message.path("role").asText());
        message.fields().forEachRemaining(field -> {
            String name = field.getKey();
            if (!KNOWN.contains(name) && !field.getValue().isNull() && !(answer && name.equals("name"))) {
                extras.put(path + "." + name, field.getValue());
            }
        });
    }
}
