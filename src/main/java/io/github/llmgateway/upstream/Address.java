package io.github.llmgateway.upstream;

import java.net.URI;

/** Puts a base URL and a path together, however much of the path the base already has. */
final class Address {

    private Address() {
    }

    /**
     * {@code https://host/v1} and {@code /v1/messages} give {@code https://host/v1/messages}; a base that is the whole
     * address already stays as it is, as LiteLLM takes it. {@code asked}: the query to go along, or null.
     */
    static String of(URI base, String path, String asked) {
        String start = base.toString();
        String query = "";
        int mark = start.indexOf('?');
        if (mark >= 0) {
            query = start.substring(mark);
            start = start.substring(0, mark);
        }
        if (asked != null && !asked.isEmpty()) {
            query += (query.isEmpty() ? "?" : "&") + asked;
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
}
