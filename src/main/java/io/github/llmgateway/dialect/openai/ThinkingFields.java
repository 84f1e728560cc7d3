package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Thinking in a message, in the forms that are in use: {@code thinking_blocks} with signatures (docs.litellm.ai,
 * Reasoning Content), {@code reasoning_details} with signatures (openrouter.ai/docs, Reasoning Tokens), and the plain
 * text {@code reasoning_content} (DeepSeek, xAI, Moonshot, Z.ai, vLLM) or {@code reasoning} (OpenRouter, Groq, Together).
 * OpenAI itself never shows thinking in this format. What is not of a known shape is passed over, for it is the
 * provider's own and no client writes it by hand.
 */
final class ThinkingFields {

    private ThinkingFields() {
    }

    /** The thinking of a whole message; the form that carries signatures is preferred. */
    static List<ContentBlock> read(JsonNode message) {
        List<ContentBlock> blocks = new ArrayList<>();
        for (JsonNode block : message.path("thinking_blocks")) {
            ContentBlock thinking = block(block);
            if (thinking != null) {
                blocks.add(thinking);
            }
        }
        if (blocks.isEmpty()) {
            for (JsonNode detail : message.path("reasoning_details")) {
                detail(detail, blocks);
            }
        }
        String text = text(message);
        if (!text.isEmpty() && blocks.stream().noneMatch(Thinking.class::isInstance)) {
            blocks.add(0, new Thinking(text, null));
        }
        return blocks;
    }

    /** The plain text of a message or delta; empty: none. */
    static String text(JsonNode message) {
        String text = message.path("reasoning_content").asText("");
        JsonNode other = message.path("reasoning");
        return text.isEmpty() && other.isTextual() ? other.textValue() : text;
    }

    /** The signature that a delta brings; null: none. */
    static String signature(JsonNode delta) {
        for (String field : List.of("thinking_blocks", "reasoning_details")) {
            for (JsonNode block : delta.path(field)) {
                String signature = block.path("signature").asText("");
                if (!signature.isEmpty()) {
                    return signature;
                }
            }
        }
        return null;
    }

    /** Sealed thinking that a delta or message brings; null: none. */
    static String redacted(JsonNode delta) {
        for (JsonNode block : delta.path("thinking_blocks")) {
            if (block(block) instanceof RedactedThinking redacted) {
                return redacted.data();
            }
        }
        for (JsonNode detail : delta.path("reasoning_details")) {
            if (sealed(detail)) {
                return detail.path("data").asText();
            }
        }
        return null;
    }

    /** Anthropic's block, or Mistral's, whose {@code thinking} is a list of text parts; null: neither. */
    static ContentBlock block(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "thinking" -> {
                JsonNode thinking = block.path("thinking");
                String text = thinking.isArray() ? join(thinking) : thinking.asText("");
                String signature = block.path("signature").asText("");
                yield new Thinking(text, signature.isEmpty() ? null : signature);
            }
            case "redacted_thinking" -> new RedactedThinking(block.path("data").asText(""));
            default -> null;
        };
    }

    private static String join(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static void detail(JsonNode detail, List<ContentBlock> blocks) {
        String signature = detail.path("signature").asText("");
        switch (detail.path("type").asText()) {
            case "reasoning.text" ->
                blocks.add(new Thinking(detail.path("text").asText(""), signature.isEmpty() ? null : signature));
            case "reasoning.summary" -> blocks.add(new Thinking(detail.path("summary").asText(""), null));
            default -> {
                if (sealed(detail)) {
                    blocks.add(new RedactedThinking(detail.path("data").asText()));
                }
            }
        }
    }

    /** Other makers' sealed thinking cannot go back through Anthropic's format: its id and format would be lost. */
    private static boolean sealed(JsonNode detail) {
        return detail.path("type").asText().equals("reasoning.encrypted")
                && detail.path("format").asText("").startsWith("anthropic");
    }

    /** Writes a message's thinking so that a client can show it and can return it. */
    static void write(List<? extends ContentBlock> content, ObjectNode message) {
        StringBuilder text = new StringBuilder();
        ArrayNode blocks = Json.MAPPER.createArrayNode();
        for (ContentBlock block : content) {
            if (block instanceof Thinking thinking) {
                text.append(thinking.text());
                if (thinking.signature() != null) {
                    blocks.add(signed(thinking.text(), thinking.signature()));
                }
            } else if (block instanceof RedactedThinking redacted) {
                blocks.add(Json.object().put("type", "redacted_thinking").put("data", redacted.data()));
            }
        }
        if (text.length() > 0) {
            message.put("reasoning_content", text.toString());
        }
        if (!blocks.isEmpty()) {
            message.set("thinking_blocks", blocks);
        }
    }

    static ObjectNode signed(String text, String signature) {
        return Json.object().put("type", "thinking").put("thinking", text).put("signature", signature);
    }
}
