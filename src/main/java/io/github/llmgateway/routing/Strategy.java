package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.config.RoutingStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a deployment is chosen among healthy ones of the same order. One instance a model group; must be safe for all
 * threads and must not block.
 */
@FunctionalInterface
interface Strategy {

    /**
     * The best of the candidates: one, or several that are equal under this strategy, of which the balancer takes the
     * one that holds the conversation's prompt cache, or one at random by their {@link #share}.
     *
     * @param candidates at least one
     */
    List<Candidate> best(List<Candidate> candidates, Call call);

    /** Whether it always takes the same as best where all are well, so that a conversation has a home. */
    default boolean steady() {
        return false;
    }

    /** How the equals share the requests: each one's part, relative to the others. */
    default ToDoubleFunction<Candidate> share(List<Candidate> candidates) {
        return candidate -> 1;
    }

    /** A new instance of the configured strategy. */
    static Strategy of(RoutingStrategy configured) {
        return switch (configured) {
            case SIMPLE_SHUFFLE -> new WeightedShuffle();
            case LEAST_BUSY -> new LeastBusy();
            case LATENCY_BASED -> new LowestLatency();
            case USAGE_BASED -> new LowestUsage();
            case COST_BASED -> new LowestCost();
            case ROUND_ROBIN -> new RoundRobin();
            case FAILOVER -> new Failover();
        };
    }

    /** All candidates that share the lowest score. */
    static List<Candidate> lowest(List<Candidate> candidates, ToDoubleFunction<Candidate> score) {
        double lowest = Double.POSITIVE_INFINITY;
        List<Candidate> best = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            double own = score.applyAsDouble(candidate);
            if (own < lowest) {
                lowest = own;
                best.clear();
            }
            if (own == lowest) {
                best.add(candidate);
            }
        }
        return best.isEmpty() ? candidates : best;
    }
}
