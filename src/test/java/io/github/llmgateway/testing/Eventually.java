package io.github.llmgateway.testing;

import java.util.concurrent.Callable;

/** Waits for what comes about elsewhere. */
public final class Eventually {

    private static final long BOUND_NANOS = 15_000_000_000L;

    private Eventually() {
    }

    /** Returns as soon as the condition holds; fails with {@code what} if it does not within 15 s. */
    public static void holds(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + BOUND_NANOS;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come about: " + what);
            }
            Thread.sleep(5);
        }
    }
}
