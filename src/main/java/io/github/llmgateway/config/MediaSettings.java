package io.github.llmgateway.config;

import java.time.Duration;
import java.util.List;

/**
 * How pictures and documents are fetched that a client gives by their addresses, for a provider that takes only bytes;
 * from {@code gateway_settings.media} but for what is LiteLLM's.
 *
 * @param enabled    whether they are fetched at all; true where unset
 * @param maxBytes   the largest that is taken; 20 MB where unset
 * @param timeout    for each, redirects included; 10 s where unset
 * @param allowHosts {@code allow_hosts} and {@code litellm_settings.user_url_allowed_hosts}: hosts that may be
 *                   inside one's own network: names, {@code .suffixes}, addresses, each with {@code :PORT} where
 *                   wanted, and networks
 * @param anyAddress {@code litellm_settings.user_url_validation: false}: whether all hosts may
 */
public record MediaSettings(boolean enabled, int maxBytes, Duration timeout, List<String> allowHosts,
        boolean anyAddress) {

    /** Where the file says nothing. */
    public static final MediaSettings DEFAULT =
            new MediaSettings(true, 20 << 20, Duration.ofSeconds(10), List.of(), false);

    public MediaSettings {
        allowHosts = List.copyOf(allowHosts);
    }
}
