package io.github.llmgateway.passage;

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

    private static final Set<String> KEPT_BACK = Set.of("authorization", "x-api-key", "x-goog-api-key", "api-key",
            "key", "cookie", "host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer",
            "upgrade", "http2-settings", "expect", "accept-encoding", "forwarded", "via", "x-real-ip", "origin",
            "referer");
    /** What is the gateway's own affair, and the client's signature at AWS. */
    private static final List<String> KEPT_BACK_PREFIXES = List.of("x-litellm-", "x-gateway-", "x-forwarded-",
            "x-amz-", "proxy-", "sec-");

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
            if (!KEPT_BACK.contains(name) && !ofConnection.contains(name)
                    && KEPT_BACK_PREFIXES.stream().noneMatch(name::startsWith)) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        return headers;
    }
}
