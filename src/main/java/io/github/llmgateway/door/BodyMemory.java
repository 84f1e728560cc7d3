package io.github.llmgateway.door;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The memory that all request bodies together may hold. A body takes its whole length before it is read, in order of
 * arrival: bodies that each hold a part and wait for the rest would wait for one another. One a process; safe for all
 * threads.
 */
public final class BodyMemory {

    private record Waiter(long bytes, Context context, Promise<Void> promise) {
    }

    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private long bound;
    private long held;

    /** At most {@code bound} bytes; one body larger than that is let in alone. */
    public BodyMemory(long bound) {
        this.bound = bound;
    }

    /** Changes the bound; what is held above it drains. */
    public synchronized void setBound(long bytes) {
        bound = bytes;
        grant();
    }

    /** Takes bytes, when it is this body's turn; completes on {@code context}. */
    synchronized Future<Void> reserve(long bytes, Context context) {
        if (waiters.isEmpty() && fits(bytes)) {
            held += bytes;
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        waiters.add(new Waiter(bytes, context, promise));
        return promise.future();
    }

    /** Stops waiting; true: the bytes had not been taken yet, and will not be. */
    synchronized boolean giveUp(Future<Void> reservation) {
        boolean waited = waiters.removeIf(waiter -> waiter.promise().future() == reservation);
        // It may have stood before smaller ones.
        grant();
        return waited;
    }

    /** Whether somebody waits for bytes. */
    synchronized boolean wanted() {
        return !waiters.isEmpty();
    }

    /** Gives bytes back. */
    synchronized void release(long bytes) {
        held -= bytes;
        grant();
    }

    /** Bytes held now. */
    public synchronized long held() {
        return held;
    }

    private boolean fits(long bytes) {
        return held == 0 || held + bytes <= bound;
    }

    private void grant() {
        while (!waiters.isEmpty() && fits(waiters.peek().bytes())) {
            Waiter next = waiters.poll();
            held += next.bytes();
            next.context().runOnContext(turn -> next.promise().complete());
        }
    }
}
