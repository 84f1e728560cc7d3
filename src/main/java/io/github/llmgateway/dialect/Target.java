package io.github.llmgateway.dialect;

import io.github.llmgateway.chat.Operation;

/**
 * Whom a request is written for.
 *
 * @param model           the deployment's own name of the model
 * @param base            which model that is, where the name does not tell; what depends on the model goes by it
 * @param provider        the provider's name, for what it alone does differently
 * @param operation       what is asked: some dialects wrap a conversation whose tokens are counted
 * @param maxOutputTokens the model's limit, for a dialect that demands a bound where the client gave none; 0: not known
 */
public record Target(String model, String base, String provider, Operation operation, int maxOutputTokens) {

    /** A model that is what its name tells. */
    public Target(String model, String provider, Operation operation, int maxOutputTokens) {
        this(model, model, provider, operation, maxOutputTokens);
    }
}
