package io.github.llmgateway.provider;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What deployments have refused to know: betas and fields that are not sent to them again. Learnt while the process
 * runs, never stored; a restart asks again. Safe for all threads.
 */
public final class RefusedFeatures {

    /** More than any client sends; whatever comes beyond is not remembered. */
    private static final int MOST = 64;

    private final Map<String, Set<String>> byDeployment = new ConcurrentHashMap<>();

    /** What a deployment has refused. */
    Set<String> of(String deployment) {
        return byDeployment.getOrDefault(deployment, Set.of());
    }

    /** Notes a refusal; false: it was known, or there is no room. */
    boolean add(String deployment, String feature) {
        if (byDeployment.size() > 10_000) {
            return false;
        }
        Set<String> known = byDeployment.computeIfAbsent(deployment, id -> ConcurrentHashMap.newKeySet());
        return known.size() < MOST && known.add(feature);
    }
}
