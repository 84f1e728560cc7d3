package io.github.llmgateway.door;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;

/** The path that a client asked for, as it was sent. */
final class RequestPath {

    private RequestPath() {
    }

    static String of(Exchange exchange) {
        return exchange.getIn() instanceof DoorMessage door ? door.context().request().path()
                : exchange.getIn().getHeader(Exchange.HTTP_PATH, "", String.class);
    }

    /** Null: none. */
    static String query(Exchange exchange) {
        return exchange.getIn() instanceof DoorMessage door ? door.context().request().query()
                : exchange.getIn().getHeader(Exchange.HTTP_QUERY, String.class);
    }

    /** A query without the client's key, which is the gateway's affair; null: nothing is left. */
    static String withoutKey(String query) {
        if (query == null || query.isEmpty()) {
            return null;
        }
        StringBuilder rest = new StringBuilder(query.length());
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (!decoded(equals < 0 ? parameter : parameter.substring(0, equals)).equalsIgnoreCase("key")) {
                rest.append(rest.length() == 0 ? "" : "&").append(parameter);
            }
        }
        return rest.length() == 0 ? null : rest.toString();
    }

    /** A part of a path without its percent signs; as it is where those stand for nothing. */
    static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return part;
        }
    }
}
