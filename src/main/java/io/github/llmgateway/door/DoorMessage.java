package io.github.llmgateway.door;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;

/**
 * A request as Camel sees it. The message's headers are made from the request when a route first asks for one: most
 * never do, and a client of today sends thirty.
 */
final class DoorMessage extends DefaultMessage {

    private static final Set<String> CREDENTIALS = Set.of("authorization", "x-api-key", "x-litellm-api-key",
            "x-gateway-api-key", "x-goog-api-key", "api-key");

    private final RoutingContext context;
    private boolean populated;

    DoorMessage(Exchange exchange, RoutingContext context) {
        super(exchange);
        this.context = context;
    }

    /** The request's own headers. */
    MultiMap requestHeaders() {
        return context.request().headers();
    }

    RoutingContext context() {
        return context;
    }

    /** Reads one header without making the map of all. */
    @Override
    public Object getHeader(String name) {
        if (!populated && !name.startsWith("Camel")) {
            String header = requestHeaders().get(name);
            if (header != null) {
                return header;
            }
            if (context.request().query() == null && context.pathParams().isEmpty()) {
                return null;
            }
        }
        return super.getHeader(name);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getHeader(String name, Class<T> type) {
        return type == String.class && !populated ? (T) getHeader(name) : super.getHeader(name, type);
    }

    @Override
    protected void populateInitialHeaders(Map<String, Object> map) {
        populated = true;
        for (Map.Entry<String, String> header : requestHeaders()) {
            if (!header.getKey().regionMatches(true, 0, "camel", 0, 5)) {
                map.putIfAbsent(header.getKey(), header.getValue());
            }
        }
        for (Map.Entry<String, String> parameter : context.queryParams()) {
            // Of all that shows who asks, an address may hold Google's `key` alone.
            boolean secret = CREDENTIALS.contains(parameter.getKey().toLowerCase(Locale.ROOT));
            if (!secret && !parameter.getKey().regionMatches(true, 0, "camel", 0, 5)) {
                map.putIfAbsent(parameter.getKey(), parameter.getValue());
            }
        }
        map.putAll(context.pathParams());
        map.put(Exchange.HTTP_METHOD, context.request().method().name());
        map.put(Exchange.HTTP_PATH, context.request().path());
        map.put(Exchange.HTTP_URI, context.request().uri());
        map.put(Exchange.HTTP_QUERY, context.request().query());
    }

    @Override
    public DoorMessage newInstance() {
        return new DoorMessage(getExchange(), context);
    }
}
