package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings items that may grow side by side into the order of blocks one after another: the block at the head is told as
 * it comes, what belongs to later ones waits until the head is complete.
 */
final class BlockLine {

    /** What a block holds. */
    enum Kind { TEXT, REFUSAL, THINKING, CALL, CUSTOM, OTHER }

    /** A block under way. */
    static final class Block {
        final Kind kind;
        /** Of a call; empty until it is known. */
        String name = "";
        String callId;
        /** Of thinking; null: none. */
        String signature;
        /** The whole item, of a kind that this gateway does not know. */
        ContentBlock.Opaque item;
        private final StringBuilder waiting = new StringBuilder();
        private final List<JsonNode> citations = new ArrayList<>(0);
        private int cited;
        private JsonNode logprobs;
        private boolean any;
        /** Of what has come so far: its length and its hash, as a string's. */
        private int length;
        private int hash;
        private boolean opened;
        private boolean closed;

        Block(Kind kind) {
            this.kind = kind;
        }

        /** More of the block; what comes behind its end is lost. */
        void add(String piece, JsonNode itsLogprobs) {
            if (closed || piece.isEmpty()) {
                return;
            }
            any = true;
            waiting.append(piece);
            for (int i = 0; i < piece.length(); i++) {
                hash = 31 * hash + piece.charAt(i);
            }
            length += piece.length();
            logprobs = itsLogprobs != null ? itsLogprobs : logprobs;
        }

        /** The whole of it, told at the end: what of it has not come in pieces counts. */
        void whole(String text) {
            if (text.length() > length && text.substring(0, length).hashCode() == hash) {
                add(text.substring(length), null);
            }
        }

        void cite(JsonNode citation) {
            if (!closed) {
                cited++;
                citations.add(citation);
            }
        }

        /** Whether anything of the block has come. */
        boolean any() {
            return any;
        }

        /** How many citations have come. */
        int cited() {
            return cited;
        }

        void close() {
            closed = true;
        }

        private boolean nameless() {
            return (kind == Kind.CALL || kind == Kind.CUSTOM) && name.isEmpty();
        }

        /** Whether it is known by now what the block is. */
        private boolean ready() {
            return switch (kind) {
                case TEXT, REFUSAL, THINKING -> any;
                case CALL, CUSTOM -> !nameless();
                case OTHER -> item != null;
            };
        }
    }

    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private int index;

    Block begin(Kind kind) {
        Block block = new Block(kind);
        blocks.add(block);
        return block;
    }

    /** Tells what can be told now. */
    void tell(Consumer<StreamEvent> to) {
        while (!blocks.isEmpty()) {
            Block head = blocks.peek();
            if (head.ready()) {
                tell(head, to);
            }
            if (!head.closed || head.nameless()) {
                return;
            }
            stop(blocks.poll(), to);
        }
    }

    /** Tells all that is left. False: a call never got its name. */
    boolean finish(Consumer<StreamEvent> to) {
        for (Block block : blocks) {
            if (block.nameless()) {
                return false;
            }
            block.close();
        }
        tell(to);
        return true;
    }

    private void tell(Block block, Consumer<StreamEvent> to) {
        if (!block.opened) {
            block.opened = true;
            to.accept(new StreamEvent.BlockStarted(index, start(block)));
            if (block.kind == Kind.CUSTOM) {
                to.accept(new StreamEvent.ToolInputDelta(index, "{\"input\":\""));
            }
        }
        if (!block.waiting.isEmpty()) {
            String piece = block.waiting.toString();
            block.waiting.setLength(0);
            to.accept(switch (block.kind) {
                case THINKING -> new StreamEvent.ThinkingDelta(index, piece);
                case CALL -> new StreamEvent.ToolInputDelta(index, piece);
                case CUSTOM -> new StreamEvent.ToolInputDelta(index, escaped(piece));
                case TEXT, REFUSAL, OTHER -> new StreamEvent.TextDelta(index, piece, block.logprobs);
            });
            block.logprobs = null;
        }
        if (block.kind == Kind.TEXT) {
            block.citations.forEach(citation -> to.accept(new StreamEvent.CitationDelta(index, citation)));
            block.citations.clear();
        }
    }

    /** The inside of a JSON string. */
    private static String escaped(String piece) {
        String string = Json.MAPPER.getNodeFactory().textNode(piece).toString();
        return string.substring(1, string.length() - 1);
    }

    private static ContentBlock start(Block block) {
        return switch (block.kind) {
            case TEXT -> new ContentBlock.Text("");
            case REFUSAL -> new ContentBlock.Refused("");
            case THINKING -> new ContentBlock.Thinking("", block.signature);
            case CALL, CUSTOM -> new ContentBlock.ToolUse(block.callId, block.name, "", null);
            case OTHER -> block.item;
        };
    }

    private void stop(Block block, Consumer<StreamEvent> to) {
        if (!block.opened) {
            if (block.kind != Kind.THINKING || block.signature == null) {
                return;
            }
            to.accept(new StreamEvent.BlockStarted(index, new ContentBlock.RedactedThinking(block.signature)));
        } else if (block.kind == Kind.THINKING && block.signature != null) {
            to.accept(new StreamEvent.SignatureDelta(index, block.signature));
        } else if (block.kind == Kind.CUSTOM) {
            to.accept(new StreamEvent.ToolInputDelta(index, "\"}"));
        }
        to.accept(new StreamEvent.BlockStopped(index));
        index++;
    }
}
