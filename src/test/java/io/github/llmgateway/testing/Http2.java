package io.github.llmgateway.testing;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One connection that speaks HTTP/2 in clear from its first byte, and any number of requests on it. */
public final class Http2 implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final int port;
    private final CompletableFuture<Void> goAway = new CompletableFuture<>();

    private Http2(int port) {
        this.port = port;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false)
                        // An answer that is not read must not fill the window of the others.
                        .setHttp2ConnectionWindowSize(8 << 20))
                .with(new PoolOptions().setHttp2MaxSize(1))
                .withConnectHandler(connection -> connection.goAwayHandler(frame -> goAway.complete(null)))
                .build();
    }

    /** Connects to a gateway with its first request. */
    public static Http2 to(RunningGateway gateway) {
        return to(gateway.gateway().port());
    }

    /** Connects to a port of this machine with its first request. */
    public static Http2 to(int port) {
        return new Http2(port);
    }

    /** Gets a path. */
    public Stream get(String path) {
        Stream stream = new Stream(HttpMethod.GET, path);
        await(stream.request.end().toCompletionStage().toCompletableFuture());
        return stream;
    }

    /** Posts JSON; {@code headers} are names and values in turn. */
    public Stream post(String path, String json, String... headers) {
        Stream stream = new Stream(HttpMethod.POST, path, headers);
        // Not awaited: a body larger than a window is taken as the gateway reads.
        stream.request.end(Buffer.buffer(json));
        return stream;
    }

    /** Begins a POST; the body follows by {@link Stream#send}. */
    public Stream begin(String path, String... headers) {
        Stream stream = new Stream(HttpMethod.POST, path, headers);
        stream.request.setChunked(true);
        return stream;
    }

    /** Waits until the gateway wants no more requests here. */
    public void awaitGoAway() {
        await(goAway);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }

    /** One request and its answer. */
    public final class Stream {

        private final HttpClientRequest request;
        private final CompletableFuture<HttpClientResponse> response = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final CompletableFuture<Context> context = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        private Stream(HttpMethod method, String path, String... headers) {
            RequestOptions options = new RequestOptions().setMethod(method).setHost("127.0.0.1").setPort(port).setURI(path);
            if (method == HttpMethod.POST) {
                options.putHeader("content-type", "application/json");
            }
            for (int i = 0; i < headers.length; i += 2) {
                options.putHeader(headers[i], headers[i + 1]);
            }
            request = await(client.request(options).toCompletionStage().toCompletableFuture());
            request.response().onFailure(response::completeExceptionally).onSuccess(head -> {
                head.handler(this::add);
                head.exceptionHandler(ended::completeExceptionally);
                head.endHandler(end -> ended.complete(null));
                context.complete(Vertx.currentContext());
                response.complete(head);
            });
        }

        private void add(Buffer chunk) {
            synchronized (text) {
                text.append(chunk);
                text.notifyAll();
            }
        }

        /** Sends a piece of the body. */
        public Stream send(String piece) {
            request.write(piece);
            return this;
        }

        /** Sends the head alone. */
        public Stream sendHead() {
            await(request.sendHead().toCompletionStage().toCompletableFuture());
            return this;
        }

        /** The answer's status; waits for it. */
        public int status() {
            return await(response).statusCode();
        }

        /** The version that the answer was spoken in. */
        public HttpVersion version() {
            return await(response).version();
        }

        /** A header of the answer; null: it is not there. */
        public String header(String name) {
            return await(response).getHeader(name);
        }

        /** The answer up to now, as soon as it contains {@code part}. */
        public String until(String part) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            synchronized (text) {
                while (text.indexOf(part) < 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0) {
                        throw new AssertionError("'" + part + "' did not come, after: " + text);
                    }
                    text.wait(left);
                }
                return text.toString();
            }
        }

        /** The whole body; waits for its end. */
        public String body() {
            await(response);
            await(ended);
            synchronized (text) {
                return text.toString();
            }
        }

        /** Reads nothing from now on. */
        public void pause() {
            onLoop(HttpClientResponse::pause);
        }

        /** Reads again. */
        public void resume() {
            onLoop(HttpClientResponse::resume);
        }

        private void onLoop(Consumer<HttpClientResponse> what) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            await(context).runOnContext(run -> {
                what.accept(response.join());
                done.complete(null);
            });
            await(done);
        }

        /** Breaks the request off and leaves the connection as it is. */
        public void reset() {
            request.reset(8);
        }
    }
}
