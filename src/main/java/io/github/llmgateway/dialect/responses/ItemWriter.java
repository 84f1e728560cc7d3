package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.openai.MessageWriter;
import io.github.llmgateway.dialect.openai.PartWriter;
import io.github.llmgateway.dialect.openai.Server;
import io.github.llmgateway.dialect.openai.ShortName;
import io.github.llmgateway.dialect.openai.ToolName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes {@code instructions} and {@code input}. Thinking goes back only if OpenAI has signed it, and only before what
 * it led to: the API refuses a reasoning item "without its required following item".
 */
final class ItemWriter {

    /** "Invalid 'input[1].call_id': string too long. Expected a string with maximum length 64". */
    private static final int LONGEST_ID = 64;

    private final Server server;
    private final ToolWriter tools;
    private final List<Loss> losses;
    private final ContentWriter content;
    private final ArrayNode input = Json.MAPPER.createArrayNode();
    private final Set<String> freeformCalls = new HashSet<>();

    ItemWriter(Server server, ToolWriter tools, List<Loss> losses) {
        this.server = server;
        this.tools = tools;
        this.losses = losses;
        this.content = new ContentWriter(losses);
    }

    void write(ChatRequest request, ObjectNode body) {
        system(request.system(), body);
        for (int i = 0; i < request.messages().size(); i++) {
            Message message = request.messages().get(i);
            String path = "messages[" + i + "]";
            switch (message.role()) {
                case SYSTEM -> message(server.openai() ? "developer" : "system", message.content(), path);
                case USER -> user(message, path);
                case ASSISTANT -> assistant(message, path);
            }
        }
        marks(request);
        body.set("input", input);
    }

    private void system(List<ContentBlock> blocks, ObjectNode body) {
        List<ContentBlock> said = MessageWriter.unattributed(blocks);
        String text = PartWriter.joined(said);
        if (!text.isEmpty()) {
            body.put("instructions", text);
        }
        for (int i = 0; i < said.size(); i++) {
            if (!PartWriter.textOnly(said.get(i))) {
                losses.add(new Loss("system[" + i + "]", false, "instructions are text alone"));
            }
        }
    }

    private void user(Message message, String path) {
        List<ContentBlock> rest = new ArrayList<>();
        for (int i = 0; i < message.content().size(); i++) {
            ContentBlock block = message.content().get(i);
            if (block instanceof ToolResult result) {
                result(result, path + ".content[" + i + "]");
            } else if (ownItem(block)) {
                message("user", rest, path);
                rest.clear();
                input.add(((ContentBlock.Opaque) block).json());
            } else {
                rest.add(block);
            }
        }
        message("user", rest, path);
    }

    private void message(String role, List<ContentBlock> blocks, String path) {
        ArrayNode parts = content.parts(blocks, path, role.equals("assistant"));
        if (!parts.isEmpty()) {
            input.addObject().put("type", "message").put("role", role).set("content", parts);
        }
    }

    private void result(ToolResult result, String path) {
        String id = callId(result.toolUseId());
        ObjectNode item = input.addObject()
                .put("type", freeformCalls.contains(id) ? "custom_tool_call_output" : "function_call_output")
                .put("call_id", id);
        if (result.content().stream().allMatch(PartWriter::textOnly)) {
            item.put("output", (result.error() ? MessageWriter.ERROR : "") + PartWriter.joined(result.content()));
            return;
        }
        ArrayNode parts = content.parts(result.content(), path, false);
        if (result.error()) {
            parts.insertObject(0).put("type", "input_text").put("text", MessageWriter.ERROR);
        }
        item.set("output", parts);
    }

    private void assistant(Message message, String path) {
        List<ContentBlock> said = new ArrayList<>();
        List<JsonNode> thoughts = new ArrayList<>();
        for (ContentBlock block : message.content()) {
            if (block instanceof Thinking || block instanceof RedactedThinking) {
                message("assistant", said, path);
                said.clear();
                JsonNode own = ReasoningItem.forProvider(block);
                if (own != null) {
                    thoughts.add(own);
                }
                continue;
            }
            // Thoughts that nothing follows are left out.
            thoughts.forEach(input::add);
            thoughts.clear();
            if (block instanceof ToolUse use) {
                message("assistant", said, path);
                said.clear();
                call(use);
            } else if (ownItem(block)) {
                message("assistant", said, path);
                said.clear();
                input.add(((ContentBlock.Opaque) block).json());
            } else {
                said.add(block);
            }
        }
        message("assistant", said, path);
    }

    private void call(ToolUse use) {
        String id = callId(use.id());
        if (tools.freeform(use.name())) {
            freeformCalls.add(id);
            input.addObject().put("type", "custom_tool_call").put("call_id", id).put("name", use.name())
                    .put("input", FreeformTool.unwrap(use.input()));
        } else {
            input.addObject().put("type", "function_call").put("call_id", id).put("name", ToolName.of(use.name()))
                    .put("arguments", use.input().isBlank() ? "{}" : use.input());
        }
    }

    private static String callId(String id) {
        return id.length() > LONGEST_ID ? ShortName.of(id, 40) : id;
    }

    /** An item of this format that the neutral conversation has no word for, as opposed to a part of a message. */
    private static boolean ownItem(ContentBlock block) {
        return block instanceof ContentBlock.Opaque opaque && ResponsesDialect.NAME.equals(opaque.dialect())
                && !opaque.type().startsWith("input_") && !opaque.type().startsWith("output_")
                && !opaque.type().endsWith("_text");
    }

    private void marks(ChatRequest request) {
        boolean marked = request.system().stream().anyMatch(block -> block.cacheControl() != null)
                || request.tools().stream().anyMatch(tool -> tool.cacheControl() != null)
                || request.messages().stream().anyMatch(
                        message -> message.content().stream().anyMatch(block -> block.cacheControl() != null));
        if (marked) {
            losses.add(new Loss("cache_control", true, "the provider caches without marks"));
        }
    }
}
