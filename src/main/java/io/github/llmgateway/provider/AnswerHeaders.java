package io.github.llmgateway.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of a provider's headers reach the client. Between equals all do, but for those that belong to one connection
 * (RFC 9110, 7.6.1), to the provider's own site, or to bytes that have been unpacked. A client of another dialect gets
 * those whose meaning is the same everywhere.
 */
public final class AnswerHeaders {

    private static final Set<String> KEPT_BACK = Set.of("connection", "keep-alive", "proxy-authenticate",
            "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "content-length", "content-encoding",
            "set-cookie", "server", "date", "via", "alt-svc", "strict-transport-security", "nel", "report-to",
            "expect-ct", "access-control-allow-origin", "access-control-expose-headers", "vary", "cf-ray",
            "cf-cache-status", "content-type", "location");
    private static final Set<String> COMMON = Set.of("retry-after", "retry-after-ms", "x-should-retry");

    private AnswerHeaders() {
    }

    /** Those of {@code provider}'s answer, for a client of the same or of another dialect. */
    public static MultiMap of(MultiMap provider, boolean sameDialect) {
        MultiMap headers = HttpHeaders.headers();
        for (Map.Entry<String, String> header : provider) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (sameDialect ? !KEPT_BACK.contains(name) : COMMON.contains(name)) {
                headers.add(name, header.getValue());
            }
        }
        if (!sameDialect) {
            String id = provider.contains("request-id") ? provider.get("request-id") : provider.get("x-request-id");
            if (id != null) {
                headers.set("request-id", id);
                headers.set("x-request-id", id);
            }
        }
        return headers;
    }
}
