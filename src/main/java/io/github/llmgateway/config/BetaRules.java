package io.github.llmgateway.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of an Anthropic client's betas at other providers ({@code config/beta-headers.yaml}).
 *
 * @param byProvider the rules by the provider's name
 */
public record BetaRules(Map<String, Rule> byProvider) {

    /** No rules: every beta goes through. */
    public static final BetaRules NONE = new BetaRules(Map.of());

    /**
     * Of one provider.
     *
     * @param drop   betas that are not sent
     * @param rename betas that go by another name
     * @param keep   betas known to work: what stays where the provider refuses one without saying which
     */
    public record Rule(Set<String> drop, Map<String, String> rename, Set<String> keep) {

        /** Every beta goes through. */
        public static final Rule NONE = new Rule(Set.of(), Map.of(), Set.of());

        public Rule {
            drop = Set.copyOf(drop);
            rename = Map.copyOf(rename);
            keep = Set.copyOf(keep);
        }
    }

    public BetaRules {
        byProvider = Map.copyOf(byProvider);
    }

    /** The rules of a provider; those that drop nothing if it has none. */
    public Rule of(String provider) {
        return byProvider.getOrDefault(provider, Rule.NONE);
    }

    static List<String> keys() {
        return List.of("drop", "rename", "keep");
    }
}
