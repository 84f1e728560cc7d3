package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;

/** How an answer ends: {@code stopReason} (Amazon Bedrock API reference, {@code ConverseResponse}). */
final class Ending {

    private Ending() {
    }

    /** Reads {@code stopReason}; null where there is none, the end of the turn where it is a new one. */
    static StopReason reason(JsonNode reason) {
        if (reason == null || !reason.isTextual()) {
            return null;
        }
        return switch (reason.textValue()) {
            case "max_tokens" -> StopReason.MAX_TOKENS;
            case "stop_sequence" -> StopReason.STOP_SEQUENCE;
            case "tool_use" -> StopReason.TOOL_USE;
            case "guardrail_intervened", "content_filtered" -> StopReason.REFUSAL;
            case "model_context_window_exceeded" -> StopReason.CONTEXT_WINDOW;
            default -> StopReason.END_TURN;
        };
    }

    /** The model wrote what Bedrock cannot read: there is no answer. Null: it did not. */
    static Failure malformed(JsonNode reason) {
        String text = reason == null ? "" : reason.asText();
        return text.equals("malformed_model_output") || text.equals("malformed_tool_use")
                ? Failure.of(FailureKind.API_ERROR, "The model's output was malformed (" + text + ").")
                : null;
    }

    /** Writes {@code stopReason}; clients run tools by it, so an answer that ends with a call says so. */
    static String name(StopReason reason, boolean endsWithTool) {
        if (reason == null) {
            return endsWithTool ? "tool_use" : "end_turn";
        }
        return switch (reason) {
            case END_TURN, PAUSE_TURN -> endsWithTool ? "tool_use" : "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_USE -> "tool_use";
            case REFUSAL -> "content_filtered";
            case CONTEXT_WINDOW -> "model_context_window_exceeded";
        };
    }
}
