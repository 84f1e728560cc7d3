package io.github.llmgateway.config;

/**
 * Prices in US dollars a token, as the file gives them. A kind of token without a price costs 0.
 *
 * @param known             whether the file gives any price at all
 * @param input             {@code input_cost_per_token}
 * @param output            {@code output_cost_per_token}
 * @param cacheWrite        {@code cache_creation_input_token_cost}: written to the provider's cache for 5 minutes
 * @param cacheWriteOneHour {@code cache_creation_input_token_cost_above_1hr}: the same for 1 hour
 * @param cacheRead         {@code cache_read_input_token_cost}
 * @param reasoning         {@code output_cost_per_reasoning_token}
 */
public record Pricing(
        boolean known,
        double input,
        double output,
        double cacheWrite,
        double cacheWriteOneHour,
        double cacheRead,
        double reasoning) {

    /** No price in the file. */
    public static final Pricing UNKNOWN = new Pricing(false, 0, 0, 0, 0, 0, 0);
}
