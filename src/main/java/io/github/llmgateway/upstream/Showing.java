package io.github.llmgateway.upstream;

import io.github.llmgateway.config.Api;

/**
 * How an API wants to be shown who asks.
 *
 * @param authorization how a key is shown: {@code bearer}, or the name of a header
 * @param credentials   who shows it in a key's place, by the name of its {@link Authorizations}; null: a key alone does
 */
record Showing(String authorization, String credentials) {

    static Showing to(Api api) {
        return switch (api) {
            case ANTHROPIC -> new Showing("x-api-key", null);
            case ANTHROPIC_AWS -> new Showing("x-api-key", "aws");
            case AZURE_ANTHROPIC -> new Showing("x-api-key", "entra");
            case AZURE_OPENAI, AZURE_OPENAI_V1, AZURE_RESPONSES, AZURE_AI -> new Showing("api-key", "entra");
            case BEDROCK_ANTHROPIC, BEDROCK_CONVERSE, BEDROCK_EMBEDDING -> new Showing("bearer", "aws");
            case GEMINI -> new Showing("x-goog-api-key", null);
            case VERTEX_GEMINI, VERTEX_ANTHROPIC, VERTEX_EMBEDDING -> new Showing("x-goog-api-key", "google");
            case VERTEX_MISTRAL, VERTEX_OPENAI -> new Showing("bearer", "google");
            case OPENAI, OPENAI_COMPATIBLE, OPENAI_RESPONSES, SIMULATOR -> new Showing("bearer", null);
        };
    }
}
