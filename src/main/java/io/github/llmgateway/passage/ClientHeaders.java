package io.github.llmgateway.passage;

import io.github.llmgateway.upstream.ClientKeys;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of a client's headers go along: all but its keys, those of one connection (RFC 9110, 7.6.1), and those that
 * tell of the way to the gateway or of the page that a browser shows.
 */
final class ClientHeaders {

    private static final Set<String> KEPT_BACK = Set.of("host", "content-length", "transfer-encoding", "connection",
            "keep-alive", "te", "trailer", "upgrade", "http2-settings", "expect", "accept-encoding", "forwarded", "via",
            "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "origin", "referer");
    /**
     * What is the gateway's own affair, the client's signature at AWS, and what load balancers in front of the gateway
     * say of who asks (AWS, Google, Cloudflare, Azure, oauth2-proxy, Envoy).
     */
    private static final List<String> KEPT_BACK_PREFIXES = List.of("x-litellm-", "x-gateway-", "x-forwarded-",
            "x-amz-", "x-amzn-oidc-", "x-amzn-trace", "x-goog-iap-", "x-goog-authenticated-user-", "cf-access-",
            "x-ms-token-", "x-ms-client-principal", "x-auth-request-", "x-original-", "x-envoy-", "proxy-", "sec-");

    private ClientHeaders() {
    }

    static MultiMap of(MultiMap client) {
        Set<String> ofConnection = new HashSet<>();
        for (String list : client.getAll(HttpHeaders.CONNECTION)) {
            Arrays.stream(list.split(",")).map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .forEach(ofConnection::add);
        }
        MultiMap headers = HttpHeaders.headers();
        for (Map.Entry<String, String> header : client) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!ClientKeys.contain(name) && !KEPT_BACK.contains(name) && !ofConnection.contains(name)
                    && KEPT_BACK_PREFIXES.stream().noneMatch(name::startsWith)) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        return headers;
    }
}
