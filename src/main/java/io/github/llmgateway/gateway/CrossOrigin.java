package io.github.llmgateway.gateway;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.door.Callers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;

/**
 * Which pages of a browser may call ({@code gateway_settings.cors_origins}); none where nothing is configured. A page
 * that may not cannot read an answer, but a browser lets it send: without a key it would spend the owner's money, so it
 * is refused. What is no page sends no {@code Origin}.
 */
final class CrossOrigin implements Handler<RoutingContext> {

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String READABLE = "request-id, x-request-id, retry-after, x-should-retry, x-litellm-call-id, "
            + "x-litellm-model-id, x-litellm-model-group, x-gateway-dropped, x-gateway-token-count";
    private static final String PREFLIGHT_SECONDS = "600";

    private final List<String> origins;
    private final Callers callers;
    private final boolean keyed;

    /** Lets in pages of these origins; {@code *} stands for all. {@code keyed}: whether callers need a key. */
    CrossOrigin(List<String> origins, Callers callers, boolean keyed) {
        this.keyed = keyed;
        this.origins = origins;
        this.callers = callers;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || own(origin, request)) {
            context.next();
        } else if (origins.contains(origin) || origins.contains("*")) {
            allow(context, origin);
        } else if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            context.next();
        } else {
            BareRefusal.answer(request, Failure.of(FailureKind.PERMISSION,
                    "Pages of this origin may not call; gateway_settings.cors_origins names those that may."));
        }
    }

    private void allow(RoutingContext context, String origin) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.contains("*") ? "*" : origin);
        response.putHeader(HttpHeaders.VARY, "origin");
        if (request.method() != HttpMethod.OPTIONS
                || !request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
            context.next();
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        String wanted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (wanted != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
        }
        response.setStatusCode(204).end();
    }

    /**
     * Whether the page came from this gateway itself. Where nobody needs a key its name must be this machine's own: a
     * stranger's name may be made to point here, and then page and request seem to be of one place.
     */
    private boolean own(String origin, HttpServerRequest request) {
        try {
            String host = callers.host(request);
            URI page = URI.create(origin);
            return host != null && host.equals(page.getAuthority()) && (keyed || ownName(page.getHost()));
        } catch (IllegalArgumentException opaque) {
            return false;
        }
    }

    private static boolean ownName(String host) {
        return host != null && (host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("[")
                || host.matches("[0-9.]+"));
    }
}
