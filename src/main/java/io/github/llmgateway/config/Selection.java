package io.github.llmgateway.config;

import java.util.List;

/**
 * A deployment's share of its group's requests.
 *
 * @param weight              its weight in a shuffle, relative to the others of its group; 1 where unset
 * @param order               lower is tried first, the next order when all of the lower are down; {@link #LAST} where
 *                            unset. As in LiteLLM, a deployment without one comes after all that have one
 * @param rpm                 requests a minute it may get; null where unset
 * @param tpm                 tokens a minute it may get; null where unset
 * @param maxParallelRequests requests it may have at once; null where unset
 * @param tags                its tags, empty where unset
 */
public record Selection(
        double weight,
        int order,
        Long rpm,
        Long tpm,
        Integer maxParallelRequests,
        List<String> tags) {

    /** The order of a deployment that names none. */
    public static final int LAST = Integer.MAX_VALUE;

    /** The weight of a deployment that names none. */
    public static final double DEFAULT_WEIGHT = 1;

    public Selection {
        tags = List.copyOf(tags);
    }
}
