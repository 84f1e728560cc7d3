package io.github.llmgateway.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.StreamEvent.BlockStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A request in a target dialect and what could not be said in it.
 *
 * @param renamedTools the client's names of tools by those that were written instead, because the target takes no such
 *                     names: the answer goes through {@link #restored} or {@link #restoring}
 */
public record Written(ObjectNode body, List<Loss> losses, Map<String, String> renamedTools) {

    public Written {
        losses = List.copyOf(losses);
        renamedTools = Map.copyOf(renamedTools);
    }

    /** With all tools under their own names. */
    public Written(ObjectNode body, List<Loss> losses) {
        this(body, losses, Map.of());
    }

    /** The answer with the client's names of tools. */
    public ChatAnswer restored(ChatAnswer answer) {
        if (renamedTools.isEmpty()) {
            return answer;
        }
        List<ContentBlock> content = new ArrayList<>(answer.content().size());
        answer.content().forEach(block -> content.add(restored(block)));
        return new ChatAnswer(answer.id(), answer.model(), content, answer.reason(), answer.stopSequence(),
                answer.usage(), answer.logprobs(), answer.extras());
    }

    /** Hands events on with the client's names of tools. */
    public Consumer<StreamEvent> restoring(Consumer<StreamEvent> to) {
        if (renamedTools.isEmpty()) {
            return to;
        }
        return event -> to.accept(event instanceof BlockStarted started
                ? new BlockStarted(started.index(), restored(started.block()))
                : event);
    }

    private ContentBlock restored(ContentBlock block) {
        if (block instanceof ToolUse use && renamedTools.containsKey(use.name())) {
            return new ToolUse(use.id(), renamedTools.get(use.name()), use.input(), use.cacheControl());
        }
        return block;
    }

    /** Never shows the body. */
    @Override
    public String toString() {
        return "Written[" + losses.size() + " losses]";
    }
}
