package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.config.Selection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;

/**
 * LiteLLM's {@code simple-shuffle}: at random by {@code weight}; where no weights differ, by {@code rpm}; where none is
 * given, by {@code tpm}. Deployments of one weight are equal.
 */
final class WeightedShuffle implements Strategy {

    @Override
    public List<Candidate> best(List<Candidate> candidates, Call call) {
        List<ToDoubleFunction<Selection>> shares = List.of(
                Selection::weight,
                selection -> selection.rpm() == null ? 0 : selection.rpm(),
                selection -> selection.tpm() == null ? 0 : selection.tpm());
        for (ToDoubleFunction<Selection> share : shares) {
            if (differ(candidates, share)) {
                return List.of(draw(candidates, share));
            }
        }
        return candidates;
    }

    private static boolean differ(List<Candidate> candidates, ToDoubleFunction<Selection> share) {
        double first = share.applyAsDouble(candidates.get(0).deployment().selection());
        return candidates.stream().anyMatch(each -> share.applyAsDouble(each.deployment().selection()) != first);
    }

    private static Candidate draw(List<Candidate> candidates, ToDoubleFunction<Selection> share) {
        double sum = 0;
        for (Candidate candidate : candidates) {
            sum += share.applyAsDouble(candidate.deployment().selection());
        }
        double drawn = ThreadLocalRandom.current().nextDouble() * sum;
        Candidate last = candidates.get(0);
        for (Candidate candidate : candidates) {
            double own = share.applyAsDouble(candidate.deployment().selection());
            if (own > 0) {
                last = candidate;
                drawn -= own;
                if (drawn < 0) {
                    break;
                }
            }
        }
        return last;
    }
}
