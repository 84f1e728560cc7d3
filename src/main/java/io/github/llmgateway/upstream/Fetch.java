package io.github.llmgateway.upstream;

import io.github.llmgateway.config.ProxyAddress;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * A request beside the calls to models: tokens, credentials, pictures by their address. It takes the same way out as
 * they do: the same proxy, the same trust, the same words for what goes wrong. Safe for all threads.
 */
public interface Fetch {

    /**
     * Sends a request and gives its answer whole, whatever its status. Redirects are not followed. Fails with a
     * {@link io.github.llmgateway.chat.Failure} where there is no answer within its bounds: {@code TIMEOUT}, {@code
     * TOO_LARGE}, {@code INVALID_REQUEST} for what is no address, {@code PERMISSION} for one that
     * is not allowed, {@code UNAVAILABLE} with a message that says what to
     * do about proxy, DNS or certificate. The future completes on an event loop: nothing may block there.
     */
    Future<Fetched> send(Request request);

    /**
     * What is asked.
     *
     * @param uri           absolute address
     * @param body          null: none
     * @param timeoutMillis for all of it, in ms
     * @param maxBytes      the largest answer that is taken
     * @param proxy         the proxy to take in place of the configuration's; null: the configuration decides
     * @param allowed       which addresses may be connected to, for a host that a client names; null: all. It is
     *                      asked about every address that a name leads to, and one of those is taken: the name cannot
     *                      lead elsewhere a moment later.
     *                      Where a proxy resolves the name it is asked about figures, and about what the name means
     *                      here; a name that is not known here is the proxy's
     * @param givenUp       completed by whoever asked when the answer is not wanted any more: the request ends then,
     *                      and fails as {@code CLIENT_LEFT}; null: it is wanted
     */
    record Request(HttpMethod method, String uri, MultiMap headers, Buffer body, long timeoutMillis, int maxBytes,
            ProxyAddress proxy, Predicate<InetAddress> allowed, Future<?> givenUp) {

        /** A request to a host that the configuration names, whatever its address. */
        public Request(HttpMethod method, String uri, MultiMap headers, Buffer body, long timeoutMillis, int maxBytes,
                ProxyAddress proxy) {
            this(method, uri, headers, body, timeoutMillis, maxBytes, proxy, null, null);
        }

        /** Never shows the address, which may hold a key, or the body. */
        @Override
        public String toString() {
            return "Request[" + method + "]";
        }
    }

    /** What came: status, headers, body. */
    record Fetched(int status, MultiMap headers, Buffer body) {

        /** Never shows the body. */
        @Override
        public String toString() {
            return "Fetched[" + status + ", " + body.length() + " bytes]";
        }
    }
}
