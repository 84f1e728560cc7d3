package io.github.llmgateway.config;

import java.util.List;

/**
 * Where a prompt without cache marks is given one ({@code litellm_params.cache_control_injection_points}).
 *
 * @param place which part of the prompt
 * @param index of {@link Place#MESSAGE}: which one, from 0, or from the end where it is negative; else 0
 * @param ttl   how long the cache shall live, {@code 5m} or {@code 1h}; null: as long as it does unasked
 */
public record CachePoint(Place place, int index, String ttl) {

    /** What {@code gateway_settings.inject_cache_points} stands for: the parts that come again with the next turn. */
    public static final List<CachePoint> USUAL = List.of(
            new CachePoint(Place.TOOLS, 0, null),
            new CachePoint(Place.SYSTEM, 0, null),
            new CachePoint(Place.MESSAGE, -1, null));

    /** A part of a prompt. */
    public enum Place {
        /** The definitions of tools. */
        TOOLS,
        /** The system prompt. */
        SYSTEM,
        /** The message of that index. */
        MESSAGE,
        /** The user's last message. */
        LAST_OF_USER,
        /** The assistant's last message. */
        LAST_OF_ASSISTANT
    }
}
