package io.github.llmgateway.provider;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.framing.EventWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Events go through as they came; usage, stop reason and errors are noted as they pass. */
final class PassThrough implements EventPath {

    private static final int LONGEST_PING = 64;

    private final StreamObserver observer;
    private final Tally tally;
    private final StreamEncoder encoder;
    private final EventWriter writer;
    private final boolean sameFraming;
    private final Passed passed = new Passed();
    private boolean begun;
    private boolean failed;

    /** {@code sameFraming}: the client wants the framing that the provider has, so the bytes stay as they came. */
    PassThrough(StreamObserver observer, Tally tally, StreamEncoder encoder, EventWriter writer, boolean sameFraming) {
        this.writer = writer;
        this.sameFraming = sameFraming;
        this.observer = observer;
        this.tally = tally;
        this.encoder = encoder;
    }

    @Override
    public void event(String name, byte[] data, int dataStart, int dataEnd, byte[] raw, int rawStart, int rawEnd) {
        begun = begun || dataStart >= 0 && !ping(name, data, dataStart, dataEnd);
        if (failed || !begun) {
            return;
        }
        boolean wanted = dataStart < 0 ? sameFraming : observer.event(name, data, dataStart, dataEnd, tally);
        if (wanted && sameFraming) {
            passed.add(raw, rawStart, rawEnd);
        } else if (wanted) {
            boolean alone = dataStart == 0 && dataEnd == data.length;
            writer.event(name, alone ? data : Arrays.copyOfRange(data, dataStart, dataEnd));
        }
        if (tally.failure != null) {
            failed = true;
            close();
        }
    }

    /** What is framed anew has an end of its own, also behind the provider's error. */
    private void close() {
        if (!sameFraming) {
            writer.end();
        }
    }

    /** Before the first event a ping says no more than that the provider lives: another one may still answer. */
    private static boolean ping(String name, byte[] data, int start, int end) {
        return name != null ? name.equals("ping")
                : end - start <= LONGEST_PING
                        && new String(data, start, end - start, StandardCharsets.UTF_8).contains("\"ping\"");
    }

    @Override
    public void end() {
        if (tally.failure == null && observer.pending() != null) {
            failed = true;
            tally.failure = observer.pending();
            close();
        } else if (!observer.complete()) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider broke off its answer."));
        } else {
            close();
        }
    }

    @Override
    public void fail(Failure failure) {
        if (!failed && !observer.complete()) {
            failed = true;
            tally.failure = failure;
            encoder.encode(new StreamEvent.Failed(failure), writer);
            writer.end();
        }
    }

    @Override
    public Failure failure() {
        return tally.failure;
    }

    @Override
    public Buffer take() {
        byte[] framed = writer.take();
        if (framed.length > 0) {
            passed.add(framed, 0, framed.length);
        }
        return passed.take();
    }
}
