package io.github.llmgateway.dialect.openai;

import io.github.llmgateway.chat.StopReason;

/** {@code finish_reason}, as OpenAI defines it and as compatible servers stretch it. */
final class FinishReason {

    private FinishReason() {
    }

    /**
     * Why the model stopped.
     *
     * @param tools   whether it called tools: several servers say {@code stop} then
     * @param refused whether it declined in OpenAI's {@code refusal}
     */
    static StopReason read(String reason, boolean tools, boolean refused) {
        return switch (reason) {
            case "length", "max_tokens", "MAX_TOKENS" -> StopReason.MAX_TOKENS;
            // Mistral's word for a full context window.
            case "model_length", "model_context_window_exceeded" -> StopReason.CONTEXT_WINDOW;
            case "content_filter", "refusal", "sensitive", "safety" -> StopReason.REFUSAL;
            case "tool_calls", "function_call", "tool_use" -> tools ? StopReason.TOOL_USE : StopReason.END_TURN;
            default -> tools ? StopReason.TOOL_USE : refused ? StopReason.REFUSAL : StopReason.END_TURN;
        };
    }

    /**
     * The word for a client.
     *
     * @param tools   whether tools were called: {@code tool_calls} without a call breaks clients
     * @param refused whether the answer has a {@code refusal}: OpenAI then says {@code stop}
     */
    static String write(StopReason reason, boolean tools, boolean refused) {
        if (reason == null) {
            return tools ? "tool_calls" : "stop";
        }
        return switch (reason) {
            case MAX_TOKENS, CONTEXT_WINDOW -> "length";
            case TOOL_USE -> tools ? "tool_calls" : "stop";
            case REFUSAL -> refused ? "stop" : "content_filter";
            case END_TURN, STOP_SEQUENCE, PAUSE_TURN -> "stop";
        };
    }
}
