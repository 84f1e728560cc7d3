/**
 * OpenAI's Responses format ({@code POST /v1/responses}), as Codex, OpenAI's SDKs and agents speak it, and as OpenAI
 * and Azure answer it.
 *
 * <p>Source: OpenAI's API reference (platform.openai.com/docs/api-reference/responses and responses-streaming). A
 * conversation in it is a list of items: messages, reasoning, calls of tools and their results.
 */
package io.github.llmgateway.dialect.responses;
