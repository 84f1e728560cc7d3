package io.github.llmgateway.chat;

/** Why a model stopped. */
public enum StopReason {
    /** It had said what it had to say. */
    END_TURN,
    /** The bound in tokens was reached. */
    MAX_TOKENS,
    /** One of the client's stop sequences came. */
    STOP_SEQUENCE,
    /** It waits for the result of a tool. */
    TOOL_USE,
    /** It, or the provider's filter, declined. */
    REFUSAL,
    /** A server tool is still at work; the turn is to be continued. */
    PAUSE_TURN,
    /** The context window was full before the answer's end. */
    CONTEXT_WINDOW
}
