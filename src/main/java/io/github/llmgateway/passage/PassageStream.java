package io.github.llmgateway.passage;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.Silence;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * A provider's answer as it comes, pulled by whoever reads it: a paused reader pauses the provider. A break and a silence
 * beyond the bound end it by its exception handler. Lives on one event loop.
 */
final class PassageStream implements ReadStream<Buffer> {

    private final Incoming incoming;
    private final Attempt attempt;
    private final Learner learner;
    private final Silence silence;
    private Handler<Throwable> broken = why -> { };
    private boolean flowing;
    private boolean done;

    PassageStream(Incoming incoming, Attempt attempt, Learner learner) {
        this.incoming = incoming;
        this.attempt = attempt;
        this.learner = learner;
        incoming.events().exceptionHandler(why -> fail(Failure.of(FailureKind.API_ERROR,
                "The provider broke off its answer.").withCause(why)));
        silence = new Silence(incoming.idleMillis(), () -> !flowing, silent -> {
            fail(silent);
            incoming.cancel().run();
        });
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
        silence.end();
        return true;
    }

    @Override
    public PassageStream handler(Handler<Buffer> reader) {
        incoming.events().handler(reader == null ? null : chunk -> {
            if (!done) {
                silence.heard();
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
        silence.heard();
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
