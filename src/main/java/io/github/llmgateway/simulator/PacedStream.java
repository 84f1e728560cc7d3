package io.github.llmgateway.simulator;

import io.github.llmgateway.framing.EventWriter;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Parts that come at a given pace, paused until somebody reads. While the reader holds the stream up the clock goes on,
 * as at a provider whose events wait in a buffer. Lives on one event loop.
 */
final class PacedStream implements ReadStream<Buffer> {

    private final Vertx vertx;
    private final List<Consumer<EventWriter>> parts;
    private final long everyNanos;
    private final EventWriter out;

    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private long demand;
    private int next;
    private long startNanos;
    private long timer = -1;
    private boolean delivering;
    private boolean over;

    /** {@code everyMillis}: from one part to the next; 0: as fast as they are read. */
    PacedStream(Vertx vertx, List<Consumer<EventWriter>> parts, EventWriter out, long everyMillis) {
        this.out = out;
        this.vertx = vertx;
        this.parts = parts;
        this.everyNanos = everyMillis * 1_000_000;
    }

    /** Nobody reads on. */
    void cancel() {
        over = true;
        demand = 0;
        cancelTimer();
    }

    @Override
    public PacedStream handler(Handler<Buffer> reader) {
        handler = reader;
        return this;
    }

    @Override
    public PacedStream endHandler(Handler<Void> reader) {
        endHandler = reader;
        return this;
    }

    /** Never called: a failure is told to the client in the stream itself. */
    @Override
    public PacedStream exceptionHandler(Handler<Throwable> reader) {
        return this;
    }

    @Override
    public PacedStream pause() {
        demand = 0;
        cancelTimer();
        return this;
    }

    @Override
    public PacedStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public PacedStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        deliver();
        return this;
    }

    /** Hands over what is due. A reader that pauses and resumes from within its handler is served by this same loop. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        if (startNanos == 0) {
            startNanos = System.nanoTime();
        }
        while (!over && demand > 0 && handler != null && next < parts.size() && waitNanos() <= 0) {
            parts.get(next++).accept(out);
            if (next == parts.size()) {
                out.end();
            }
            byte[] bytes = out.take();
            if (bytes.length > 0) {
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
                handler.handle(Buffer.buffer(bytes));
            }
        }
        delivering = false;
        if (!over && demand > 0) {
            await();
        }
    }

    private void await() {
        if (next == parts.size()) {
            over = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        } else if (timer < 0 && handler != null) {
            timer = vertx.setTimer(Math.max(1, Math.round(waitNanos() / 1e6)), id -> {
                timer = -1;
                deliver();
            });
        }
    }

    private long waitNanos() {
        return startNanos + next * everyNanos - System.nanoTime();
    }

    private void cancelTimer() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
