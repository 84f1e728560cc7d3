package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.dialect.Json;

/** How an answer ended (docs.claude.com, "Stop reasons"), in unary answers and in {@code message_delta}. */
final class Ending {

    private static final String[] EXTRAS = {"stop_details", "container", "context_management"};

    private Ending() {
    }

    /** Reads {@code stop_reason}; null where there is none, the end of the turn where it is a new one. */
    static StopReason reason(JsonNode reason) {
        if (reason == null || !reason.isTextual()) {
            return null;
        }
        return switch (reason.textValue()) {
            case "max_tokens" -> StopReason.MAX_TOKENS;
            case "stop_sequence" -> StopReason.STOP_SEQUENCE;
            case "tool_use" -> StopReason.TOOL_USE;
            case "refusal" -> StopReason.REFUSAL;
            case "pause_turn", "compaction" -> StopReason.PAUSE_TURN;
            case "model_context_window_exceeded" -> StopReason.CONTEXT_WINDOW;
            default -> StopReason.END_TURN;
        };
    }

    /**
     * Writes {@code stop_reason}. Some servers say that the turn ended although it ends with the call of a tool;
     * clients of this format run tools by the stop reason, so it is put right. (Calls in the middle may be of Anthropic's own
     * code execution, which has their results already.)
     */
    static String name(StopReason reason, boolean endsWithTool) {
        if (reason == null || reason == StopReason.END_TURN) {
            return endsWithTool ? "tool_use" : "end_turn";
        }
        return switch (reason) {
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_USE -> "tool_use";
            case REFUSAL -> "refusal";
            case PAUSE_TURN -> "pause_turn";
            case CONTEXT_WINDOW -> "model_context_window_exceeded";
            case END_TURN -> "end_turn";
        };
    }

    /** What else the object says about the end, over what was known before; null: nothing. */
    static ObjectNode extras(JsonNode from, ObjectNode before) {
        ObjectNode extras = before;
        for (String name : EXTRAS) {
            JsonNode value = from.get(name);
            if (value != null && !value.isNull()) {
                extras = extras == null ? Json.object() : extras;
                extras.set(name, value);
            }
        }
        return extras;
    }

    /** The field of that name of an ending's extras; null: there is none. */
    static JsonNode extra(JsonNode extras, String name) {
        return extras == null ? null : extras.get(name);
    }

    /** Anthropic's explanation of a refusal as a block, for clients of formats that show one; null: none. */
    static ContentBlock.Refused explanation(JsonNode extras) {
        JsonNode text = extras == null ? null : extras.path("stop_details").path("explanation");
        return text == null || !text.isTextual() ? null : new ContentBlock.Refused(text.textValue());
    }
}
