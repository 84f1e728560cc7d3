package io.github.llmgateway.door;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.LimitSettings;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/**
 * Reads request bodies within bounds: of one body, of its time, and of all bodies together. A body too large is refused
 * by its {@code content-length} before a byte of it is read.
 */
public final class Intake {

    private final LimitSettings limits;
    private final BodyMemory memory;

    /** Reads within {@code limits}; {@code memory} is shared by all that read. */
    public Intake(LimitSettings limits, BodyMemory memory) {
        this.limits = limits;
        this.memory = memory;
    }

    /** The bound on depth for what reads the body. */
    int maxDepth() {
        return limits.maxNestingDepth();
    }

    /**
     * The whole body, on the request's event loop; fails with a {@link Failure}. Call {@link #release} with its length
     * when the request is done.
     */
    Future<byte[]> read(HttpServerRequest request) {
        long announced = announced(request);
        if (announced > limits.maxRequestBytes()) {
            return Future.failedFuture(tooLarge());
        }
        return new Reading(request, announced).start();
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
        return Failure.of(FailureKind.TOO_LARGE, "The request body is larger than " + limits.maxRequestBytes()
                + " bytes, this gateway's limit.");
    }

    /** One body on its way in. */
    private final class Reading {

        private final HttpServerRequest request;
        private final Vertx vertx = Vertx.currentContext().owner();
        private final Promise<byte[]> promise = Promise.promise();
        private byte[] bytes;
        private int length;
        private int reserved;
        private long timer = -1;
        private boolean done;

        Reading(HttpServerRequest request, long announced) {
            this.request = request;
            this.bytes = new byte[announced < 0 ? 4096 : (int) Math.min(announced, 64 << 10)];
        }

        Future<byte[]> start() {
            request.exceptionHandler(broken -> fail(Failure.of(FailureKind.TIMEOUT,
                    "The request broke off before its body was complete.")));
            request.handler(this::chunk);
            request.endHandler(end -> complete());
            timer = vertx.setTimer(limits.bodyTimeout().toMillis(), late -> fail(Failure.of(FailureKind.TIMEOUT,
                    "The request body did not arrive within " + limits.bodyTimeout().toSeconds() + " s.")));
            return promise.future();
        }

        private void chunk(Buffer chunk) {
            if (done) {
                return;
            }
            if ((long) length + chunk.length() > limits.maxRequestBytes()) {
                fail(tooLarge());
            } else if (memory.reserve(chunk.length())) {
                reserved += chunk.length();
                take(chunk);
            } else {
                waitForMemory(chunk, System.currentTimeMillis() + limits.bufferWait().toMillis());
            }
        }

        private void take(Buffer chunk) {
            int size = chunk.length();
            if (length + size > bytes.length) {
                long announced = announced(request);
                int wanted = announced > 0 ? (int) announced : bytes.length * 2;
                bytes = Arrays.copyOf(bytes, Math.max(length + size, wanted));
            }
            ByteBuf source = ((BufferImpl) chunk).byteBuf();
            source.getBytes(source.readerIndex(), bytes, length, size);
            length += size;
        }

        /** All bodies together are at their bound: this one stands still until others are done. */
        private void waitForMemory(Buffer chunk, long deadline) {
            request.pause();
            vertx.setTimer(20, again -> {
                if (done) {
                    return;
                }
                if (memory.reserve(chunk.length())) {
                    reserved += chunk.length();
                    take(chunk);
                    request.resume();
                } else if (System.currentTimeMillis() > deadline) {
                    fail(Failure.of(FailureKind.UNAVAILABLE, "The gateway holds as many request bodies as its memory "
                            + "allows.").withRetryAfterMillis(1000));
                } else {
                    waitForMemory(chunk, deadline);
                }
            });
        }

        private void complete() {
            if (!done) {
                finish();
                memory.release(reserved - length);
                promise.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
            }
        }

        private void fail(Failure failure) {
            if (!done) {
                finish();
                memory.release(reserved);
                promise.fail(failure);
            }
        }

        private void finish() {
            done = true;
            vertx.cancelTimer(timer);
        }
    }
}
