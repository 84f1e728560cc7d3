package io.github.llmgateway.simulator;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StopReason;
import java.util.ArrayList;
import java.util.List;

/** Cuts an answer where the client's stop sequences and bound of tokens end it, and counts what is left. */
final class Bounds {

    private final List<ContentBlock> content = new ArrayList<>();
    private int left;
    private int tokens;
    private int thinkingTokens;
    private StopReason reason;
    private String stopSequence;
    private boolean ended;

    Bounds(List<ContentBlock> draft, ChatRequest request, Behaviour behaviour) {
        reason = Speech.natural(draft, behaviour);
        left = request.maxTokens() == null ? Integer.MAX_VALUE : request.maxTokens();
        if (behaviour.is(Behaviour.Trait.MAX_TOKENS)) {
            left = Math.min(left, Math.max(1, draft.stream().mapToInt(Bounds::tokens).sum() / 2));
        }
        for (ContentBlock block : draft) {
            if (!ended) {
                take(block, request.stopSequences());
            }
        }
    }

    private void take(ContentBlock block, List<String> stops) {
        if (block instanceof ContentBlock.Text text) {
            content.add(new ContentBlock.Text(within(stopped(text.text(), stops))));
        } else if (block instanceof ContentBlock.Refused refused) {
            content.add(new ContentBlock.Refused(within(refused.text())));
        } else if (block instanceof ContentBlock.Thinking thinking) {
            String thought = within(thinking.text());
            thinkingTokens = tokens;
            content.add(new ContentBlock.Thinking(thought, thinking.signature()));
        } else if (tokens(block) > left) {
            // Half a tool's input is no JSON and nobody could call it.
            end(StopReason.MAX_TOKENS);
        } else {
            count(tokens(block));
            content.add(block);
        }
    }

    private String stopped(String text, List<String> stops) {
        int at = text.length();
        for (String stop : stops) {
            int found = stop.isEmpty() ? -1 : text.indexOf(stop);
            if (found >= 0 && found < at) {
                at = found;
                stopSequence = stop;
            }
        }
        if (stopSequence != null) {
            end(StopReason.STOP_SEQUENCE);
        }
        return text.substring(0, at);
    }

    private String within(String text) {
        int all = Pieces.count(text);
        if (all > left) {
            String cut = Pieces.first(text, left);
            count(left);
            stopSequence = null;
            end(StopReason.MAX_TOKENS);
            return cut;
        }
        count(all);
        return text;
    }

    private void count(int more) {
        tokens += more;
        left -= more;
    }

    private void end(StopReason why) {
        reason = why;
        ended = true;
    }

    private static int tokens(ContentBlock block) {
        if (block instanceof ContentBlock.Text text) {
            return Pieces.count(text.text());
        } else if (block instanceof ContentBlock.Refused refused) {
            return Pieces.count(refused.text());
        } else if (block instanceof ContentBlock.Thinking thinking) {
            return Pieces.count(thinking.text());
        }
        return block instanceof ContentBlock.ToolUse use ? Pieces.count(use.input()) : 0;
    }

    List<ContentBlock> content() {
        return content;
    }

    int tokens() {
        return tokens;
    }

    int thinkingTokens() {
        return thinkingTokens;
    }

    StopReason reason() {
        return reason;
    }

    String stopSequence() {
        return stopSequence;
    }
}
