package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays a conversation out as Anthropic takes it (docs.claude.com, Messages, "Tool use"):
 *
 * <ul>
 * <li>System messages before the first turn join {@code system}. A later one becomes text of the user's turn inside
 * {@code <system-reminder>}, the mark Claude is used to: the role {@code system} among messages needs a model and a
 * beta that not every Claude has. Only one that holds Anthropic's own blocks keeps its role, for it came that way.
 * <li>The results of tools directly follow their calls, in one message and before any text.
 * <li>The first turn is the user's, so one is put before an assistant's.
 * <li>A message that nothing is left of is left out; the last answer, which Claude is to continue, does not end in
 * blanks.
 * </ul>
 */
final class Turns {

    private static final String BEGIN = "(The conversation begins here.)";

    private final BlockWriter writer;
    private final ArrayNode system;
    private final List<ObjectNode> turns = new ArrayList<>();

    /** System messages are added to {@code system}. */
    Turns(BlockWriter writer, ArrayNode system) {
        this.writer = writer;
        this.system = system;
    }

    /** Adds the next message. */
    void add(Message message, String path) {
        ArrayNode content = writer.blocks(message.content(), path);
        if (content.isEmpty()) {
            return;
        }
        switch (message.role()) {
            case ASSISTANT -> turn("assistant", content);
            case USER -> user(content, hasResults(content));
            case SYSTEM -> {
                if (message.content().stream().anyMatch(ContentBlock.Opaque.class::isInstance)) {
                    turn("system", content);
                } else if (turns.isEmpty()) {
                    system.addAll(content);
                } else {
                    content.forEach(Turns::mark);
                    user(content, true);
                }
            }
            default -> throw new IllegalStateException("unknown role");
        }
    }

    private void user(ArrayNode content, boolean join) {
        ObjectNode last = last();
        if (join && last != null && isRole(last, "user")) {
            ((ArrayNode) last.get("content")).addAll(content);
        } else {
            turn("user", content);
        }
    }

    private void turn(String role, ArrayNode content) {
        turns.add(Json.object().put("role", role).set("content", content));
    }

    private ObjectNode last() {
        return turns.isEmpty() ? null : turns.get(turns.size() - 1);
    }

    private static boolean isRole(ObjectNode turn, String role) {
        return turn.get("role").textValue().equals(role);
    }

    private static void mark(JsonNode block) {
        if (block.path("text").isTextual()) {
            ((ObjectNode) block).put("text",
                    "<system-reminder>\n" + block.get("text").textValue() + "\n</system-reminder>");
        }
    }

    /** The turns, put right. */
    ArrayNode messages() {
        ArrayNode messages = Json.MAPPER.createArrayNode();
        if (turns.isEmpty() || isRole(turns.get(0), "assistant")) {
            ObjectNode begin = messages.addObject().put("role", "user");
            begin.putArray("content").addObject().put("type", "text").put("text", BEGIN);
        }
        for (ObjectNode turn : turns) {
            if (isRole(turn, "user")) {
                resultsFirst(turn);
            }
            messages.add(turn);
        }
        if (!turns.isEmpty() && isRole(last(), "assistant")) {
            stripEnd((ArrayNode) last().get("content"));
        }
        return messages;
    }

    private static boolean hasResults(ArrayNode content) {
        for (JsonNode block : content) {
            if (isResult(block)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isResult(JsonNode block) {
        return block.path("type").asText().equals("tool_result");
    }

    private static void resultsFirst(ObjectNode turn) {
        ArrayNode results = Json.MAPPER.createArrayNode();
        ArrayNode others = Json.MAPPER.createArrayNode();
        turn.get("content").forEach(block -> (isResult(block) ? results : others).add(block));
        if (!results.isEmpty()) {
            turn.set("content", results.addAll(others));
        }
    }

    private static void stripEnd(ArrayNode content) {
        JsonNode last = content.get(content.size() - 1);
        if (last.path("type").asText().equals("text")) {
            ((ObjectNode) last).put("text", last.get("text").textValue().stripTrailing());
        }
    }
}
