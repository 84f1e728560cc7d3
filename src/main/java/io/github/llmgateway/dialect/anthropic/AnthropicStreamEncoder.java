package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.nio.charset.StandardCharsets;

/**
 * Encodes events for a client of Anthropic's format (docs.claude.com, "Streaming messages"). What goes out is always
 * {@code message_start}, whole blocks with indexes from 0, {@code message_delta}, {@code message_stop}, or a beginning
 * of that and {@code error}; {@code ping} may stand anywhere before the end.
 *
 * <p>Missing starts and stops are added; text and thinking that belong to no open block open one. Input for a tool that
 * is not open cannot be placed and a client would run the tool without it, so it ends the stream with an error. Blocks
 * that this format does not have in an answer (pictures, sound, another dialect's own) are left out.
 */
final class AnthropicStreamEncoder implements StreamEncoder {

    private static final byte[] PING = "{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STOP =
            "{\"type\":\"message_stop\"}".getBytes(StandardCharsets.US_ASCII);

    private final Reply reply;
    private boolean started;
    private boolean ended;
    private boolean endsWithTool;
    private int blocks;
    /** The open block; null: none. */
    private EncodedBlock open;
    /** The index that the neutral events give the open block, or one that is left out. */
    private int openIndex = -1;
    private Usage usage = Usage.NONE;

    AnthropicStreamEncoder(Reply reply) {
        this.reply = reply;
    }

    @Override
    public void encode(StreamEvent event, Frames to) {
        if (ended) {
            return;
        }
        if (event instanceof StreamEvent.TextDelta delta) {
            text(delta, to);
        } else if (event instanceof StreamEvent.ToolInputDelta delta) {
            toolInput(delta, to);
        } else if (event instanceof StreamEvent.ThinkingDelta delta) {
            block(delta.index(), EncodedBlock.Kind.THINKING, to).thinking(delta.text(), to);
        } else if (event instanceof StreamEvent.SignatureDelta delta) {
            block(delta.index(), EncodedBlock.Kind.THINKING, to).signature(delta.signature());
        } else if (event instanceof StreamEvent.CitationDelta delta) {
            if (isOpen(delta.index(), EncodedBlock.Kind.TEXT)) {
                open.citation(delta.citation(), to);
            }
        } else if (event instanceof StreamEvent.BlockStarted start) {
            blockStart(start, to);
        } else if (event instanceof StreamEvent.BlockStopped stop) {
            if (stop.index() == openIndex) {
                close(to);
            }
        } else if (event instanceof StreamEvent.Started start) {
            start(start.id(), start.model(), start.usage(), to);
        } else if (event instanceof StreamEvent.Finished finished) {
            finish(finished, to);
        } else if (event instanceof StreamEvent.Failed failed) {
            fail(failed.failure(), to);
        } else {
            to.event("ping", PING);
        }
    }

    private void start(String id, String model, Usage first, Frames to) {
        if (started) {
            return;
        }
        started = true;
        usage = Tokens.orEstimate(first == null ? Usage.NONE : first, reply.promptTokens());
        ObjectNode event = Json.object().put("type", "message_start");
        ObjectNode message = event.putObject("message")
                .put("id", AnthropicAnswers.id(id))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model == null ? reply.model() : model);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence").set("usage", Tokens.write(usage));
        to.event("message_start", Json.bytes(event));
    }

    private void blockStart(StreamEvent.BlockStarted start, Frames to) {
        start(null, null, Usage.NONE, to);
        close(to);
        openIndex = start.index();
        EncodedBlock block = EncodedBlock.of(start.block(), blocks);
        if (block == null) {
            return;
        }
        blocks++;
        endsWithTool = block.kind() == EncodedBlock.Kind.TOOL;
        open = block;
        block.start(to);
    }

    private void text(StreamEvent.TextDelta delta, Frames to) {
        if (!delta.text().isEmpty()) {
            block(delta.index(), EncodedBlock.Kind.TEXT, to).text(delta.text(), to);
        }
    }

    private void toolInput(StreamEvent.ToolInputDelta delta, Frames to) {
        if (isOpen(delta.index(), EncodedBlock.Kind.TOOL)) {
            open.input(delta.json(), to);
        } else if (!delta.json().isEmpty()) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider mixed up the inputs of several tools."), to);
        }
    }

    private boolean isOpen(int index, EncodedBlock.Kind kind) {
        return open != null && openIndex == index && open.kind() == kind;
    }

    /** The open block if it is of that kind, else a new one. */
    private EncodedBlock block(int index, EncodedBlock.Kind kind, Frames to) {
        if (!isOpen(index, kind)) {
            blockStart(new StreamEvent.BlockStarted(index, kind == EncodedBlock.Kind.TEXT
                    ? new ContentBlock.Text("")
                    : new ContentBlock.Thinking("", null)), to);
        }
        return open;
    }

    private void close(Frames to) {
        if (open != null) {
            open.stop(to);
            open = null;
        }
        openIndex = -1;
    }

    private void finish(StreamEvent.Finished finished, Frames to) {
        start(null, null, Usage.NONE, to);
        close(to);
        ended = true;
        ObjectNode event = Json.object().put("type", "message_delta");
        ObjectNode delta = event.putObject("delta")
                .put("stop_reason", Ending.name(finished.reason(), endsWithTool))
                .put("stop_sequence", finished.stopSequence());
        setIfSaid(delta, "stop_details", finished.extras());
        setIfSaid(delta, "container", finished.extras());
        event.set("usage", Tokens.write(finished.usage() == null
                ? usage
                : Tokens.orEstimate(finished.usage(), usage.prompt())));
        setIfSaid(event, "context_management", finished.extras());
        to.event("message_delta", Json.bytes(event));
        to.event("message_stop", STOP);
    }

    private static void setIfSaid(ObjectNode node, String name, JsonNode extras) {
        JsonNode value = Ending.extra(extras, name);
        if (value != null) {
            node.set(name, value);
        }
    }

    private void fail(Failure failure, Frames to) {
        ended = true;
        open = null;
        to.event("error", AnthropicErrors.event(failure));
    }
}
