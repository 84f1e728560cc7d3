package io.github.llmgateway.config;

import java.time.Duration;

/**
 * How long and how often one deployment is tried; null where {@link RoutingSettings} decides.
 *
 * @param timeout       for a whole answer
 * @param streamTimeout for a streamed one, in place of {@code timeout}
 * @param maxRetries    retries ({@code max_retries}, else {@code num_retries})
 * @param cooldownTime  how long it rests after failing too often
 */
public record AttemptLimits(Duration timeout, Duration streamTimeout, Integer maxRetries, Duration cooldownTime) {}
