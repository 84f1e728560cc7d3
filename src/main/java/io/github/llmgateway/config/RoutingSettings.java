package io.github.llmgateway.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a request finds its deployment, and what happens when that fails. Of a key that stands in both, that of
 * {@code router_settings} holds before that of {@code litellm_settings}, as in LiteLLM.
 *
 * @param strategy      how a deployment of a group is chosen
 * @param timeout       for a whole answer ({@code timeout}, else {@code request_timeout}); 600 s where unset
 * @param streamTimeout for a streamed answer; null where {@code timeout} holds for it, too
 * @param retries       how often a failed call is tried again
 * @param cooldown      when a failing deployment rests
 * @param fallbacks     where a request goes when its group fails
 * @param aliases       other names for groups, in the order of the file
 * @param preCallChecks {@code enable_pre_call_checks}: whether a prompt too long for a deployment passes it by
 * @param stickiness    whether a conversation stays with its deployment
 * @param tags          whether and how tags choose
 */
public record RoutingSettings(
        RoutingStrategy strategy,
        Duration timeout,
        Duration streamTimeout,
        Retries retries,
        Cooldown cooldown,
        Fallbacks fallbacks,
        Map<String, ModelAlias> aliases,
        boolean preCallChecks,
        Stickiness stickiness,
        TagFilter tags) {

    /** How long a whole answer may take where the file says nothing. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(600);

    public RoutingSettings {
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    }
}
