package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.Signature;
import io.github.llmgateway.dialect.Json;

/**
 * Reasoning items and thinking blocks. OpenAI's item has an id and {@code encrypted_content}, both of which must come
 * back; together they are the signature of the neutral block. An item without a summary is sealed thinking, for clients
 * of other formats return that unread. The other way round a Claude's signature travels as {@code encrypted_content},
 * which clients of this format return unread (Codex without the id), and is known again by its mark: OpenAI's content
 * is Base64 and holds none.
 */
final class ReasoningItem {

    static final String SIGNED = "signed#";
    static final String SEALED = "sealed#";
    private static final String BETWEEN_PARTS = "\n\n";

    private ReasoningItem() {
    }

    /** The block; null: the item says nothing. */
    static ContentBlock read(JsonNode item) {
        String text = text(item);
        String content = item.path("encrypted_content").asText("");
        if (content.startsWith(SEALED)) {
            return new RedactedThinking(content.substring(SEALED.length()));
        }
        if (content.startsWith(SIGNED)) {
            return new Thinking(text, content.substring(SIGNED.length()));
        }
        String signature = signature(item);
        if (text.isEmpty()) {
            return signature == null ? null : new RedactedThinking(signature);
        }
        return new Thinking(text, signature);
    }

    /** The signature of an item of OpenAI's; null: it is not encrypted, so it cannot come back. */
    static String signature(JsonNode item) {
        String content = item.path("encrypted_content").asText("");
        return content.isEmpty() ? null
                : Signature.of(Signature.RESPONSES, item.path("id").asText("") + ":" + content);
    }

    /** The summary, or the thoughts themselves, which open models show. */
    private static String text(JsonNode item) {
        String summary = joined(item.path("summary"));
        return summary.isEmpty() ? joined(item.path("content")) : summary;
    }

    private static String joined(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : parts) {
            String piece = part.path("text").asText("");
            text.append(text.isEmpty() || piece.isEmpty() ? "" : BETWEEN_PARTS).append(piece);
        }
        return text.toString();
    }

    /** The item for OpenAI; null: it is not OpenAI's. */
    static ObjectNode forProvider(ContentBlock block) {
        String signature = block instanceof Thinking thinking ? thinking.signature()
                : block instanceof RedactedThinking redacted ? redacted.data() : null;
        String own = Signature.by(Signature.RESPONSES, signature);
        return own == null ? null : own(own, block instanceof Thinking thinking ? thinking.text() : "");
    }

    private static ObjectNode own(String own, String text) {
        int colon = own.indexOf(':');
        ObjectNode item = Json.object().put("type", "reasoning");
        if (colon > 0) {
            item.put("id", own.substring(0, colon));
        }
        item.set("summary", summary(text));
        return item.put("encrypted_content", own.substring(colon + 1));
    }

    /** The item for a client, under {@code id} unless OpenAI gave it one. */
    static ObjectNode forClient(String text, String signature, boolean sealed, String id) {
        String own = Signature.by(Signature.RESPONSES, signature);
        ObjectNode item = Json.object().put("id", id).put("type", "reasoning");
        if (own != null) {
            item.setAll(own(own, text));
            return item;
        }
        item.set("summary", summary(text));
        if (signature != null) {
            item.put("encrypted_content", (sealed ? SEALED : SIGNED) + signature);
        }
        return item;
    }

    /** The item for a client with any signature under its mark, OpenAI's too. */
    static ObjectNode wrapped(String text, String signature, String id) {
        ObjectNode item = Json.object().put("id", id).put("type", "reasoning");
        item.set("summary", summary(text));
        return item.put("encrypted_content", SIGNED + signature);
    }

    private static ArrayNode summary(String text) {
        ArrayNode summary = Json.MAPPER.createArrayNode();
        if (!text.isEmpty()) {
            summary.addObject().put("type", "summary_text").put("text", text);
        }
        return summary;
    }
}
