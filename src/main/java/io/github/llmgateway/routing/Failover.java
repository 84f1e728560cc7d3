package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import java.util.List;

/** {@code failover}: the first in the file that is well. */
final class Failover implements Strategy {

    @Override
    public List<Candidate> best(List<Candidate> candidates, Call call) {
        return candidates.subList(0, 1);
    }

    @Override
    public boolean steady() {
        return true;
    }
}
