package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a stream told: its events in the promised order, and the blocks that they make. */
final class Heard implements Consumer<StreamEvent> {

    final List<StreamEvent> events = new ArrayList<>();
    final List<ContentBlock> blocks = new ArrayList<>();
    StreamEvent.Started started;
    StreamEvent.Finished finished;
    Failure failure;
    private ContentBlock open;

    static Heard decode(List<byte[]> events) {
        Heard heard = new Heard();
        StreamDecoder decoder = new GeminiDialect().decoder();
        events.forEach(event -> decoder.event(null, event, heard));
        decoder.end(heard);
        return heard;
    }

    static Heard decode(String... events) {
        return decode(Recorded.bytes(List.of(events)));
    }

    /** The data of the events that a client gets. */
    static List<String> encode(List<? extends StreamEvent> events) {
        List<String> frames = new ArrayList<>();
        StreamEncoder encoder = new GeminiDialect().encoder(new Reply("asked", true, 0));
        Frames to = new Frames() {
            @Override
            public void event(String name, byte[] data) {
                assertThat(name).isNull();
                frames.add(new String(data, StandardCharsets.UTF_8));
            }

            @Override
            public void comment(String comment) {
                throw new AssertionError("clients of this format take no comments");
            }
        };
        events.forEach(event -> encoder.encode(event, to));
        return frames;
    }

    @Override
    public void accept(StreamEvent event) {
        assertThat(finished == null && failure == null).as("nothing after the end").isTrue();
        events.add(event);
        if (event instanceof StreamEvent.Started start) {
            assertThat(started).isNull();
            started = start;
        } else if (event instanceof StreamEvent.Failed failed) {
            failure = failed.failure();
        } else {
            assertThat(started).as("started before " + event).isNotNull();
            within(event);
        }
    }

    private void within(StreamEvent event) {
        if (event instanceof StreamEvent.BlockStarted start) {
            assertThat(open).as("one block after another").isNull();
            assertThat(start.index()).isEqualTo(blocks.size());
            open = start.block();
        } else if (event instanceof StreamEvent.TextDelta delta) {
            open = new Text(((Text) at(delta.index())).text() + delta.text());
        } else if (event instanceof StreamEvent.ThinkingDelta delta) {
            open = new Thinking(((Thinking) at(delta.index())).text() + delta.text(), null);
        } else if (event instanceof StreamEvent.SignatureDelta delta) {
            open = new Thinking(((Thinking) at(delta.index())).text(), delta.signature());
        } else if (event instanceof StreamEvent.ToolInputDelta delta) {
            ToolUse use = (ToolUse) at(delta.index());
            open = new ToolUse(use.id(), use.name(), use.input() + delta.json(), null);
        } else if (event instanceof StreamEvent.BlockStopped stop) {
            blocks.add(at(stop.index()));
            open = null;
        } else if (event instanceof StreamEvent.Finished finish) {
            assertThat(open).isNull();
            finished = finish;
        }
    }

    private ContentBlock at(int index) {
        assertThat(open).isNotNull();
        assertThat(index).isEqualTo(blocks.size());
        return open;
    }
}
