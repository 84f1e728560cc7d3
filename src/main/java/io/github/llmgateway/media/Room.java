package io.github.llmgateway.media;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all that is fetched may take together. Who comes when it is full waits its turn, within a bound of
 * time. Safe for all threads.
 */
final class Room {

    private static final int MOST_WAITING = 1000;

    private record Waiting(long bytes, Promise<Void> turn) {
    }

    private final long most;
    private final long patienceMillis;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long taken;

    /** Room for {@code most} bytes, for which one waits up to {@code patienceMillis}. */
    Room(long most, long patienceMillis) {
        this.most = most;
        this.patienceMillis = patienceMillis;
    }

    /** Takes room; one who wants more than there is at all takes all. Fails as {@code UNAVAILABLE} after a while. */
    Future<Void> take(long bytes) {
        Waiting waiting = new Waiting(Math.min(bytes, most), Promise.promise());
        synchronized (this) {
            if (queue.isEmpty() && taken + waiting.bytes() <= most) {
                taken += waiting.bytes();
                return Future.succeededFuture();
            }
            if (queue.size() == MOST_WAITING) {
                return Future.failedFuture(full());
            }
            queue.add(waiting);
        }
        return waiting.turn().future().timeout(patienceMillis, TimeUnit.MILLISECONDS).recover(late -> {
            boolean left;
            synchronized (this) {
                left = queue.remove(waiting);
            }
            if (!left) {
                give(bytes);
            }
            return Future.failedFuture(full());
        });
    }

    /** Gives room back. */
    void give(long bytes) {
        Deque<Waiting> next = new ArrayDeque<>();
        synchronized (this) {
            taken -= Math.min(bytes, most);
            while (!queue.isEmpty() && taken + queue.peek().bytes() <= most) {
                taken += queue.peek().bytes();
                next.add(queue.poll());
            }
        }
        next.forEach(each -> each.turn().complete());
    }

    /** How much is taken, in bytes. */
    synchronized long taken() {
        return taken;
    }

    private static Failure full() {
        return Failure.of(FailureKind.UNAVAILABLE, "The gateway has no room for the pictures and documents of this "
                + "request at the moment.").withRetryAfterMillis(1000);
    }
}
