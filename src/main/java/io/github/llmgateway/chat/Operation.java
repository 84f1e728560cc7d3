package io.github.llmgateway.chat;

/** What a client asks of a model, or of its provider. */
public enum Operation {
    /** Continue a conversation. */
    CHAT,
    /** Count the tokens of a conversation. */
    COUNT_TOKENS,
    /** Continue a text (OpenAI's older format). */
    COMPLETION,
    /** Turn texts into vectors. */
    EMBEDDING,
    /** Anything else that a provider has: it passes as it came. */
    PASSAGE
}
