package io.github.llmgateway.dialect.anthropic;

import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes neutral events in the order that {@link StreamEvent} promises; any other is an {@link AssertionError}. */
public final class StrictOrder implements Consumer<StreamEvent> {

    public final List<StreamEvent> events = new ArrayList<>();
    private boolean started;
    private boolean ended;
    private ContentBlock open;
    private int blocks;

    @Override
    public void accept(StreamEvent event) {
        events.add(event);
        check(!ended, event);
        if (event instanceof StreamEvent.Started) {
            check(!started, event);
            started = true;
        } else if (event instanceof StreamEvent.BlockStarted start) {
            check(started && open == null && start.index() == blocks, event);
            blocks++;
            open = start.block();
        } else if (event instanceof StreamEvent.TextDelta delta) {
            check((open instanceof ContentBlock.Text || open instanceof ContentBlock.Refused) && isOpen(delta.index()),
                    event);
        } else if (event instanceof StreamEvent.CitationDelta delta) {
            check(open instanceof ContentBlock.Text && isOpen(delta.index()), event);
        } else if (event instanceof StreamEvent.ThinkingDelta delta) {
            check(open instanceof ContentBlock.Thinking && isOpen(delta.index()), event);
        } else if (event instanceof StreamEvent.SignatureDelta delta) {
            check(open instanceof ContentBlock.Thinking && isOpen(delta.index()), event);
        } else if (event instanceof StreamEvent.ToolInputDelta delta) {
            check(open instanceof ContentBlock.ToolUse && isOpen(delta.index()), event);
        } else if (event instanceof StreamEvent.BlockStopped stop) {
            check(open != null && isOpen(stop.index()), event);
            open = null;
        } else if (event instanceof StreamEvent.Finished) {
            check(started && open == null, event);
            ended = true;
        } else if (event instanceof StreamEvent.Failed) {
            ended = true;
        }
    }

    /** How the stream ended. */
    public StreamEvent last() {
        return events.get(events.size() - 1);
    }

    public boolean ended() {
        return ended;
    }

    private boolean isOpen(int index) {
        return index == blocks - 1;
    }

    private static void check(boolean right, StreamEvent event) {
        if (!right) {
            throw new AssertionError("out of order: " + event);
        }
    }
}
