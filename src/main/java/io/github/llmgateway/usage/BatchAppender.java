package io.github.llmgateway.usage;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Logback appender that writes the messages of a tenth of a second to standard output at once. The event loops that log
 * neither wait for a slow terminal nor wake a thread for each line, which cost a tenth of a small request. Its queue is
 * bounded: what does not fit is dropped and counted in a line of its own.
 */
public final class BatchAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final int QUEUE = 16_384;
    private static final long PERIOD_MILLIS = 100;

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private ScheduledExecutorService clock;

    @Override
    public void start() {
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "access-log");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::write, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!lines.offer(event.getFormattedMessage())) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        if (lines.isEmpty() && dropped.get() == 0) {
            return;
        }
        ByteArrayOutputStream batch = new ByteArrayOutputStream(1 << 16);
        String line;
        while ((line = lines.poll()) != null) {
            batch.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            batch.write('\n');
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            batch.writeBytes(("{\"dropped_lines\":" + lost + "}\n").getBytes(StandardCharsets.UTF_8));
        }
        if (batch.size() > 0) {
            PrintStream out = System.out;
            try {
                batch.writeTo(out);
                out.flush();
            } catch (IOException closed) {
                addError("standard output is closed", closed);
            }
        }
    }

    @Override
    public void stop() {
        super.stop();
        if (clock != null) {
            clock.shutdown();
            write();
        }
    }
}
