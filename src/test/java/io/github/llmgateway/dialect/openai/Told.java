package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Refused;
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

/** A listener that demands the order that {@link StreamEvent} promises and puts the answer together. */
final class Told implements Consumer<StreamEvent> {

    final List<StreamEvent> events = new ArrayList<>();
    final List<ContentBlock> blocks = new ArrayList<>();
    StreamEvent.Started started;
    StreamEvent.Finished finished;
    Failure failure;
    /** Whether blocks of other dialects may come, and pieces of them. */
    boolean anyBlock;
    private ContentBlock open;
    private final StringBuilder text = new StringBuilder();
    private String signature;

    static Told decode(List<byte[]> chunks) {
        Told told = new Told();
        StreamDecoder decoder = new OpenAiDialect().decoder();
        chunks.forEach(chunk -> decoder.event(null, chunk, told));
        decoder.end(told);
        return told;
    }

    static Told decode(String... chunks) {
        return decode(List.of(chunks).stream().map(chunk -> chunk.getBytes(StandardCharsets.UTF_8)).toList());
    }

    /** What a client of the dialect gets of these events. */
    static List<String> encode(List<? extends StreamEvent> events, boolean usage) {
        List<String> frames = new ArrayList<>();
        StreamEncoder encoder = new OpenAiDialect().encoder(new Reply("asked", usage, 0));
        Frames to = new Frames() {
            @Override
            public void event(String name, byte[] data) {
                assertThat(name).isNull();
                frames.add(new String(data, StandardCharsets.UTF_8));
            }

            @Override
            public void comment(String comment) {
                frames.add(":" + comment);
            }
        };
        events.forEach(event -> encoder.encode(event, to));
        return frames;
    }

    @Override
    public void accept(StreamEvent event) {
        assertThat(finished).as("nothing after the end").isNull();
        assertThat(failure).as("nothing after a failure").isNull();
        events.add(event);
        if (event instanceof StreamEvent.Failed failed) {
            failure = failed.failure();
        } else if (event instanceof StreamEvent.Started start) {
            assertThat(started).isNull();
            started = start;
        } else {
            assertThat(started).isNotNull();
            block(event);
        }
    }

    private void block(StreamEvent event) {
        if (event instanceof StreamEvent.BlockStarted start) {
            assertThat(open).isNull();
            assertThat(start.index()).isEqualTo(blocks.size());
            open = start.block();
            text.setLength(0);
            signature = null;
        } else if (event instanceof StreamEvent.TextDelta delta) {
            assertThat(open instanceof Text || open instanceof Refused).isTrue();
            assertThat(delta.index()).isEqualTo(blocks.size());
            text.append(delta.text());
        } else if (event instanceof StreamEvent.ThinkingDelta delta) {
            assertThat(open).isInstanceOf(Thinking.class);
            text.append(delta.text());
        } else if (event instanceof StreamEvent.SignatureDelta delta) {
            assertThat(open).isInstanceOf(Thinking.class);
            signature = delta.signature();
        } else if (event instanceof StreamEvent.ToolInputDelta delta) {
            assertThat(anyBlock || open instanceof ToolUse).isTrue();
            text.append(delta.json());
        } else if (event instanceof StreamEvent.BlockStopped stop) {
            assertThat(stop.index()).isEqualTo(blocks.size());
            blocks.add(whole(open));
            open = null;
        } else if (event instanceof StreamEvent.Finished finish) {
            assertThat(open).isNull();
            finished = finish;
        }
    }

    private ContentBlock whole(ContentBlock start) {
        if (start instanceof Text) {
            return new Text(text.toString());
        }
        if (start instanceof Refused) {
            return new Refused(text.toString());
        }
        if (start instanceof Thinking) {
            return new Thinking(text.toString(), signature);
        }
        if (start instanceof ToolUse use) {
            return new ToolUse(use.id(), use.name(), ToolInput.object(text.toString()), null);
        }
        assertThat(anyBlock || start instanceof RedactedThinking).isTrue();
        return start;
    }

    ChatAnswer answer() {
        return new ChatAnswer(started.id(), started.model(), blocks, finished.reason(), finished.stopSequence(),
                finished.usage(), null);
    }
}
