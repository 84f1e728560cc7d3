package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays a conversation out as Converse takes it (Amazon Bedrock User Guide, "Carry out a conversation with the Converse
 * API operations"; API reference, {@code Message}):
 *
 * <ul>
 * <li>Turns alternate and the first is the user's: neighbours of one role are joined, and one is put before an answer
 * that begins.
 * <li>System messages before the first turn join {@code system}; later ones become text of the user's turn inside
 * {@code <system-reminder>}.
 * <li>The results of tools come in the turn after their calls, before anything else, one for each call. A result
 * without a call becomes text; a call without one gets one that says so.
 * <li>A document has a text beside it. An answer that the model is to continue does not end in blanks.
 * </ul>
 */
final class Turns {

    private static final String BEGIN = "(The conversation begins here.)";
    private static final String NO_RESULT = "(The tool gave no result.)";
    private static final String DOCUMENT = "(A document is attached.)";

    /** One turn; {@code user} or the assistant's. */
    private record Turn(boolean user, List<JsonNode> content) {
    }

    private final BlockWriter writer;
    private final ArrayNode system;
    private final List<Turn> turns = new ArrayList<>();

    /** System messages are added to {@code system}. */
    Turns(BlockWriter writer, ArrayNode system) {
        this.writer = writer;
        this.system = system;
    }

    /** Adds the next message. */
    void add(Message message, String path) {
        ArrayNode content = writer.blocks(message.content(), path);
        switch (message.role()) {
            case ASSISTANT -> content.forEach(block ->
                add(false, block.has("toolResult") ? resultAsText(block) : block));
            case USER -> content.forEach(block -> add(true, foreign(block) ? Json.object()
                    .put("text", block.toString()) : block));
            case SYSTEM -> {
                if (turns.isEmpty()) {
                    system.addAll(content);
                } else {
                    content.forEach(block -> add(true, reminder(block)));
                }
            }
            default -> throw new IllegalStateException("unknown role");
        }
    }

    private static boolean foreign(JsonNode block) {
        return block.has("toolUse") || block.has("reasoningContent");
    }

    private void add(boolean user, JsonNode block) {
        Turn last = last();
        if (last == null || last.user() != user) {
            if (block.has("cachePoint")) {
                return;
            }
            last = new Turn(user, new ArrayList<>());
            turns.add(last);
        }
        last.content().add(block);
    }

    private Turn last() {
        return turns.isEmpty() ? null : turns.get(turns.size() - 1);
    }

    private static JsonNode reminder(JsonNode block) {
        return block.path("text").isTextual() ? Json.object().put("text",
                "<system-reminder>\n" + block.get("text").textValue() + "\n</system-reminder>") : block;
    }

    /** The turns, put right. */
    ArrayNode messages() {
        if (turns.isEmpty() || !turns.get(0).user()) {
            turns.add(0, new Turn(true, new ArrayList<>(List.of(Json.object().put("text", BEGIN)))));
        }
        if (!last().user() && last().content().stream().anyMatch(block -> block.has("toolUse"))) {
            turns.add(new Turn(true, new ArrayList<>()));
        }
        ArrayNode messages = Json.MAPPER.createArrayNode();
        List<String> calls = List.of();
        for (Turn turn : turns) {
            List<JsonNode> content = turn.content();
            if (turn.user()) {
                content = withText(answered(calls, content));
            } else if (turn == last()) {
                content = stripped(content);
            }
            ObjectNode message = messages.addObject().put("role", turn.user() ? "user" : "assistant");
            message.putArray("content").addAll(content);
            calls = calls(turn);
        }
        return messages;
    }

    private static List<String> calls(Turn turn) {
        return turn.user() ? List.of() : turn.content().stream().filter(block -> block.has("toolUse"))
                .map(block -> block.get("toolUse").path("toolUseId").asText()).distinct().toList();
    }

    /** The content with one result for each call before all else; a cache point stays behind what it marks. */
    private static List<JsonNode> answered(List<String> calls, List<JsonNode> content) {
        Map<String, List<JsonNode>> results = new LinkedHashMap<>();
        List<JsonNode> others = new ArrayList<>();
        List<JsonNode> current = others;
        for (JsonNode block : content) {
            if (block.has("toolResult")) {
                String id = block.get("toolResult").path("toolUseId").asText();
                if (calls.contains(id) && !results.containsKey(id)) {
                    current = new ArrayList<>();
                    results.put(id, current);
                    current.add(block);
                    continue;
                }
                current = others;
                others.add(resultAsText(block));
                continue;
            }
            if (!block.has("cachePoint")) {
                current = others;
            }
            if (!block.has("cachePoint") || !current.isEmpty()) {
                current.add(block);
            }
        }
        List<JsonNode> answered = new ArrayList<>();
        calls.forEach(id -> answered.addAll(results.getOrDefault(id, List.of(missing(id)))));
        answered.addAll(others);
        return answered;
    }

    private static JsonNode missing(String id) {
        ObjectNode block = Json.object();
        block.putObject("toolResult").put("toolUseId", id).putArray("content").addObject().put("text", NO_RESULT);
        return block;
    }

    private static JsonNode resultAsText(JsonNode block) {
        StringBuilder text = new StringBuilder("Result of a tool:");
        block.get("toolResult").path("content").forEach(part -> text.append("\n")
                .append(part.has("text") ? part.get("text").asText() : "(" + part.fieldNames().next() + ")"));
        return Json.object().put("text", text.toString());
    }

    private static List<JsonNode> withText(List<JsonNode> content) {
        boolean document = content.stream().anyMatch(block -> block.has("document"));
        if (document && content.stream().noneMatch(block -> block.has("text"))) {
            content.add(Json.object().put("text", DOCUMENT));
        }
        return content;
    }

    private static List<JsonNode> stripped(List<JsonNode> content) {
        int last = content.size() - 1;
        while (last > 0 && content.get(last).has("cachePoint")) {
            last--;
        }
        JsonNode end = content.get(last);
        if (end.path("text").isTextual()) {
            content.set(last, Json.object().put("text", end.get("text").textValue().stripTrailing()));
        }
        return content;
    }
}
