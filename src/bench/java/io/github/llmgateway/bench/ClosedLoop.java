package io.github.llmgateway.bench;

import java.io.IOException;

/** Load of N connections, each of which sends its next request when the answer to its last is complete. */
final class ClosedLoop {

    private static final double DRAIN_SECONDS = 10;
    private static final int ERRORS_ENOUGH = 1_000;

    private final Tally tally;
    private final Wires wires;

    private ClosedLoop(Tally tally, Wires wires) {
        this.tally = tally;
        this.wires = wires;
    }

    /** One round: warm-up, then what counts, then a wait for the answers still due, so that the next round finds the target idle. */
    static Sample run(Row row, Server target, double warmUpSeconds, double seconds) throws IOException {
        Tally tally = new Tally(row);
        Window window = new Window(target);
        try (Wires wires = new Wires(target.address(), Request.of(row))) {
            for (int i = 0; i < row.connections(); i++) {
                wires.open(null);
            }
            ClosedLoop loop = new ClosedLoop(tally, wires);
            loop.turn(warmUpSeconds, false);
            window.begin();
            loop.turn(seconds, true);
            window.end();
            loop.drain();
        }
        return window.sample(tally.answers().count(), tally, new Histogram());
    }

    private void turn(double seconds, boolean counts) throws IOException {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < until && tally.errors() < ERRORS_ENOUGH) {
            wires.advance(10, wire -> {
                tally.add(wire, counts);
                again(wire);
            });
        }
    }

    private void again(Wire wire) {
        try {
            if (wire.usable()) {
                wires.send(wire);
            } else {
                wire.close();
                wires.open(null);
            }
        } catch (IOException e) {
            tally.fail(1, e.toString());
        }
    }

    private void drain() throws IOException {
        long until = System.nanoTime() + (long) (DRAIN_SECONDS * 1e9);
        while (wires.waiting() > 0 && System.nanoTime() < until) {
            wires.advance(10, wire -> {
                tally.add(wire, false);
                wire.close();
            });
        }
        tally.fail(wires.waiting(), "no answer in " + DRAIN_SECONDS + " s");
    }
}
