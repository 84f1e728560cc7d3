package io.github.llmgateway.config;

import java.net.URI;
import java.util.List;

/**
 * What the gateway knows of a provider before anything is configured.
 *
 * @param name          its name as in LiteLLM, the part of {@code model} before the slash
 * @param api           how it is called, unless the model or the address says otherwise; null where the gateway knows it
 *                      but cannot call it yet
 * @param base          its base URL; null where the deployment has to say
 * @param basePath      the path a base URL gets that is given without one, such as {@code /v1}; empty for none
 * @param keyVariables  environment variables that may hold its key, in order
 * @param baseVariables environment variables that may hold its base URL, in order
 * @param needsKey      whether it refuses calls without a key
 */
public record Provider(
        String name,
        Api api,
        URI base,
        String basePath,
        List<String> keyVariables,
        List<String> baseVariables,
        boolean needsKey) {

    /** Whether the gateway can call it. */
    public boolean built() {
        return api != null;
    }
}
