package io.github.llmgateway.door;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.LimitSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads request bodies within bounds: of one body, of its time, and of all bodies together. A body too large is refused
 * by its {@code content-length} before a byte of it is read.
 */
public final class Intake {

    /** What a body without {@code content-length} takes with its first byte. */
    private static final int UNANNOUNCED = 16 << 10;
    private static final int SMALL = 8 << 10;
    /** How often it is looked whether a body keeps its pace. */
    private static final long LOOK_MILLIS = 1_000;

    private final LimitSettings limits;
    private final BodyMemory memory;

    /** Reads within {@code limits}; {@code memory} is shared by all that read. */
    public Intake(LimitSettings limits, BodyMemory memory) {
        this.limits = limits;
        this.memory = memory;
    }

    /** How long a client may take nothing of its answer, in ms. */
    long sendMillis() {
        return limits.sendTimeout().toMillis();
    }

    /**
     * The whole body, on the request's event loop; fails with a {@link Failure}. Call {@link #release} with its length
     * when the request is done.
     */
    Future<Content> read(HttpServerRequest request) {
        long announced = announced(request);
        if (announced > largest()) {
            return Future.failedFuture(tooLarge());
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        return new Reading(request, announced).start();
    }

    /** What is to be done with the rest of a body when its request is answered before it is read; null: nothing. */
    Leftover leftover(HttpServerRequest request, int status) {
        return request.isEnded() ? null
                : new Leftover(request, announced(request), largest(), limits.bodyTimeout().toMillis(), status);
    }

    /** A body that could never have room is too large, too. */
    private long largest() {
        return Math.min(limits.maxRequestBytes(), limits.maxBufferedBytes());
    }

    /** Gives a body's memory back. */
    void release(int bytes) {
        memory.release(bytes);
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return -1;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private Failure tooLarge() {
        return Failure.of(FailureKind.TOO_LARGE, "The request body is larger than " + largest() + " bytes, this gateway's limit.");
    }

    /** One body on its way in. */
    private final class Reading {

        private final HttpServerRequest request;
        private final Context context = Vertx.currentContext();
        private final long announced;
        private final boolean http2;
        private final Promise<Content> promise = Promise.promise();
        private final List<Buffer> parts = new ArrayList<>();
        private Buffer small;
        private int length;
        private long reserved;
        private long begun;
        /** Vert.x counts timers from 0. */
        private long timer = -1;
        private long deadline = -1;
        /** For memory; null: it does not wait. */
        private Future<Void> waiting;
        private boolean done;

        Reading(HttpServerRequest request, long announced) {
            this.request = request;
            this.announced = announced;
            this.http2 = request.version() == HttpVersion.HTTP_2;
        }

        Future<Content> start() {
            request.exceptionHandler(broken -> fail(Failure.of(FailureKind.TIMEOUT,
                    "The request broke off before its body was complete.")));
            request.handler(this::chunk);
            request.endHandler(end -> complete());
            if (announced > 0) {
                reserve(announced, this::begin);
            } else {
                // Perhaps none comes: who only asks how the gateway is need not wait for memory.
                begin();
            }
            return promise.future();
        }

        private void begin() {
            begun = System.nanoTime();
            look();
        }

        /** Gives up a body that is late. */
        private void look() {
            long bound = limits.bodyTimeout().toMillis();
            long passed = (System.nanoTime() - begun) / 1_000_000;
            if (passed >= bound) {
                fail(Failure.of(FailureKind.TIMEOUT, "The request body did not arrive within "
                        + limits.bodyTimeout().toSeconds() + " s."));
            } else if (passed >= LOOK_MILLIS && memory.wanted() && behind(passed, bound)) {
                fail(Failure.of(FailureKind.TIMEOUT, "The request body comes too slowly to arrive within "
                        + limits.bodyTimeout().toSeconds() + " s, and others wait for its memory."));
            } else {
                timer = context.owner().setTimer(Math.max(1, Math.min(LOOK_MILLIS, bound - passed)), next -> look());
            }
        }

        /**
         * Whether the body will be late if it goes on so. It holds memory by what was announced, before anybody has
         * asked for its key: who announces much and sends nothing must not keep others waiting to the end of the time.
         */
        private boolean behind(long passed, long bound) {
            return (double) length / passed < (double) reserved / bound;
        }

        /** Takes memory and goes on; stands still until others are done where all bodies are at their bound. */
        private void reserve(long more, Runnable then) {
            Future<Void> reservation = memory.reserve(more, context);
            if (reservation.isComplete()) {
                reserved += more;
                then.run();
                return;
            }
            waiting = reservation;
            pause();
            deadline = context.owner().setTimer(limits.bufferWait().toMillis(), late -> fail(Failure.of(
                    FailureKind.UNAVAILABLE, "The gateway holds as many request bodies as its memory allows.")
                    .withRetryAfterMillis(1000)));
            reservation.onSuccess(granted -> {
                if (done) {
                    memory.release(more);
                } else {
                    waiting = null;
                    context.owner().cancelTimer(deadline);
                    reserved += more;
                    then.run();
                    resume();
                }
            });
        }

        /**
         * Stops the socket itself: a paused request alone queues eight more chunks, for hundreds of them the whole heap.
         * A connection of HTTP/2 carries others' requests, too; there the window of the stream, 64 KiB, is the bound.
         */
        private void pause() {
            request.pause();
            if (!http2 && request.connection() instanceof ConnectionBase socket) {
                socket.doPause();
            }
        }

        private void resume() {
            if (!http2 && request.connection() instanceof ConnectionBase socket) {
                socket.doResume();
            }
            // A stream that the client has reset is ended and cannot be resumed.
            if (!http2 || !request.isEnded()) {
                request.resume();
            }
        }

        private void chunk(Buffer chunk) {
            if (done) {
                return;
            }
            if ((long) length + chunk.length() > largest()) {
                fail(tooLarge());
            } else if (length + chunk.length() <= reserved) {
                take(chunk);
            } else {
                // Twice as much each time, but never more than could ever be had.
                long more = Math.max(chunk.length(), Math.max(reserved, UNANNOUNCED));
                reserve(Math.min(more, largest() - reserved), () -> take(chunk));
            }
        }

        /** Small pieces are put together: a list of single bytes would take a hundred times their room. */
        private void take(Buffer chunk) {
            length += chunk.length();
            if (chunk.length() < SMALL && length != announced) {
                small = (small == null ? Buffer.buffer(2 * SMALL) : small).appendBuffer(chunk);
                if (small.length() >= SMALL) {
                    keepSmall();
                }
            } else {
                keepSmall();
                parts.add(chunk);
            }
        }

        private void keepSmall() {
            if (small != null) {
                parts.add(small);
                small = null;
            }
        }

        private void complete() {
            if (!done) {
                finish();
                memory.release(reserved - length);
                keepSmall();
                promise.complete(parts.isEmpty() ? Content.of(new byte[0]) : Content.of(parts));
            }
        }

        private void fail(Failure failure) {
            if (!done) {
                finish();
                memory.release(reserved);
                parts.clear();
                if (waiting != null) {
                    memory.giveUp(waiting);
                    resume();
                }
                promise.fail(failure);
            }
        }

        private void finish() {
            done = true;
            context.owner().cancelTimer(timer);
            context.owner().cancelTimer(deadline);
        }
    }
}
