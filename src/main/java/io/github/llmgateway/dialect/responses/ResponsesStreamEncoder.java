package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamEncoder;

/**
 * Writes an answer's events: {@code response.created}, {@code response.in_progress}, an item for each block, and one
 * end that holds the whole output. A block that says nothing becomes no item. Text and thinking need no order; a piece
 * of a tool's input that belongs to no open call ends the stream with an error.
 */
final class ResponsesStreamEncoder implements StreamEncoder {

    private static final int NONE = -1;

    private final Reply reply;
    private ItemStream items;
    private ObjectNode response;
    private StreamedItem open;
    private int openIndex = NONE;
    /** A block that this format has no word for: what belongs to it is passed over. */
    private boolean foreignOpen;
    private boolean refused;
    private boolean over;

    ResponsesStreamEncoder(Reply reply) {
        this.reply = reply;
    }

    /** The response as the last event told it; null: none yet. */
    ObjectNode response() {
        return response;
    }

    @Override
    public void encode(StreamEvent event, Frames to) {
        if (over) {
            return;
        }
        if (event instanceof StreamEvent.Ping) {
            to.comment("ping");
        } else if (event instanceof StreamEvent.Failed failed) {
            fail(failed.failure(), to);
        } else if (event instanceof StreamEvent.Started started) {
            start(started.id(), started.model(), to);
        } else {
            start(null, null, to);
            body(event, to);
        }
    }

    private void start(String id, String model, Frames to) {
        if (items != null) {
            return;
        }
        begin(id, model);
        items.send("response.created", event(), to);
        items.send("response.in_progress", event(), to);
    }

    private void begin(String id, String model) {
        response = OutputItems.response(OutputItems.responseId(id), OutputItems.model(model, reply),
                System.currentTimeMillis() / 1000);
        items = new ItemStream(response.get("id").textValue());
    }

    private ObjectNode event() {
        return Json.object().set("response", response);
    }

    private void body(StreamEvent event, Frames to) {
        if (event instanceof StreamEvent.BlockStarted block) {
            close(to);
            open(block, to);
        } else if (event instanceof StreamEvent.TextDelta text) {
            boolean refusal = open != null && open.kind() == StreamedItem.Kind.REFUSAL;
            if (wanted(refusal ? StreamedItem.Kind.REFUSAL : StreamedItem.Kind.TEXT, text.text(), to)) {
                refused |= refusal;
                open.text(text.text(), text.logprobs(), to);
            }
        } else if (event instanceof StreamEvent.ThinkingDelta thought) {
            if (wanted(StreamedItem.Kind.THINKING, thought.text(), to)) {
                open.text(thought.text(), null, to);
            }
        } else if (event instanceof StreamEvent.SignatureDelta signature) {
            if (wanted(StreamedItem.Kind.THINKING, signature.signature(), to)) {
                open.signature(signature.signature());
            }
        } else if (event instanceof StreamEvent.ToolInputDelta input) {
            input(input, to);
        } else if (event instanceof StreamEvent.CitationDelta citation) {
            if (open != null && open.kind() == StreamedItem.Kind.TEXT) {
                open.citation(citation.citation());
            }
        } else if (event instanceof StreamEvent.BlockStopped) {
            close(to);
        } else if (event instanceof StreamEvent.Finished finished) {
            close(to);
            finish(finished, to);
        }
    }

    private void open(StreamEvent.BlockStarted started, Frames to) {
        openIndex = started.index();
        ContentBlock block = started.block();
        if (block instanceof ContentBlock.Text text) {
            open = new StreamedItem(StreamedItem.Kind.TEXT, items, null, null);
            open.text(text.text(), null, to);
        } else if (block instanceof ContentBlock.Refused refusal) {
            open = new StreamedItem(StreamedItem.Kind.REFUSAL, items, null, null);
            refused |= !refusal.text().isEmpty();
            open.text(refusal.text(), null, to);
        } else if (block instanceof ContentBlock.Thinking thinking) {
            open = new StreamedItem(StreamedItem.Kind.THINKING, items, null, null);
            open.signature(thinking.signature());
            open.text(thinking.text(), null, to);
        } else if (block instanceof ContentBlock.RedactedThinking redacted) {
            items.whole(ReasoningItem.forClient("", redacted.data(), true, items.nextId("rs")), to);
        } else if (block instanceof ContentBlock.ToolUse use) {
            boolean free = reply.freeformTools().contains(use.name());
            open = new StreamedItem(free ? StreamedItem.Kind.CUSTOM : StreamedItem.Kind.CALL, items, use.id(),
                    free ? new Namespace(null, use.name()) : Namespace.split(use.name(), reply.toolNamespaces()));
            open.begin(to);
            open.text(use.input(), null, to);
        } else if (block instanceof ContentBlock.Opaque opaque && ResponsesDialect.NAME.equals(opaque.dialect())
                && opaque.json() instanceof ObjectNode json) {
            items.whole(json, to);
            foreignOpen = true;
        } else {
            foreignOpen = true;
        }
    }

    /** Makes sure that a block of this kind is open, unless nothing comes of the piece. */
    private boolean wanted(StreamedItem.Kind kind, String piece, Frames to) {
        if (foreignOpen || piece.isEmpty()) {
            return false;
        }
        if (open == null || open.kind() != kind) {
            close(to);
            open = new StreamedItem(kind, items, null, null);
        }
        return true;
    }

    private void input(StreamEvent.ToolInputDelta input, Frames to) {
        if (foreignOpen && input.index() == openIndex) {
            return;
        }
        if (open == null || !open.isCall() || input.index() != openIndex) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream is out of order."), to);
            return;
        }
        open.text(input.json(), null, to);
    }

    private void close(Frames to) {
        if (open != null) {
            open.close(to);
        }
        open = null;
        openIndex = NONE;
        foreignOpen = false;
    }

    private void finish(StreamEvent.Finished finished, Frames to) {
        over = true;
        response = response.deepCopy();
        String status = Status.write(finished.reason(), refused, response);
        end(finished.usage() == null ? Usage.NONE : finished.usage(), items.output());
        items.send("response." + status, event(), to);
    }

    private void end(Usage usage, ArrayNode output) {
        response.set("output", output);
        response.set("usage", ResponsesUsage.write(usage));
    }

    /** Without a beginning, if the answer has none: it may have been another's, whose events have passed through. */
    private void fail(Failure failure, Frames to) {
        over = true;
        if (items == null) {
            begin(null, null);
        }
        items.send("error", ResponsesErrors.event(failure), to);
        response.put("status", "failed");
        response.set("error", ResponsesErrors.object(failure));
        response.set("output", items.output());
        items.send("response.failed", event(), to);
    }
}
