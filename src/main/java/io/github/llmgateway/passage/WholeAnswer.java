package io.github.llmgateway.passage;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Keeps an answer up to a bound, for who learns from all of it at its end. */
final class WholeAnswer implements Learner {

    /** An answer beyond this teaches nothing. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final Consumer<byte[]> learns;
    private Buffer kept = Buffer.buffer();

    /** {@code learns}: gets the answer, or nothing of one that is too large. */
    WholeAnswer(Consumer<byte[]> learns) {
        this.learns = learns;
    }

    @Override
    public void take(Buffer chunk) {
        if (kept != null) {
            kept = kept.length() + chunk.length() > MAX_KEPT_BYTES ? null : kept.appendBuffer(chunk);
        }
    }

    @Override
    public void end() {
        learns.accept(kept == null ? new byte[0] : kept.getBytes());
    }
}
