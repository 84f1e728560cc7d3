package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import java.util.List;

/** {@code latency-based-routing}: the one whose first byte came soonest of late; one not yet asked goes first. */
final class LowestLatency implements Strategy {

    @Override
    public List<Candidate> best(List<Candidate> candidates, Call call) {
        return Strategy.lowest(candidates, candidate -> candidate.health().latencyMillis());
    }
}
