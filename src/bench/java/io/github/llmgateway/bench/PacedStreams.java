package io.github.llmgateway.bench;

import java.io.IOException;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Load of N streams at once, in each of which the upstream sends an event every so many milliseconds. They begin at random
 * moments of the first second, as streams in life do not tick together; events count while all of them are open.
 */
final class PacedStreams {

    private static final long RAMP_NANOS = 1_000_000_000L;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Histogram delays = new Histogram();
    private boolean counts;

    private PacedStreams() {
    }

    /** One round, about a second longer than its streams. */
    static Sample run(Row row, Server target) throws IOException {
        return new PacedStreams().round(row, target);
    }

    private Sample round(Row row, Server target) throws IOException {
        Tally tally = new Tally(row);
        Window window = new Window(target);
        long streamNanos = (row.script().events() - 1) * row.script().periodMs() * 1_000_000L;
        try (Wires wires = new Wires(target.address(), Request.of(row))) {
            long begin = System.nanoTime();
            long[] starts = starts(row.connections(), begin);
            long firstEnds = starts[0] + streamNanos;
            long patienceEnds = begin + RAMP_NANOS + streamNanos + PATIENCE_NANOS;
            advance(wires, tally, starts, begin + RAMP_NANOS);
            window.begin();
            counts = true;
            advance(wires, tally, firstEnds);
            counts = false;
            window.end();
            advance(wires, tally, patienceEnds);
            tally.fail(wires.waiting(), "a stream without end");
        }
        return window.sample(delays.count(), tally, delays);
    }

    private static long[] starts(int count, long begin) {
        Random random = new Random(count);
        return LongStream.generate(() -> begin + (long) (random.nextDouble() * RAMP_NANOS)).limit(count).sorted().toArray();
    }

    private void advance(Wires wires, Tally tally, long[] starts, long until) throws IOException {
        int opened = 0;
        for (long now = System.nanoTime(); now < until || opened < starts.length; now = System.nanoTime()) {
            for (; opened < starts.length && starts[opened] <= now; opened++) {
                wires.open(this::arrived);
            }
            advance(wires, tally, now + 1_000_000);
        }
    }

    private void advance(Wires wires, Tally tally, long until) throws IOException {
        while (wires.waiting() > 0 && System.nanoTime() < until) {
            wires.advance(1, wire -> {
                tally.add(wire, true);
                wire.close();
            });
        }
    }

    private void arrived(long sentAt) {
        if (counts) {
            delays.record(System.nanoTime() - sentAt);
        }
    }
}
