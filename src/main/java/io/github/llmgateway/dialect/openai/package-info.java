/**
 * OpenAI's Chat Completions format, as OpenAI and the many servers compatible with it speak it, and the outlines of
 * {@code /v1/completions} and {@code /v1/embeddings}, which pass through alone.
 *
 * <p>Sources: OpenAI's API reference (platform.openai.com/docs/api-reference/chat), the providers' own references where
 * they add to it, and LiteLLM's documentation for what clients of gateways expect ({@code thinking_blocks}).
 */
package io.github.llmgateway.dialect.openai;
