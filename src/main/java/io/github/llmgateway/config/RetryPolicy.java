package io.github.llmgateway.config;

import java.util.Map;

/**
 * How often a failed call is tried again, by the kind of failure.
 *
 * @param retries   retries by kind; a kind that is not named takes {@code otherwise}
 * @param otherwise {@code DefaultRetries}; null where {@link Retries#count()} decides
 */
public record RetryPolicy(Map<ErrorKind, Integer> retries, Integer otherwise) {

    /** Says nothing about any kind. */
    public static final RetryPolicy NONE = new RetryPolicy(Map.of(), null);

    public RetryPolicy {
        retries = Map.copyOf(retries);
    }
}
