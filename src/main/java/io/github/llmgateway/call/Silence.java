package io.github.llmgateway.call;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Looks out for a provider that says nothing more, for as long as somebody listens to it. Lives on one event loop. */
public final class Silence {

    private final Vertx vertx = Vertx.currentContext().owner();
    private final long boundMillis;
    private final BooleanSupplier heldUp;
    private final Consumer<Failure> broken;
    private long lastMillis = System.currentTimeMillis();
    private long timer;

    /**
     * Begins to look.
     *
     * @param boundMillis how long a provider may be silent, in ms
     * @param heldUp      whether its reader holds the stream up, so that it cannot speak
     * @param broken      gets a {@code TIMEOUT} once it has been silent for too long
     */
    public Silence(long boundMillis, BooleanSupplier heldUp, Consumer<Failure> broken) {
        this.boundMillis = boundMillis;
        this.heldUp = heldUp;
        this.broken = broken;
        look(boundMillis);
    }

    /** The provider has spoken, or may speak again. */
    public void heard() {
        lastMillis = System.currentTimeMillis();
    }

    /** Looks no more. */
    public void end() {
        vertx.cancelTimer(timer);
    }

    private void look(long millis) {
        timer = vertx.setTimer(Math.max(1, millis), id -> {
            long silent = System.currentTimeMillis() - lastMillis;
            if (heldUp.getAsBoolean()) {
                look(boundMillis);
            } else if (silent < boundMillis) {
                look(boundMillis - silent);
            } else {
                broken.accept(Failure.of(FailureKind.TIMEOUT, "The provider was silent for " + silent + " ms."));
            }
        });
    }
}
