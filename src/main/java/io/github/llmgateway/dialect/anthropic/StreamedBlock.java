package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StreamEvent;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A content block while its deltas come in. A block that is Anthropic's alone is held back until it is whole, because
 * the neutral conversation knows it only as one opaque piece; its deltas are gathered into the fields they belong to.
 */
final class StreamedBlock {

    private final int index;
    private final ObjectNode block;
    private final String type;
    private final boolean opaque;
    private final StringBuilder input = new StringBuilder();
    private boolean inputTold;

    private StreamedBlock(int index, ObjectNode block) {
        this.index = index;
        this.block = block;
        this.type = string(block, "type");
        this.opaque = switch (type) {
            case "text", "thinking", "redacted_thinking", "tool_use" -> false;
            default -> true;
        };
    }

    static StreamedBlock of(int index, ObjectNode block) {
        return new StreamedBlock(index, block);
    }

    void start(Consumer<StreamEvent> to) {
        if (opaque) {
            return;
        }
        to.accept(new StreamEvent.BlockStarted(index, switch (type) {
            case "text" -> new ContentBlock.Text("");
            case "thinking" -> new ContentBlock.Thinking("", null);
            case "tool_use" -> new ContentBlock.ToolUse(string(block, "id"), string(block, "name"), "",
                    null);
            default -> new ContentBlock.RedactedThinking(string(block, "data"));
        }));
        // A start may hold the beginning already.
        text(string(block, "text"), to);
        thinking(string(block, "thinking"), to);
        signature(string(block, "signature"), to);
        block.path("citations").forEach(citation -> citation(citation, to));
    }

    /** Takes a delta; false: it does not belong to a block of this type. */
    boolean delta(JsonNode delta, Consumer<StreamEvent> to) {
        String kind = string(delta, "type");
        if (opaque) {
            gather(kind, delta);
            return true;
        }
        switch (kind) {
            case "text_delta" -> text(string(delta, "text"), to);
            case "thinking_delta" -> thinking(string(delta, "thinking"), to);
            case "signature_delta" -> signature(string(delta, "signature"), to);
            case "citations_delta" -> citation(delta.path("citation"), to);
            case "input_json_delta" -> toolInput(string(delta, "partial_json"), to);
            default -> {
                return true;
            }
        }
        return switch (kind) {
            case "text_delta", "citations_delta" -> type.equals("text");
            case "thinking_delta", "signature_delta" -> type.equals("thinking");
            default -> type.equals("tool_use");
        };
    }

    private void text(String text, Consumer<StreamEvent> to) {
        if (!text.isEmpty() && type.equals("text")) {
            to.accept(new StreamEvent.TextDelta(index, text, null));
        }
    }

    private void thinking(String text, Consumer<StreamEvent> to) {
        if (!text.isEmpty() && type.equals("thinking")) {
            to.accept(new StreamEvent.ThinkingDelta(index, text));
        }
    }

    private void signature(String signature, Consumer<StreamEvent> to) {
        if (!signature.isEmpty() && type.equals("thinking")) {
            to.accept(new StreamEvent.SignatureDelta(index, signature));
        }
    }

    private void citation(JsonNode citation, Consumer<StreamEvent> to) {
        if (citation.isObject() && type.equals("text")) {
            to.accept(new StreamEvent.CitationDelta(index, citation));
        }
    }

    private void toolInput(String json, Consumer<StreamEvent> to) {
        if (!json.isEmpty() && type.equals("tool_use")) {
            inputTold = true;
            to.accept(new StreamEvent.ToolInputDelta(index, json));
        }
    }

    private void gather(String kind, JsonNode delta) {
        if (kind.equals("input_json_delta")) {
            input.append(string(delta, "partial_json"));
            return;
        }
        for (Map.Entry<String, JsonNode> field : delta.properties()) {
            if (!field.getKey().equals("type")) {
                JsonNode before = block.path(field.getKey());
                if (before.isTextual() && field.getValue().isTextual()) {
                    block.put(field.getKey(), before.textValue() + field.getValue().textValue());
                } else {
                    block.set(field.getKey(), field.getValue());
                }
            }
        }
    }

    private static String string(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    void stop(Consumer<StreamEvent> to) {
        if (opaque) {
            if (!input.toString().isBlank()) {
                block.set("input", BlockWriter.input(input.toString()));
            }
            to.accept(new StreamEvent.BlockStarted(index,
                    new ContentBlock.Opaque(type, block, AnthropicErrors.DIALECT)));
        } else if (type.equals("tool_use") && !inputTold && !block.path("input").isEmpty()) {
            to.accept(new StreamEvent.ToolInputDelta(index, block.get("input").toString()));
        }
        to.accept(new StreamEvent.BlockStopped(index));
    }
}
