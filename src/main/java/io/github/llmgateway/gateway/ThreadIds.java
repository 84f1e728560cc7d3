package io.github.llmgateway.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.spi.UuidGenerator;

/** Ids for exchanges that threads count each for itself: unique in this process, and no thread waits for another. */
final class ThreadIds implements UuidGenerator {

    private static final AtomicInteger THREADS = new AtomicInteger();

    /** One thread's ids. */
    private static final class Ids {
        private final String prefix = Integer.toString(THREADS.incrementAndGet(), 36) + "-";
        private long last;
    }

    private final ThreadLocal<Ids> ids = ThreadLocal.withInitial(Ids::new);

    @Override
    public String generateUuid() {
        Ids own = ids.get();
        return own.prefix + Long.toString(++own.last, 36);
    }
}
