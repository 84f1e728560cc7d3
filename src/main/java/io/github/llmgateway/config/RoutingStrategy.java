package io.github.llmgateway.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a deployment of a group is chosen ({@code router_settings.routing_strategy}). */
public enum RoutingStrategy {
    /** At random by weight, else by rpm, else by tpm, else evenly. The default. */
    SIMPLE_SHUFFLE("simple-shuffle"),
    /** The one with the fewest requests under way. */
    LEAST_BUSY("least-busy"),
    /** The fastest of late. */
    LATENCY_BASED("latency-based-routing"),
    /** The one with the most room under its rpm and tpm; LiteLLM's {@code usage-based-routing-v2} means the same here. */
    USAGE_BASED("usage-based-routing"),
    /** The cheapest by the prices in the configuration. */
    COST_BASED("cost-based-routing"),
    /** One after the other. Not in LiteLLM. */
    ROUND_ROBIN("round-robin"),
    /** The first in the file as long as it answers, then the next. Not in LiteLLM. */
    FAILOVER("failover");

    private final String key;

    RoutingStrategy(String key) {
        this.key = key;
    }

    /** Its name in the file. */
    public String key() {
        return key;
    }

    static Optional<RoutingStrategy> of(String key) {
        if (key.equals("usage-based-routing-v2")) {
            return Optional.of(USAGE_BASED);
        }
        return Arrays.stream(values()).filter(strategy -> strategy.key.equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(RoutingStrategy::key).toList();
    }
}
