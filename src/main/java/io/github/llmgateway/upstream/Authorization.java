package io.github.llmgateway.upstream;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/**
 * Shows a provider who asks: a key, a token that is fetched and renewed, a signature. One a deployment, safe for all
 * threads. Never blocks: what has to be fetched is fetched elsewhere, and the future completes then, on any thread.
 */
public interface Authorization {

    /**
     * Puts what the provider wants to see into the request's headers. Fails with a
     * {@link io.github.llmgateway.chat.Failure} that says what is missing and the mend, never what the secret is.
     */
    Future<Void> authorize(Unsigned request);

    /**
     * A request that is complete but for its authorization.
     *
     * @param method  the method
     * @param uri     the absolute address, its path encoded as it will be sent
     * @param headers the headers that will be sent; what is authorized is put here
     * @param body    the body that will be sent
     */
    record Unsigned(HttpMethod method, String uri, MultiMap headers, Buffer body) {

        /** Address without its query, which may hold a key. */
        @Override
        public String toString() {
            int query = uri.indexOf('?');
            return "Unsigned[" + method + " " + (query < 0 ? uri : uri.substring(0, query)) + "]";
        }
    }
}
