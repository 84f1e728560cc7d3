package io.github.llmgateway.config;

/** What a provider speaks. */
public enum Dialect {
    /** Anthropic Messages. */
    ANTHROPIC,
    /** OpenAI Chat Completions, also of every compatible server. */
    OPENAI,
    /** The built-in provider that answers without a network. */
    SIMULATOR
}
