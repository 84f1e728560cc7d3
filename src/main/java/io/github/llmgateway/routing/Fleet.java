package io.github.llmgateway.routing;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of all deployments: their health by their ids, and which conversations have moved among them. One a
 * process, so that a reload forgets nothing; bounded by the configuration, whose deployments alone are kept.
 */
public final class Fleet {

    private final Map<String, Health> health = new ConcurrentHashMap<>();
    private final Affinity affinity;

    /** One that knows nothing yet. */
    public Fleet() {
        this(Ticker.systemTicker());
    }

    /** The same with a clock of one's own. */
    Fleet(Ticker ticker) {
        affinity = new Affinity(ticker);
    }

    /** The health of a deployment, new if it was not known. */
    public Health health(String deployment) {
        return health.computeIfAbsent(deployment, id -> new Health());
    }

    /** Where conversations are that have moved. */
    Affinity affinity() {
        return affinity;
    }

    /** Forgets the health of all other deployments. */
    public void retain(Set<String> deployments) {
        health.keySet().retainAll(deployments);
    }
}
