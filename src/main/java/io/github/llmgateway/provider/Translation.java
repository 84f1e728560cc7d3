package io.github.llmgateway.provider;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.framing.EventWriter;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** Events are read in the provider's dialect and written in the client's. */
final class Translation implements EventPath {

    private final StreamDecoder decoder;
    private final StreamEncoder encoder;
    private final Tally tally;
    private final EventWriter out;
    private boolean begun;
    private boolean complete;

    private final Consumer<StreamEvent> told;

    Translation(StreamDecoder decoder, StreamEncoder encoder, EventWriter out, Attempt attempt) {
        this.out = out;
        this.decoder = decoder;
        this.encoder = encoder;
        this.tally = attempt.tally();
        this.told = attempt.written() == null ? this::tell : attempt.written().restoring(this::tell);
    }

    @Override
    public void event(String name, byte[] data, int dataStart, int dataEnd, byte[] raw, int rawStart, int rawEnd) {
        if (dataStart >= 0 && !complete) {
            decoder.event(name, Arrays.copyOfRange(data, dataStart, dataEnd), told);
        }
    }

    @Override
    public void end() {
        if (!complete) {
            decoder.end(told);
        }
    }

    @Override
    public void fail(Failure failure) {
        if (!complete) {
            tell(new StreamEvent.Failed(failure));
        }
    }

    private void tell(StreamEvent event) {
        // Before the first event a ping says no more than that the provider lives: another one may still answer.
        begun = begun || !(event instanceof StreamEvent.Ping);
        if (!begun) {
            return;
        }
        tally.note(event);
        encoder.encode(event, out);
        if (event instanceof StreamEvent.Finished || event instanceof StreamEvent.Failed) {
            complete = true;
            out.end();
        }
    }

    @Override
    public Failure failure() {
        return tally.failure;
    }

    @Override
    public Buffer take() {
        return Passed.whole(out.take());
    }
}
