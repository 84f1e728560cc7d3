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
 * time. One a process; safe for all threads.
 */
public final class Room {

    private static final int MOST_WAITING = 1000;

    private record Waiting(long bytes, Promise<Void> turn) {
    }

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long most;
    private long taken;

    /** Room for {@code most} bytes. */
    public Room(long most) {
        this.most = most;
    }

    /** Changes the bound; what is taken above it drains. */
    public void setBound(long bytes) {
        synchronized (this) {
            most = bytes;
        }
        give(0);
    }

    /**
     * Takes room; one who wants more than there is at all is let in alone. Fails as {@code UNAVAILABLE} after
     * {@code patienceMillis}.
     */
    Future<Void> take(long bytes, long patienceMillis) {
        Waiting waiting = new Waiting(bytes, Promise.promise());
        synchronized (this) {
            if (queue.isEmpty() && fits(bytes)) {
                taken += bytes;
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
            taken -= bytes;
            while (!queue.isEmpty() && fits(queue.peek().bytes())) {
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

    private boolean fits(long bytes) {
        return taken == 0 || taken + bytes <= most;
    }

    private static Failure full() {
        return Failure.of(FailureKind.UNAVAILABLE, "The gateway has no room for the pictures and documents of this "
                + "request at the moment.").withRetryAfterMillis(1000);
    }
}
