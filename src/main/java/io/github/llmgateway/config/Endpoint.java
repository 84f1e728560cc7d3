package io.github.llmgateway.config;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a deployment is reached.
 *
 * @param base         the base URL without trailing slash. {@link Dialect#ANTHROPIC}: without {@code /v1}.
 *                     {@link Dialect#OPENAI}: with it, so that {@code /chat/completions} follows. Null for the simulator
 * @param apiKey       the key; null where none is needed
 * @param organization {@code organization}, OpenAI's; null where unset
 * @param proxy        the proxy of this deployment alone; null where {@link UpstreamSettings#proxies()} decides
 * @param extraHeaders headers added to every request to it, values may be secrets
 * @param trust        whom calls to it believe; null where {@link UpstreamSettings#trust()} decides
 */
public record Endpoint(
        URI base,
        Secret apiKey,
        String organization,
        ProxyAddress proxy,
        Map<String, String> extraHeaders,
        Trust trust) {

    public Endpoint {
        extraHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(extraHeaders));
    }

    @Override
    public String toString() {
        return "Endpoint[" + base + ", headers " + extraHeaders.keySet() + "]";
    }
}
