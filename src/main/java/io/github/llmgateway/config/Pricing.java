package io.github.llmgateway.config;

/**
 * Prices in US dollars a token, as the file gives them. A kind of token without a price costs 0.
 *
 * @param known  whether the file gives any price at all
 * @param input  {@code input_cost_per_token}
 * @param output {@code output_cost_per_token}
 */
public record Pricing(boolean known, double input, double output) {

    /** No price in the file. */
    public static final Pricing UNKNOWN = new Pricing(false, 0, 0);
}
