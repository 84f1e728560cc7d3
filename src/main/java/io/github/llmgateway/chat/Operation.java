package io.github.llmgateway.chat;

/** What a client asks of a model. */
public enum Operation {
    /** Continue a conversation. */
    CHAT,
    /** Count the tokens of a conversation. */
    COUNT_TOKENS,
    /** Continue a text (OpenAI's older format). */
    COMPLETION,
    /** Turn texts into vectors. */
    EMBEDDING
}
