package io.github.llmgateway.testing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One answer of a provider that a test speaks itself, piece by piece, from its own thread. */
public final class LiveAnswer {

    private final StubProvider.Asked asked;
    private final HttpServerResponse response;
    private final Context context = Vertx.currentContext();
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    LiveAnswer(StubProvider.Asked asked, HttpServerResponse response) {
        this.asked = asked;
        this.response = response;
        response.closeHandler(closed -> left.complete(null));
    }

    /** What was asked. */
    public StubProvider.Asked asked() {
        return asked;
    }

    /** Sends the head of an event stream. */
    public LiveAnswer events() {
        return head(200, "text/event-stream");
    }

    /** Sends a head; the body follows by {@link #say}. */
    public LiveAnswer head(int status, String contentType) {
        on(() -> {
            response.setStatusCode(status).putHeader("content-type", contentType).setChunked(true);
            return response.write(Buffer.buffer());
        });
        return this;
    }

    /** Sends text and waits until it is with the network. */
    public LiveAnswer say(String text) {
        return say(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes and waits until they are with the network. */
    public LiveAnswer say(byte[] bytes) {
        on(() -> response.write(Buffer.buffer(bytes)));
        return this;
    }

    /** Ends the answer. */
    public void end() {
        on(response::end);
    }

    /** Breaks the connection off. */
    public void breakOff() {
        on(() -> {
            response.close();
            return Future.succeededFuture();
        });
    }

    /** Sends one piece over and over while the caller takes it; returns how many bytes until it took no more. */
    public long fill(byte[] piece, long most) {
        return fill(piece, most, 0);
    }

    private long fill(byte[] piece, long most, long sofar) {
        long sent = sofar;
        while (sent < most) {
            CompletableFuture<Boolean> full = new CompletableFuture<>();
            context.runOnContext(run -> {
                if (response.writeQueueFull()) {
                    full.complete(true);
                } else {
                    response.write(Buffer.buffer(piece));
                    full.complete(false);
                }
            });
            if (!full.join()) {
                sent += piece.length;
            } else if (!drains()) {
                return sent;
            }
        }
        return sent;
    }

    /** Whether the caller takes something within a second. */
    private boolean drains() {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        context.runOnContext(run -> {
            response.drainHandler(drain -> drained.complete(null));
            if (!response.writeQueueFull()) {
                drained.complete(null);
            }
        });
        try {
            drained.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException full) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the caller has gone. */
    public void awaitLeft() {
        join(left);
    }

    private void on(Supplier<Future<Void>> what) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(run -> what.get().onComplete(ended -> {
            if (ended.succeeded()) {
                done.complete(null);
            } else {
                done.completeExceptionally(ended.cause());
            }
        }));
        join(done);
    }

    private static void join(CompletableFuture<Void> future) {
        try {
            future.get(15, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
