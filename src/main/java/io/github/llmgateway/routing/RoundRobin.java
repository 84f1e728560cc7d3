package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code round-robin}: one after the other. */
final class RoundRobin implements Strategy {

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public List<Candidate> best(List<Candidate> candidates, Call call) {
        return List.of(candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size())));
    }
}
