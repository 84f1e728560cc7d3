package io.github.llmgateway.door;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all request bodies together may hold. One a process; safe for all threads. */
public final class BodyMemory {

    private final AtomicLong held = new AtomicLong();
    private volatile long bound;

    /** At most {@code bound} bytes. */
    public BodyMemory(long bound) {
        this.bound = bound;
    }

    /** Changes the bound; what is held above it drains. */
    public void setBound(long bytes) {
        bound = bytes;
    }

    /** Takes bytes if there is room. */
    boolean reserve(int bytes) {
        if (held.addAndGet(bytes) <= bound) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void release(int bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes held now. */
    public long held() {
        return held.get();
    }
}
