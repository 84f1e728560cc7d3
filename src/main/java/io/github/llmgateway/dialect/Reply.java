package io.github.llmgateway.dialect;

/**
 * What an answer's writer must know of the request.
 *
 * @param model        the model as the client asked for it
 * @param includeUsage whether the client wants usage in a stream (OpenAI's option)
 * @param promptTokens estimate of the prompt, for dialects that report it before the provider does
 */
public record Reply(String model, boolean includeUsage, long promptTokens) {
}
