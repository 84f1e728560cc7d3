package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.config.Pricing;
import java.util.List;

/**
 * {@code cost-based-routing}: the cheapest for this prompt by the prices of the configuration. The answer's length is
 * not known, so it counts as long as the client allows, or as long as the prompt. One without prices goes last.
 */
final class LowestCost implements Strategy {

    @Override
    public List<Candidate> best(List<Candidate> candidates, Call call) {
        double prompt = call.getPromptTokens();
        double answer = call.outline().maxTokens > 0 ? call.outline().maxTokens : prompt;
        return Strategy.lowest(candidates, candidate -> {
            Pricing pricing = candidate.deployment().pricing();
            return pricing.known() ? prompt * pricing.input() + answer * pricing.output() : Double.MAX_VALUE;
        });
    }

    @Override
    public boolean steady() {
        return true;
    }
}
