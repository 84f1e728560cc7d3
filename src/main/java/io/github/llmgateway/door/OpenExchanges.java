package io.github.llmgateway.door;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the exchanges of one generation whose last byte has not left, so that it can drain. Safe for all threads. */
public final class OpenExchanges {

    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    void opened() {
        count.incrementAndGet();
    }

    void closed() {
        if (count.decrementAndGet() == 0 && draining) {
            drained.complete(null);
        }
    }

    /** How many are open. */
    public int count() {
        return count.get();
    }

    /** Completes when none is open; call it when no new ones come. */
    public CompletableFuture<Void> drain() {
        draining = true;
        if (count.get() == 0) {
            drained.complete(null);
        }
        return drained;
    }
}
