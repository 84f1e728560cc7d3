package io.github.llmgateway.upstream;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Puts a base URL and a path together, however much of the path the base already has. */
public final class Address {

    private Address() {
    }

    /**
     * {@code https://host/v1} and {@code /v1/messages} give {@code https://host/v1/messages}; a base that is the whole
     * address already stays as it is, as LiteLLM takes it. {@code asked}: the query to go along, or null.
     */
    static String of(URI base, String pathAndQuery, String asked) {
        String start = base.toString();
        String path = pathAndQuery;
        String query = "";
        int own = path.indexOf('?');
        if (own >= 0) {
            query = path.substring(own);
            path = path.substring(0, own);
        }
        int mark = start.indexOf('?');
        if (mark >= 0) {
            query += (query.isEmpty() ? "?" : "&") + start.substring(mark + 1);
            start = start.substring(0, mark);
        }
        if (asked != null) {
            for (String parameter : asked.split("&")) {
                String name = parameter.replaceFirst("=.*", "=");
                // What the configuration says of the address, an API version, holds.
                if (!parameter.isEmpty() && !query.contains("?" + name) && !query.contains("&" + name)) {
                    query += (query.isEmpty() ? "?" : "&") + parameter;
                }
            }
        }
        while (start.endsWith("/")) {
            start = start.substring(0, start.length() - 1);
        }
        if (start.endsWith(path)) {
            return start + query;
        }
        if (start.endsWith("/v1") && path.startsWith("/v1/")) {
            return start + path.substring(3) + query;
        }
        return start + path + query;
    }

    /** A name as one segment of a path: what RFC 3986 reserves is encoded, also the slashes and colons of an ARN. */
    public static String segment(String name) {
        StringBuilder segment = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~@".indexOf(c) >= 0)) {
                segment.append(c);
            } else {
                segment.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return segment.toString();
    }
}
