package io.github.llmgateway.config;

import java.time.Duration;
import java.util.Map;

/**
 * When a failing deployment rests.
 *
 * @param enabled            false with {@code disable_cooldowns}
 * @param allowedFails       failures a minute that are forgiven; 3 where unset, as in LiteLLM
 * @param allowedFailsPolicy the same by kind of failure, where it differs
 * @param time               how long it rests; 5 s where unset, as in LiteLLM
 */
public record Cooldown(boolean enabled, int allowedFails, Map<ErrorKind, Integer> allowedFailsPolicy, Duration time) {

    /** Where the file says nothing. */
    public static final Cooldown DEFAULT = new Cooldown(true, 3, Map.of(), Duration.ofSeconds(5));

    public Cooldown {
        allowedFailsPolicy = Map.copyOf(allowedFailsPolicy);
    }

    /** How many failures of this kind a minute are forgiven. */
    public int allowedFails(ErrorKind kind) {
        return allowedFailsPolicy.getOrDefault(kind, allowedFails);
    }
}
