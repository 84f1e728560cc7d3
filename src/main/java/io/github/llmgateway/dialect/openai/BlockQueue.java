package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StreamEvent;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Brings what comes by turns into the order of blocks one after another. The block at the head is told as it comes;
 * what belongs to later ones waits until the head is complete: a text when something else has begun, a tool call when
 * its arguments are a whole object as well, for other calls may come between their pieces.
 */
final class BlockQueue {

    /** What a block holds. */
    enum Kind { TEXT, REFUSAL, THINKING, REDACTED, TOOL }

    /** A block under way. */
    static final class Block {
        final Kind kind;
        /** Of a tool call; null until it is known. */
        String id;
        /** Of a tool call; null until it is known. */
        String name;
        /** Of thinking, or sealed thinking itself. */
        String signature = "";
        private final StringBuilder waiting = new StringBuilder();
        private final JsonBalance input = new JsonBalance();
        private JsonNode logprobs;
        private boolean opened;
        private boolean closed;

        Block(Kind kind) {
            this.kind = kind;
        }

        /** More of the block; what belongs to a closed one is lost to it. */
        void add(String piece, JsonNode itsLogprobs) {
            waiting.append(piece);
            if (kind == Kind.TOOL) {
                input.add(piece);
            }
            if (itsLogprobs != null) {
                logprobs = itsLogprobs;
            }
        }

        boolean closed() {
            return closed;
        }

        private boolean complete() {
            return kind != Kind.TOOL || input.complete();
        }
    }

    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private int index;

    /** The block that takes more of this kind: the last one if it is, else a new one. */
    Block last(Kind kind) {
        Block last = blocks.peekLast();
        // Thinking that has its signature is complete: more of it is another block.
        if (last == null || last.kind != kind || kind == Kind.REDACTED || !last.signature.isEmpty()) {
            return begin(kind);
        }
        return last;
    }

    /** A new block at the end. */
    Block begin(Kind kind) {
        Block block = new Block(kind);
        blocks.add(block);
        return block;
    }

    /** Tells what can be told now. */
    void tell(Consumer<StreamEvent> to) {
        while (!blocks.isEmpty()) {
            Block head = blocks.peek();
            if (head.kind == Kind.TOOL && head.name == null) {
                return;
            }
            tell(head, to);
            if (blocks.size() == 1 || !head.complete()) {
                return;
            }
            close(to);
        }
    }

    /** Tells all that is left: nothing more will come. False: a tool call never got its name. */
    boolean finish(Consumer<StreamEvent> to) {
        while (!blocks.isEmpty()) {
            Block head = blocks.peek();
            if (head.kind == Kind.TOOL && head.name == null) {
                return false;
            }
            tell(head, to);
            close(to);
        }
        return true;
    }

    private void tell(Block block, Consumer<StreamEvent> to) {
        if (!block.opened) {
            block.opened = true;
            if (block.kind == Kind.TOOL && block.id == null) {
                block.id = AnswerReader.newToolId();
            }
            to.accept(new StreamEvent.BlockStarted(index, start(block)));
        }
        if (block.waiting.isEmpty()) {
            return;
        }
        String piece = block.waiting.toString();
        block.waiting.setLength(0);
        to.accept(switch (block.kind) {
            case TOOL -> new StreamEvent.ToolInputDelta(index, piece);
            case THINKING -> new StreamEvent.ThinkingDelta(index, piece);
            case TEXT, REFUSAL, REDACTED -> new StreamEvent.TextDelta(index, piece, block.logprobs);
        });
        block.logprobs = null;
    }

    private static ContentBlock start(Block block) {
        return switch (block.kind) {
            case TEXT -> new ContentBlock.Text("");
            case REFUSAL -> new ContentBlock.Refused("");
            case THINKING -> new ContentBlock.Thinking("", null);
            case REDACTED -> new ContentBlock.RedactedThinking(block.signature);
            case TOOL -> new ContentBlock.ToolUse(block.id, block.name, "", null);
        };
    }

    private void close(Consumer<StreamEvent> to) {
        Block head = blocks.poll();
        head.closed = true;
        if (head.kind == Kind.THINKING && !head.signature.isEmpty()) {
            to.accept(new StreamEvent.SignatureDelta(index, head.signature));
        }
        to.accept(new StreamEvent.BlockStopped(index));
        index++;
    }
}
