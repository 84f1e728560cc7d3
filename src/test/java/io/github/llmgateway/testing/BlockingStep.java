package io.github.llmgateway.testing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What somebody may put into a route: a bean that waits. */
public final class BlockingStep {

    private static final Semaphore ENTERED = new Semaphore(0);
    private static final Semaphore RELEASED = new Semaphore(0);

    /** Waits until the test lets it go on. */
    public static void block() throws InterruptedException {
        ENTERED.release();
        if (!RELEASED.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the test did not release the step");
        }
    }

    /** The same as a condition, which holds. */
    public static boolean blocks() throws InterruptedException {
        block();
        return true;
    }

    /** Waits until a route stands in the step. */
    public static void awaitEntered() throws InterruptedException {
        if (!ENTERED.tryAcquire(15, TimeUnit.SECONDS)) {
            throw new AssertionError("no route has come to the step");
        }
    }

    /** Lets it go on. */
    public static void release() {
        RELEASED.release();
    }
}
