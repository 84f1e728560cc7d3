package io.github.llmgateway.config;

import java.util.Locale;

/**
 * The API by which a deployment is called: a payload format, and what a provider puts around it. Each has a kamelet of
 * its name.
 */
public enum Api {
    /** Anthropic Messages. */
    ANTHROPIC,
    /** Anthropic Messages of Claude Platform on AWS. */
    ANTHROPIC_AWS,
    /** Anthropic Messages of Microsoft Foundry. */
    AZURE_ANTHROPIC,
    /** OpenAI itself, with both of its APIs. */
    OPENAI,
    /** OpenAI's Chat Completions as others speak it. */
    OPENAI_COMPATIBLE,
    /** OpenAI's Responses, for models that have no other. */
    OPENAI_RESPONSES,
    /** Azure OpenAI with an API version: the deployment stands in the path. */
    AZURE_OPENAI,
    /** Azure OpenAI's v1 API: the deployment stands in the body. */
    AZURE_OPENAI_V1,
    /** Azure OpenAI's Responses with an API version. */
    AZURE_RESPONSES,
    /** Models of Microsoft Foundry that speak Chat Completions. */
    AZURE_AI,
    /** Claude on Amazon Bedrock, by InvokeModel. */
    BEDROCK_ANTHROPIC,
    /** All other chat models on Amazon Bedrock, by Converse. */
    BEDROCK_CONVERSE,
    /** Embedding models on Amazon Bedrock, by InvokeModel. */
    BEDROCK_EMBEDDING,
    /** Gemini by Google AI Studio's API. */
    GEMINI,
    /** Gemini on Vertex AI. */
    VERTEX_GEMINI,
    /** Claude on Vertex AI. */
    VERTEX_ANTHROPIC,
    /** Mistral's models on Vertex AI, by their publisher. */
    VERTEX_MISTRAL,
    /** The other partners' models on Vertex AI, by its Chat Completions. */
    VERTEX_OPENAI,
    /** Embedding models on Vertex AI. */
    VERTEX_EMBEDDING,
    /** The built-in provider that answers without a network. */
    SIMULATOR;

    /** Whether it is OpenAI's own API or one made after it, whose other paths may be there, too. */
    public boolean openAis() {
        return switch (this) {
            case OPENAI, OPENAI_COMPATIBLE, OPENAI_RESPONSES, AZURE_OPENAI, AZURE_OPENAI_V1, AZURE_RESPONSES, AZURE_AI ->
                    true;
            default -> false;
        };
    }

    /** The name of the kamelet that calls it. */
    public String kamelet() {
        return "provider-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
