package io.github.llmgateway.config;

import java.util.List;

/**
 * The forward proxies for calls to providers: {@code litellm_settings.proxy}, else the environment
 * ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY}, also in lower case).
 *
 * @param http    for {@code http:} URLs; null for none
 * @param https   for {@code https:} URLs; null for none
 * @param noProxy hosts called directly, as in {@code NO_PROXY}: names, suffixes, addresses, CIDR blocks, each with a
 *                port or without; {@code *} for all
 */
public record Proxies(ProxyAddress http, ProxyAddress https, List<String> noProxy) {

    /** No proxy. */
    public static final Proxies NONE = new Proxies(null, null, List.of());

    public Proxies {
        noProxy = List.copyOf(noProxy);
    }
}
