package io.github.llmgateway.routing;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The health of all deployments by their ids. One a process, so that a reload forgets nothing; bounded by the
 * configuration, whose deployments alone are kept.
 */
public final class Fleet {

    private final Map<String, Health> health = new ConcurrentHashMap<>();

    /** The health of a deployment, new if it was not known. */
    public Health health(String deployment) {
        return health.computeIfAbsent(deployment, id -> new Health());
    }

    /** Forgets all other deployments. */
    public void retain(Set<String> deployments) {
        health.keySet().retainAll(deployments);
    }
}
