package io.github.llmgateway.credentials;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Trust;
import io.github.llmgateway.upstream.Fetch;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@link Fetch} for libraries that wait for their answers: blocks the calling thread, which must not be an event
 * loop's, for no longer than its bound. Safe for all threads.
 */
public final class Fetching {

    private static final long TOKEN_MILLIS = 10_000;
    private static final int TOKEN_BYTES = 1 << 20;

    private final Fetch fetch;
    private final ProxyAddress proxy;
    private final Trust trust;
    private final long timeoutMillis;
    private final int maxBytes;

    /** With bounds of its own. {@code proxy} and {@code trust}: the deployment's own; null: the configuration's. */
    public Fetching(Fetch fetch, ProxyAddress proxy, Trust trust, long timeoutMillis, int maxBytes) {
        this.fetch = fetch;
        this.proxy = proxy;
        this.trust = trust;
        this.timeoutMillis = timeoutMillis;
        this.maxBytes = maxBytes;
    }

    /**
     * For token endpoints: ten seconds a request, answers of at most 1 MiB. A deployment that checks no certificate may
     * have a model of its own in mind: secrets are still shown to those alone whom the configuration believes.
     */
    public static Fetching ofTokens(Fetch fetch, ProxyAddress proxy, Trust trust) {
        return new Fetching(fetch, proxy, trust != null && trust.verify() ? trust : null, TOKEN_MILLIS, TOKEN_BYTES);
    }

    /**
     * Asks and waits.
     *
     * @throws IOException where there is no answer; its cause is the {@link Failure}
     */
    public Fetch.Fetched send(HttpMethod method, String uri, MultiMap headers, Buffer body) throws IOException {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("an event loop must not wait");
        }
        // These the client writes itself, from the address and the body.
        headers.remove("host").remove("content-length").remove("connection").remove("expect");
        try {
            Fetch.Request request = new Fetch.Request(method, uri, headers, body, timeoutMillis, maxBytes, proxy, trust,
                    null, null);
            return fetch.send(request).toCompletionStage().toCompletableFuture()
                    .get(timeoutMillis + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("no answer", failed.getCause());
        } catch (TimeoutException late) {
            throw new IOException("no answer", Failure.of(FailureKind.TIMEOUT, "It took too long."));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
