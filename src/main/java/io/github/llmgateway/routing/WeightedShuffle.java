package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.config.Selection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * LiteLLM's {@code simple-shuffle}: at random by {@code weight}; where no weights differ, by {@code rpm}; where none is
 * given, by {@code tpm}. All are equal but for their shares, so a conversation can stay.
 */
final class WeightedShuffle implements Strategy {

    private static final List<ToDoubleFunction<Selection>> SHARES = List.of(
            Selection::weight,
            selection -> selection.rpm() == null ? 0 : selection.rpm(),
            selection -> selection.tpm() == null ? 0 : selection.tpm());

    @Override
    public List<Candidate> best(List<Candidate> candidates, Call call) {
        return candidates;
    }

    @Override
    public boolean steady() {
        return true;
    }

    @Override
    public ToDoubleFunction<Candidate> share(List<Candidate> candidates) {
        for (ToDoubleFunction<Selection> share : SHARES) {
            double first = share.applyAsDouble(candidates.get(0).deployment().selection());
            for (Candidate candidate : candidates) {
                if (share.applyAsDouble(candidate.deployment().selection()) != first) {
                    return each -> share.applyAsDouble(each.deployment().selection());
                }
            }
        }
        return Strategy.super.share(candidates);
    }
}
