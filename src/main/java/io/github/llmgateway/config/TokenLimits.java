package io.github.llmgateway.config;

/**
 * Numbers of tokens; null where the file does not say.
 *
 * @param maxTokens       {@code litellm_params.max_tokens}: the default where a request names none
 * @param maxInputTokens  {@code model_info.max_input_tokens}: the largest prompt
 * @param maxOutputTokens {@code model_info.max_output_tokens}, else {@code model_info.max_tokens}: the longest answer
 */
public record TokenLimits(Long maxTokens, Long maxInputTokens, Long maxOutputTokens) {}
