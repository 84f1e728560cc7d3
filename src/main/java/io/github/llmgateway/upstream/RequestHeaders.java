package io.github.llmgateway.upstream;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Outgoing;
import io.github.llmgateway.call.Passing;
import io.github.llmgateway.config.Api;
import io.github.llmgateway.config.Deployment;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The headers of a call: the deployment's key, what the kamelet lets through of the client's, what the configuration
 * adds. A client's own key is never among them, but for the token of a signed-in Anthropic user where the operator
 * allows it.
 */
final class RequestHeaders {

    /** How OAuth tokens of Anthropic accounts begin. */
    private static final String OAUTH_TOKEN = "Bearer sk-ant-oat";

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");

    private final List<String> names = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Map<String, String> extra;
    private final String authorization;
    private final String key;
    private final boolean anthropic;

    RequestHeaders(ProviderEndpoint endpoint, Deployment deployment, String authorization) {
        for (String pattern : split(endpoint.getForward())) {
            String lower = pattern.toLowerCase(Locale.ROOT);
            if (lower.endsWith("*")) {
                prefixes.add(lower.substring(0, lower.length() - 1));
            } else {
                names.add(lower);
            }
        }
        for (String pair : split(endpoint.getHeaders())) {
            int equals = pair.indexOf('=');
            defaults.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        if (deployment.endpoint().organization() != null) {
            defaults.put("openai-organization", deployment.endpoint().organization());
        }
        extra = deployment.endpoint().extraHeaders();
        this.authorization = authorization;
        anthropic = deployment.api() == Api.ANTHROPIC;
        key = deployment.endpoint().apiKey() == null ? null : deployment.endpoint().apiKey().reveal();
    }

    private static List<String> split(String list) {
        return Arrays.stream(list.split(",")).map(String::trim).filter(each -> !each.isEmpty()).toList();
    }

    MultiMap of(Call call, Outgoing outgoing) {
        MultiMap headers = HttpHeaders.headers();
        if (outgoing.sameDialect()) {
            for (Map.Entry<String, String> header : call.headers()) {
                if (forwarded(header.getKey())) {
                    headers.add(header.getKey(), header.getValue());
                }
            }
        }
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        if (outgoing.stream()) {
            // A compressing provider holds tokens back until its window is full.
            headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        }
        addDefaults(headers);
        for (Map.Entry<String, String> header : outgoing.headers()) {
            if (header.getValue().isEmpty()) {
                headers.remove(header.getKey());
            } else {
                headers.set(header.getKey(), header.getValue());
            }
        }
        authorize(headers, call);
        extra.forEach(headers::set);
        return headers;
    }

    /** The headers of what passes as it came. */
    MultiMap of(Call call, Passing passing) {
        MultiMap headers = HttpHeaders.headers().addAll(passing.headers());
        // The bytes shall reach the client as they are, and at once.
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        addDefaults(headers);
        authorize(headers, call);
        extra.forEach(headers::set);
        return headers;
    }

    private void addDefaults(MultiMap headers) {
        defaults.forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.set(name, value);
            }
        });
    }

    private void authorize(MultiMap headers, Call call) {
        String oauth = call.forwardedAuthorization();
        if (oauth != null && anthropic && oauth.startsWith(OAUTH_TOKEN)) {
            headers.set(HttpHeaders.AUTHORIZATION, oauth);
            call.attempt().onClientsAccount();
        } else if (key != null) {
            if ("bearer".equals(authorization)) {
                headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key);
            } else {
                headers.set(authorization, key);
            }
        }
    }

    private boolean forwarded(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (ClientKeys.contain(lower)) {
            return false;
        }
        if (names.contains(lower)) {
            return true;
        }
        for (String prefix : prefixes) {
            if (lower.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
