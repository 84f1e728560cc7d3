package io.github.llmgateway.door;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.framing.Framing;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;

/** The headers that tell who answered, by the names that LiteLLM gives them. */
final class ResponseHeaders {

    private static final int LONGEST_NAMES = 1_000;
    private static final List<String> CONNECTION =
            List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private ResponseHeaders() {
    }

    static void add(MultiMap headers, Exchange exchange, Call call) {
        String id = RequestId.of(exchange);
        headers.set("x-litellm-call-id", id);
        if (!headers.contains("x-request-id")) {
            headers.set("x-request-id", id);
        }
        Way way = Way.of(exchange);
        if (way != null) {
            addOwnId(headers, id, way);
        }
        if (call == null) {
            return;
        }
        if (way != null && way.framing() == Framing.AWS_CHUNKS && call.isStream()) {
            // InvokeModelWithResponseStream tells so what its chunks hold; Anthropic's clients for Bedrock demand it.
            headers.set("x-amzn-bedrock-content-type", "application/json");
        }
        if (call.getGroup() != null) {
            headers.set("x-litellm-model-group", call.getGroup());
        }
        if (call.attempt() != null) {
            headers.set("x-litellm-model-id", call.attempt().deployment());
            headers.set("x-litellm-attempted-retries", Integer.toString(call.retries()));
            headers.set("x-litellm-attempted-fallbacks", Integer.toString(call.fallbacks()));
            if (call.attempt().affinity() != null) {
                headers.set("x-gateway-affinity", call.attempt().affinity());
            }
            if (call.attempt().cachePoints() > 0) {
                headers.set("x-gateway-cache-points", "injected=" + call.attempt().cachePoints());
            }
        }
        headers.set("x-litellm-response-duration-ms", millis(call.course().millis()));
        headers.set("x-litellm-overhead-duration-ms", millis(call.course().overheadMillis()));
        if (!call.dropped().isEmpty()) {
            headers.set("x-gateway-dropped", plain(String.join(",", call.dropped())));
        }
    }

    /** The id by the names by which SDKs of Anthropic and AWS look for it; those of both invoke Claude on Bedrock. */
    private static void addOwnId(MultiMap headers, String id, Way way) {
        if (way.dialect().name().equals("anthropic") && !headers.contains("request-id")) {
            headers.set("request-id", id);
        }
        boolean aws = way.framing() == Framing.AWS_EVENTS || way.framing() == Framing.AWS_CHUNKS;
        if (aws && !headers.contains("x-amzn-requestid")) {
            headers.set("x-amzn-requestid", id);
        }
    }

    /** Takes away what HTTP/2 has no place for: its clients would call the answer malformed (RFC 9113 section 8.2.2). */
    static void removeConnections(MultiMap headers) {
        CONNECTION.forEach(headers::remove);
    }

    /** Names of fields are the client's own words: what a header cannot hold is exchanged, what is too long is cut. */
    private static String plain(String names) {
        StringBuilder plain = new StringBuilder(Math.min(names.length(), LONGEST_NAMES));
        for (int i = 0; i < names.length() && i < LONGEST_NAMES; i++) {
            char c = names.charAt(i);
            plain.append(c > ' ' && c < 127 ? c : '_');
        }
        return plain.toString();
    }

    /** Microseconds are enough, and {@code String.format} is too slow here. */
    private static String millis(double value) {
        long micros = Math.round(value * 1000);
        long fraction = micros % 1000;
        String digits = Long.toString(1000 + fraction).substring(1);
        return (micros / 1000 + "." + digits).toLowerCase(Locale.ROOT);
    }
}
