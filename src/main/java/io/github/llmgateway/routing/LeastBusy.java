package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import java.util.List;

/** {@code least-busy}: the one with the fewest requests under way. */
final class LeastBusy implements Strategy {

    @Override
    public List<Candidate> best(List<Candidate> candidates, Call call) {
        return Strategy.lowest(candidates, candidate -> candidate.health().underWay());
    }
}
