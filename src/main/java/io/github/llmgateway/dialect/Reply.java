package io.github.llmgateway.dialect;

import java.util.Set;

/**
 * What an answer's writer must know of the request.
 *
 * @param model        the model as the client asked for it
 * @param includeUsage whether the client wants usage in a stream (OpenAI's option)
 * @param promptTokens estimate of the prompt, for dialects that report it before the provider does
 * @param freeformTools names of tools whose input the client wants as free text instead of JSON
 * @param toolNamespaces names under which tools stand together in the client's request
 */
public record Reply(String model, boolean includeUsage, long promptTokens, Set<String> freeformTools,
        Set<String> toolNamespaces) {

    /** For a request whose tools all take JSON and stand alone. */
    public Reply(String model, boolean includeUsage, long promptTokens) {
        this(model, includeUsage, promptTokens, Set.of(), Set.of());
    }
}
