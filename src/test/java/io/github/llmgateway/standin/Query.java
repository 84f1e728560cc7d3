package io.github.llmgateway.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A request as the rules see it.
 *
 * @param path     without the query
 * @param query    its text, empty if there is none
 * @param headers  by lower-case name
 * @param body     missing where there is none or it is not JSON
 * @param model    the one that the path names, else the body's
 * @param streamed whether a stream is asked for
 * @param counting whether only the tokens are to be counted
 * @param issued   whether this stand-in gave out a signature
 * @param beta     whether the server knows a beta of Anthropic's
 */
record Query(String method, String path, String query, Map<String, String> headers, JsonNode body, String model,
        boolean streamed, boolean counting, Predicate<String> issued, Predicate<String> beta) {

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    JsonNode at(String field) {
        return body.path(field);
    }

    /** The same with another body. */
    Query with(JsonNode other) {
        return new Query(method, path, query, headers, other, model, streamed, counting, issued, beta);
    }
}
