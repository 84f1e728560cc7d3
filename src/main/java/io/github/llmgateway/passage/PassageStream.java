package io.github.llmgateway.passage;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * A provider's answer as it comes, pulled by whoever reads it: a paused reader pauses the provider. A break and a silence
 * beyond the bound end it by its exception handler. Lives on one event loop.
 */
final class PassageStream implements ReadStream<Buffer> {

    private final Incoming incoming;
    private final Attempt attempt;
    private final Vertx vertx = Vertx.currentContext().owner();
    private final Learner learner;
    private Handler<Throwable> broken = why -> { };
    private boolean flowing;
    private boolean done;
    private long lastByteMillis = System.currentTimeMillis();
    private long idleTimer = -1;

    PassageStream(Incoming incoming, Attempt attempt, Learner learner) {
        this.incoming = incoming;
        this.attempt = attempt;
        this.learner = learner;
        incoming.events().exceptionHandler(why -> fail(Failure.of(FailureKind.API_ERROR,
                "The provider broke off its answer.").withCause(why)));
        watchSilence(incoming.idleMillis());
    }

    /** Reads an answer that has no body. */
    void drain() {
        handler(nothing -> { }).endHandler(end -> { }).resume();
    }

    /** Nobody reads on: ends the provider's call. */
    void cancel() {
        if (finish()) {
            incoming.cancel().run();
        }
    }

    private void watchSilence(long millis) {
        idleTimer = vertx.setTimer(Math.max(1, millis), id -> {
            long silent = System.currentTimeMillis() - lastByteMillis;
            // While the reader holds the stream up the provider cannot speak.
            if (!flowing || silent < incoming.idleMillis()) {
                watchSilence(flowing ? incoming.idleMillis() - silent : incoming.idleMillis());
            } else {
                fail(Failure.of(FailureKind.TIMEOUT, "The provider was silent for " + silent + " ms."));
                incoming.cancel().run();
            }
        });
    }

    private void fail(Failure failure) {
        if (finish()) {
            attempt.fail(failure);
            broken.handle(failure);
        }
    }

    private boolean finish() {
        if (done) {
            return false;
        }
        done = true;
        vertx.cancelTimer(idleTimer);
        return true;
    }

    @Override
    public PassageStream handler(Handler<Buffer> reader) {
        incoming.events().handler(reader == null ? null : chunk -> {
            if (!done) {
                lastByteMillis = System.currentTimeMillis();
                learner.take(chunk);
                reader.handle(chunk);
            }
        });
        return this;
    }

    @Override
    public PassageStream endHandler(Handler<Void> reader) {
        incoming.events().endHandler(reader == null ? null : end -> {
            if (finish()) {
                learner.end();
                reader.handle(null);
            }
        });
        return this;
    }

    @Override
    public PassageStream exceptionHandler(Handler<Throwable> reader) {
        broken = reader == null ? why -> { } : reader;
        return this;
    }

    @Override
    public PassageStream pause() {
        flowing = false;
        incoming.events().pause();
        return this;
    }

    @Override
    public PassageStream resume() {
        flowing = true;
        lastByteMillis = System.currentTimeMillis();
        incoming.events().resume();
        return this;
    }

    @Override
    public PassageStream fetch(long amount) {
        flowing = true;
        incoming.events().fetch(amount);
        return this;
    }
}
