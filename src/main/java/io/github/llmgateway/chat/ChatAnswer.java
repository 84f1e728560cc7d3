package io.github.llmgateway.chat;

import io.github.llmgateway.chat.StreamEvent.BlockStarted;
import io.github.llmgateway.chat.StreamEvent.BlockStopped;
import io.github.llmgateway.chat.StreamEvent.CitationDelta;
import io.github.llmgateway.chat.StreamEvent.Finished;
import io.github.llmgateway.chat.StreamEvent.SignatureDelta;
import io.github.llmgateway.chat.StreamEvent.Started;
import io.github.llmgateway.chat.StreamEvent.TextDelta;
import io.github.llmgateway.chat.StreamEvent.ThinkingDelta;
import io.github.llmgateway.chat.StreamEvent.ToolInputDelta;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * A whole answer.
 *
 * @param id           the provider's id of the answer
 * @param model        the model as the provider names it
 * @param content      its blocks in order
 * @param reason       why it ended
 * @param stopSequence the stop sequence that came, or null
 * @param usage        never null
 * @param logprobs     OpenAI's {@code logprobs} object of the choice, opaque, or null
 * @param extras       what only the reader's dialect says about the answer's end, an object by field name, or null
 */
public record ChatAnswer(String id, String model, List<ContentBlock> content, StopReason reason, String stopSequence,
        Usage usage, JsonNode logprobs, JsonNode extras) {

    public ChatAnswer {
        content = List.copyOf(content);
    }

    /** An answer whose end says no more. */
    public ChatAnswer(String id, String model, List<ContentBlock> content, StopReason reason, String stopSequence,
            Usage usage, JsonNode logprobs) {
        this(id, model, content, reason, stopSequence, usage, logprobs, null);
    }

    /** Tells the answer as a stream, one delta a block. */
    public void tell(Consumer<StreamEvent> to) {
        to.accept(new Started(id, model, usage));
        for (int i = 0; i < content.size(); i++) {
            tellBlock(i, content.get(i), to);
        }
        to.accept(new Finished(reason, stopSequence, usage, extras));
    }

    private void tellBlock(int i, ContentBlock block, Consumer<StreamEvent> to) {
        if (block instanceof ContentBlock.Text text) {
            to.accept(new BlockStarted(i, new ContentBlock.Text("")));
            to.accept(new TextDelta(i, text.text(), logprobs));
            if (text.citations() != null) {
                text.citations().forEach(citation -> to.accept(new CitationDelta(i, citation)));
            }
        } else if (block instanceof ContentBlock.Refused refused) {
            to.accept(new BlockStarted(i, new ContentBlock.Refused("")));
            to.accept(new TextDelta(i, refused.text(), null));
        } else if (block instanceof ContentBlock.Thinking thinking) {
            to.accept(new BlockStarted(i, new ContentBlock.Thinking("", null)));
            to.accept(new ThinkingDelta(i, thinking.text()));
            if (thinking.signature() != null) {
                to.accept(new SignatureDelta(i, thinking.signature()));
            }
        } else if (block instanceof ContentBlock.ToolUse use) {
            to.accept(new BlockStarted(i, new ContentBlock.ToolUse(use.id(), use.name(), "", null)));
            to.accept(new ToolInputDelta(i, use.input()));
        } else {
            to.accept(new BlockStarted(i, block));
        }
        to.accept(new BlockStopped(i));
    }

    /** Never shows the answer. */
    @Override
    public String toString() {
        return "ChatAnswer[" + id + ", " + model + ", " + content.size() + " blocks, " + reason + "]";
    }
}
