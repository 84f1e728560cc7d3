package io.github.llmgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Refused;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.openai.ToolInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A listener that demands the order that {@link StreamEvent} promises and puts the answer together. */
public class Listener implements Consumer<StreamEvent> {

    public final List<StreamEvent> events = new ArrayList<>();
    public final List<ContentBlock> blocks = new ArrayList<>();
    public StreamEvent.Started started;
    public StreamEvent.Finished finished;
    public Failure failure;
    /** Whether blocks of other dialects may come, and pieces of them. */
    public boolean anyBlock;
    private ContentBlock open;
    private final StringBuilder text = new StringBuilder();
    private String signature;
    private ArrayNode citations;

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
        } else if (!(event instanceof StreamEvent.Ping)) {
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
            citations = null;
        } else if (event instanceof StreamEvent.TextDelta delta) {
            assertThat(open instanceof Text || open instanceof Refused).isTrue();
            assertThat(delta.index()).isEqualTo(blocks.size());
            text.append(delta.text());
        } else if (event instanceof StreamEvent.ThinkingDelta delta) {
            assertThat(open).isInstanceOf(Thinking.class);
            text.append(delta.text());
        } else if (event instanceof StreamEvent.CitationDelta delta) {
            assertThat(open).isInstanceOf(Text.class);
            citations = citations == null ? Json.MAPPER.createArrayNode() : citations;
            citations.add(delta.citation());
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
            return new Text(text.toString(), null, citations);
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

    /** The answer, whole. */
    public ChatAnswer answer() {
        return new ChatAnswer(started.id(), started.model(), blocks, finished.reason(), finished.stopSequence(),
                finished.usage(), null);
    }
}
