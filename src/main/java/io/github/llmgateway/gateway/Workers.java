package io.github.llmgateway.gateway;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for steps that may block: virtual ones on Java 21 and later, a bounded pool on 17. */
final class Workers {

    private static final int THREADS = 64;
    private static final int QUEUE = 1_000;

    private Workers() {
    }

    static ExecutorService create() {
        try {
            // Java 17 is the baseline, so the method of Java 21 can only be asked for by name.
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException java17) {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(QUEUE), named());
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }

    private static ThreadFactory named() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
