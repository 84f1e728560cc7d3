package io.github.llmgateway.passage;

import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.framing.EventReader;
import io.github.llmgateway.framing.Framing;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Reads the events of a stream for what they tell of its usage, as long as they can be read. */
final class WatchedEvents implements Learner {

    /**
     * The largest single event; behind a larger one nothing more is read. The largest that tells of usage has a picture
     * in Base64 beside it: 1536 by 1024 in PNG, some 5 MB.
     */
    private static final int MAX_EVENT_BYTES = 8 << 20;

    private final StreamObserver observer;
    private final Consumer<Tally> told;
    private final Tally seen = new Tally();
    /** Null: there was something that could not be read. */
    private EventReader events;

    /** {@code told}: gets what is known so far, again and again, for a client may leave. */
    WatchedEvents(Framing framing, StreamObserver observer, Consumer<Tally> told) {
        this.events = framing.reader(MAX_EVENT_BYTES);
        this.observer = observer;
        this.told = told;
    }

    @Override
    public void take(Buffer chunk) {
        byte[] bytes = chunk.getBytes();
        read(reader -> reader.feed(bytes, 0, bytes.length, this::event));
    }

    @Override
    public void end() {
        read(reader -> reader.finish(this::event));
        events = null;
    }

    private void read(Consumer<EventReader> what) {
        if (events != null) {
            try {
                what.accept(events);
            } catch (EventReader.Unreadable unreadable) {
                events = null;
            }
            told.accept(seen);
        }
    }

    private void event(String name, byte[] data, int start, int end, byte[] raw, int rawStart, int rawEnd) {
        if (start >= 0) {
            observer.event(name, data, start, end, seen);
        }
    }
}
