package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.config.Selection;
import java.util.List;

/**
 * {@code usage-based-routing}: the one that has used the smallest part of its {@code tpm} and {@code rpm} in the current
 * minute. Without limits, the one with the fewest tokens.
 */
final class LowestUsage implements Strategy {

    /** Stands for a limit that is not given: far above any provider's, so that limited deployments compare by part. */
    private static final double UNLIMITED = 1e12;

    @Override
    public List<Candidate> best(List<Candidate> candidates, Call call) {
        return Strategy.lowest(candidates, LowestUsage::used);
    }

    private static double used(Candidate candidate) {
        Selection selection = candidate.deployment().selection();
        return Math.max(
                candidate.health().tokensThisMinute() / limit(selection.tpm()),
                candidate.health().requestsThisMinute() / limit(selection.rpm()));
    }

    private static double limit(Long configured) {
        return configured == null || configured <= 0 ? UNLIMITED : configured;
    }
}
