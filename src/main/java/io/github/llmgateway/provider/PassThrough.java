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

/** Events go through as they came; usage, stop reason and errors are noted as they pass. */
final class PassThrough implements EventPath {

    private static final int LONGEST_PING = 64;

    private final StreamObserver observer;
    private final Tally tally;
    private final StreamEncoder encoder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private boolean begun;
    private boolean failed;

    PassThrough(StreamObserver observer, Tally tally, StreamEncoder encoder) {
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
        if (dataStart < 0 || observer.event(name, data, dataStart, dataEnd, tally)) {
            out.write(raw, rawStart, rawEnd - rawStart);
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
        if (!observer.complete()) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider broke off its answer."));
        }
    }

    @Override
    public void fail(Failure failure) {
        if (!failed && !observer.complete()) {
            failed = true;
            tally.failure = failure;
            EventWriter writer = new EventWriter();
            encoder.encode(new StreamEvent.Failed(failure), Frames.into(writer));
            out.writeBytes(writer.take());
        }
    }

    @Override
    public Failure failure() {
        return tally.failure;
    }

    @Override
    public byte[] take() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
