package io.github.llmgateway.provider;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.framing.EventWriter;
import java.io.ByteArrayOutputStream;
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
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
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
            out.write(raw, rawStart, rawEnd - rawStart);
        } else if (wanted) {
            writer.event(name, Arrays.copyOfRange(data, dataStart, dataEnd));
        }
        failed = tally.failure != null;
    }

    /** Before the first event a ping says no more than that the provider lives: another one may still answer. */
    private static boolean ping(String name, byte[] data, int start, int end) {
        return name != null ? name.equals("ping")
                : end - start <= LONGEST_PING
                        && new String(data, start, end - start, StandardCharsets.UTF_8).contains("\"ping\"");
    }

    @Override
    public void end(boolean torn) {
        if (tally.failure == null && observer.pending() != null) {
            failed = true;
            tally.failure = observer.pending();
        } else if (!observer.complete()) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider broke off its answer."));
        } else if (!sameFraming) {
            writer.end();
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
    public byte[] take() {
        byte[] framed = writer.take();
        if (!sameFraming) {
            return framed;
        }
        out.writeBytes(framed);
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
