package io.github.llmgateway.upstream;

import io.github.llmgateway.config.Deployment;

/**
 * Who shows one cloud who asks. Bound in the registry as {@code authorize-aws}, {@code authorize-google} and
 * {@code authorize-entra}. Safe for all threads.
 */
@FunctionalInterface
public interface Authorizations {

    /**
     * The authorization of a deployment, by its {@link Deployment#parameters()}. Deployments of equal credentials share
     * one, which lives as long as the process; asks nobody yet.
     */
    Authorization of(Deployment deployment);
}
