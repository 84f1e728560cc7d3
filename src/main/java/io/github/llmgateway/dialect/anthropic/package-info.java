/**
 * Anthropic's Messages format (docs.claude.com, "Messages", "Streaming messages", "Errors"): scanner, reader, writer,
 * stream decoder and encoder, observer and errors behind
 * {@link io.github.llmgateway.dialect.anthropic.AnthropicDialect}.
 */
package io.github.llmgateway.dialect.anthropic;
