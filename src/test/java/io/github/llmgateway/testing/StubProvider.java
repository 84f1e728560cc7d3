package io.github.llmgateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A provider on a port of its own that answers as a test says and remembers what it was asked. */
public final class StubProvider implements AutoCloseable {

    /** What it was asked. */
    public record Asked(String method, String uri, MultiMap headers, byte[] body) {

        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The body as JSON. */
        public JsonNode json() {
            return ModelApi.parse(text());
        }
    }

    /** How it answers; runs on an event loop and must not block. */
    @FunctionalInterface
    public interface Behaviour {

        /** Answers one request. */
        void answer(Asked asked, HttpServerResponse response);
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> left = new LinkedBlockingQueue<>();
    private final AtomicReference<Behaviour> behaviour = new AtomicReference<>();
    private final HttpServer server;

    /** Starts one that behaves so until told otherwise. */
    public StubProvider(Behaviour first) {
        behaviour.set(first);
        try {
            server = vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1")
                    .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Behaves differently from now on. */
    public void behave(Behaviour next) {
        behaviour.set(next);
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** All requests so far. */
    public List<Asked> asked() {
        return asked;
    }

    /** The latest request. */
    public Asked last() {
        return asked.get(asked.size() - 1);
    }

    /** Whether a caller broke a request off within the time. */
    public boolean wasLeft(long seconds) throws InterruptedException {
        return left.poll(seconds, TimeUnit.SECONDS) != null;
    }

    /** Its event loops, for delays. */
    public Vertx vertx() {
        return vertx;
    }

    private void serve(HttpServerRequest request) {
        request.response().closeHandler(closed -> left.add(request.uri()));
        request.body().onSuccess(body -> {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
            if (!headers.contains("host") && request.authority() != null) {
                // HTTP/2 has no such header.
                headers.set("host", request.authority().toString());
            }
            Asked one = new Asked(request.method().name(), request.uri(), headers, body.getBytes());
            asked.add(one);
            behaviour.get().answer(one, request.response());
        });
    }

    /** Answers with JSON. */
    public static Behaviour json(int status, String body, String... headers) {
        return (request, response) -> {
            response.setStatusCode(status).putHeader("content-type", "application/json");
            for (int i = 0; i + 1 < headers.length; i += 2) {
                response.putHeader(headers[i], headers[i + 1]);
            }
            response.end(body);
        };
    }

    /** Answers with a whole event stream at once. */
    public static Behaviour events(String stream) {
        return (request, response) -> response.setStatusCode(200).putHeader("content-type", "text/event-stream")
                .end(Buffer.buffer(stream));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
