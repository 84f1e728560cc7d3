package io.github.llmgateway.call;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;

/**
 * A request that passes to a provider as it came: the message body between its writer and its call, in the place of an
 * {@link Outgoing}. Its answer is an {@link Incoming} with a stream, whatever it is.
 *
 * @param method  the client's method
 * @param address where it goes, with the client's path and query
 * @param body    the bytes to be sent; empty: none
 * @param headers the client's headers that go along; no key is among them
 */
public record Passing(HttpMethod method, URI address, Buffer body, MultiMap headers) {

    /** The exchange property by which routes know what is no conversation: true, else it is not set. */
    public static final String PASSES = "passes";

    /** The exchange property with the providers that may get it, by name, separated by commas. */
    public static final String PROVIDER = "provider";

    /** The exchange property with the beginning of the path that is the gateway's own; unset: none is. */
    public static final String PREFIX = "prefix";

    /** The exchange property with the path at the provider, where it holds {@code {model}}; unset: the client's. */
    public static final String PATH = "providerPath";

    /** The exchange property with where else a client may ask whose model is at none of the providers; unset: nowhere. */
    public static final String ELSEWHERE = "elsewhere";

    /** Never shows the body, nor the query, which may hold a key. */
    @Override
    public String toString() {
        return "Passing[" + method + " " + address.getRawPath() + ", " + body.length() + " bytes]";
    }
}
