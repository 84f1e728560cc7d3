package io.github.llmgateway.provider;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.Silence;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.framing.EventReader;
import io.github.llmgateway.framing.Framing;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * A provider's events as the client's stream, pulled by whoever reads it: a paused reader pauses the provider. A break,
 * a silence beyond the bound and an event too large become the dialect's error event, then the end. Lives on one event
 * loop.
 */
final class AnswerStream implements ReadStream<Buffer> {

    /** The largest single event; Anthropic's largest request is 32 MiB, an event holds a small part of an answer. */
    private static final int MAX_EVENT_BYTES = 16 << 20;

    private final Incoming incoming;
    private final EventPath path;
    private final Attempt attempt;
    private final EventReader events;

    private Consumer<Failure> waitsForFirst;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private final Deque<Buffer> held = new ArrayDeque<>(2);
    private boolean flowing;
    private boolean ended;
    private boolean told;
    private Silence silence;

    AnswerStream(Incoming incoming, Framing framing, EventPath path, Attempt attempt) {
        this.events = framing.reader(MAX_EVENT_BYTES);
        this.incoming = incoming;
        this.path = path;
        this.attempt = attempt;
    }

    /** Reads up to the first bytes for the client; {@code then} gets null, or why there will be none. */
    void awaitFirst(Consumer<Failure> then) {
        waitsForFirst = then;
        silence = new Silence(incoming.idleMillis(), () -> waitsForFirst == null && !flowing, silent -> {
            end(silent);
            incoming.cancel().run();
        });
        incoming.events().exceptionHandler(broken -> end(Failure.of(FailureKind.API_ERROR,
                "The provider broke off its answer.").withCause(broken)));
        incoming.events().endHandler(end -> end(null));
        incoming.events().handler(this::chunk);
        incoming.events().resume();
    }

    private void chunk(Buffer chunk) {
        if (ended) {
            return;
        }
        silence.heard();
        ByteBuf bytes = ((io.vertx.core.buffer.impl.BufferImpl) chunk).byteBuf();
        try {
            if (bytes.hasArray()) {
                events.feed(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes(),
                        path::event);
            } else {
                byte[] copy = chunk.getBytes();
                events.feed(copy, 0, copy.length, path::event);
            }
        } catch (EventReader.Unreadable unreadable) {
            end(Failure.of(FailureKind.API_ERROR, "The provider's stream cannot be read: " + unreadable.getMessage()
                    + "."));
            incoming.cancel().run();
            return;
        }
        if (path.failure() != null) {
            end(null);
            incoming.cancel().run();
            return;
        }
        emit(path.take());
    }

    private void emit(Buffer bytes) {
        if (bytes == null) {
            return;
        }
        held.add(bytes);
        if (waitsForFirst != null) {
            incoming.events().pause();
            Consumer<Failure> then = waitsForFirst;
            waitsForFirst = null;
            then.accept(null);
        } else {
            deliver();
        }
    }

    private void deliver() {
        while (!held.isEmpty() && flowing && handler != null) {
            handler.handle(held.poll());
        }
        if (held.isEmpty() && ended && flowing && !told && endHandler != null) {
            told = true;
            endHandler.handle(null);
        }
    }

    private void end(Failure broken) {
        if (ended) {
            return;
        }
        ended = true;
        silence.end();
        boolean before = waitsForFirst != null;
        if (broken != null) {
            path.fail(broken);
        } else if (path.failure() == null) {
            finish();
            path.end();
        }
        Buffer last = path.take();
        if (before && (path.failure() != null || last == null)) {
            Consumer<Failure> then = waitsForFirst;
            waitsForFirst = null;
            then.accept(path.failure() != null ? path.failure()
                    : Failure.of(FailureKind.API_ERROR, "The provider's stream was empty."));
            return;
        }
        if (last != null) {
            held.add(last);
        }
        if (waitsForFirst != null) {
            Consumer<Failure> then = waitsForFirst;
            waitsForFirst = null;
            then.accept(null);
        } else {
            deliver();
        }
    }

    /** Several servers leave out the empty line behind the last event; if its data is whole, it counts. */
    private void finish() {
        events.finish((name, data, dataStart, dataEnd, raw, rawStart, rawEnd) -> {
            if (dataStart >= 0 && whole(Arrays.copyOfRange(data, dataStart, dataEnd))) {
                path.event(name, data, dataStart, dataEnd, raw, rawStart, rawEnd);
            }
        });
    }

    private static boolean whole(byte[] data) {
        return Json.parse(data) != null || new String(data, StandardCharsets.US_ASCII).equals("[DONE]");
    }

    /** Nobody reads on: ends the provider's call. */
    void cancel() {
        if (!ended) {
            ended = true;
            told = true;
            held.clear();
            silence.end();
            incoming.cancel().run();
            Consumer<Failure> then = waitsForFirst;
            waitsForFirst = null;
            if (then != null) {
                then.accept(Failure.of(FailureKind.CLIENT_LEFT, "The client has left."));
            }
        }
        attempt.close();
    }

    @Override
    public AnswerStream handler(Handler<Buffer> reader) {
        handler = reader;
        return this;
    }

    @Override
    public AnswerStream endHandler(Handler<Void> reader) {
        endHandler = reader;
        return this;
    }

    /** Never called: what breaks is told to the client in the stream itself. */
    @Override
    public AnswerStream exceptionHandler(Handler<Throwable> reader) {
        return this;
    }

    @Override
    public AnswerStream pause() {
        flowing = false;
        if (!ended) {
            incoming.events().pause();
        }
        return this;
    }

    @Override
    public AnswerStream resume() {
        if (!flowing) {
            flowing = true;
            silence.heard();
        }
        deliver();
        if (!ended && flowing) {
            incoming.events().resume();
        }
        return this;
    }

    @Override
    public AnswerStream fetch(long amount) {
        return resume();
    }
}
