package io.github.llmgateway.dialect.responses;

import static io.github.llmgateway.dialect.openai.Fields.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.openai.Fields;
import io.github.llmgateway.dialect.openai.ToolInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code input}: items of one author in a row become one message, in their order, so that reasoning stands before
 * the call it belongs to. System messages before the first turn join the system.
 */
final class ItemReader {

    private final List<ContentBlock> system;
    private final List<Message> messages = new ArrayList<>();
    private final List<ContentBlock> pending = new ArrayList<>();
    private Role author;

    /** {@code system}: what stands before the first message already. */
    ItemReader(List<ContentBlock> system) {
        this.system = system;
    }

    List<ContentBlock> system() {
        return system;
    }

    List<Message> messages() {
        return messages;
    }

    void read(JsonNode input) throws Failure {
        if (input == null) {
            throw Fields.missing("input");
        }
        if (input.isTextual()) {
            add(Role.USER, new Text(input.textValue()));
        } else if (!input.isArray()) {
            throw Fields.wrong(input, "input", "a string or a list of objects");
        }
        for (int i = 0; i < input.size(); i++) {
            String path = "input[" + i + "]";
            if (!input.get(i).isObject()) {
                throw Fields.wrong(input.get(i), path, "an object");
            }
            item(input.get(i), path);
        }
        flush();
    }

    private void item(JsonNode item, String path) throws Failure {
        String type = item.hasNonNull("type") || !item.hasNonNull("role")
                ? Fields.demandString(item, "type", path) : "message";
        switch (type) {
            case "message" -> message(item, path);
            case "reasoning" -> {
                ContentBlock thinking = ReasoningItem.read(item);
                if (thinking != null) {
                    add(Role.ASSISTANT, thinking);
                }
            }
            case "function_call" -> add(Role.ASSISTANT, new ToolUse(Fields.demandString(item, "call_id", path),
                    Namespace.join(Fields.string(item, "namespace", path), Fields.demandString(item, "name", path)),
                    ToolInput.read(get(item, "arguments")), null));
            case "custom_tool_call" -> add(Role.ASSISTANT, new ToolUse(Fields.demandString(item, "call_id", path),
                    Namespace.join(Fields.string(item, "namespace", path), Fields.demandString(item, "name", path)),
                    FreeformTool.wrap(Fields.demandString(item, "input", path)), null));
            case "function_call_output", "custom_tool_call_output" -> add(Role.USER,
                    new ToolResult(Fields.demandString(item, "call_id", path),
                            PartReader.content(get(item, "output"), path + ".output"), false, null));
            case "item_reference" -> throw Failure.badRequest(path + ": the item that it refers to is kept at OpenAI,"
                    + " and the model asked for is not there: send the item itself.", path);
            default -> add(type.endsWith("_output") || type.endsWith("_response") ? Role.USER : Role.ASSISTANT,
                    new ContentBlock.Opaque(type, item, ResponsesDialect.NAME));
        }
    }

    private void message(JsonNode item, String path) throws Failure {
        List<ContentBlock> content = PartReader.content(get(item, "content"), path + ".content");
        switch (Fields.demandString(item, "role", path)) {
            case "user" -> content.forEach(block -> add(Role.USER, block));
            case "assistant" -> content.forEach(block -> add(Role.ASSISTANT, block));
            case "system", "developer" -> {
                flush();
                if (messages.isEmpty()) {
                    system.addAll(content);
                } else if (!content.isEmpty()) {
                    messages.add(new Message(Role.SYSTEM, content));
                }
            }
            default -> throw Fields.invalid(path + ".role", "one of 'user', 'assistant', 'system' and 'developer'");
        }
    }

    private void add(Role role, ContentBlock block) {
        if (author != role) {
            flush();
            author = role;
        }
        pending.add(block);
    }

    private void flush() {
        if (!pending.isEmpty()) {
            messages.add(new Message(author, pending));
            pending.clear();
        }
        author = null;
    }
}
