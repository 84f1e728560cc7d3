package io.github.llmgateway.upstream;

import io.github.llmgateway.config.Deployment;

/**
 * A way to show a cloud who asks. Bound in the registry as {@code authorize-aws}, {@code authorize-google} and
 * {@code authorize-entra}; an endpoint names it by the last word. Safe for all threads.
 */
@FunctionalInterface
public interface Authorizations {

    /**
     * The authorization of a deployment's requests. Never blocks, fetches nothing and does not fail: what is missing is
     * told by the first request. Deployments with equal settings share one, so that a reload fetches nothing anew; how
     * many are kept is bounded.
     */
    Authorization of(Deployment deployment);
}
