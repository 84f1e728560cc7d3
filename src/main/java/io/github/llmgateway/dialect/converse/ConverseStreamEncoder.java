package io.github.llmgateway.dialect.converse;

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

/**
 * Encodes events for a client of ConverseStream (Amazon Bedrock API reference, {@code ConverseStreamOutput}). What goes
 * out is always {@code messageStart}, whole blocks with indexes from 0 of which tool calls alone have a
 * {@code contentBlockStart}, {@code messageStop}, {@code metadata}, or a beginning of that and an exception.
 *
 * <p>Missing starts and stops are added; text and thinking that belong to no open block open one. Input for a tool that
 * is not open ends the stream, for a client would run the tool without it. Other blocks are left out.
 */
final class ConverseStreamEncoder implements StreamEncoder {

    private enum Kind { TEXT, THOUGHT, TOOL, LEFT_OUT }

    private final Reply reply;
    private final long begun = System.nanoTime();
    private boolean started;
    private boolean ended;
    private boolean endsWithTool;
    private int blocks;
    private Kind open;
    /** The index that the neutral events give the open block. */
    private int openIndex = -1;
    private boolean said;
    private Usage usage = Usage.NONE;

    ConverseStreamEncoder(Reply reply) {
        this.reply = reply;
    }

    @Override
    public void encode(StreamEvent event, Frames to) {
        if (ended) {
            return;
        }
        if (event instanceof StreamEvent.TextDelta delta) {
            text(delta.index(), delta.text(), to);
        } else if (event instanceof StreamEvent.ToolInputDelta delta) {
            toolInput(delta, to);
        } else if (event instanceof StreamEvent.ThinkingDelta delta) {
            thought(delta.index(), "text", delta.text(), to);
        } else if (event instanceof StreamEvent.SignatureDelta delta) {
            thought(delta.index(), "signature", delta.signature(), to);
        } else if (event instanceof StreamEvent.CitationDelta delta) {
            citation(delta, to);
        } else if (event instanceof StreamEvent.BlockStarted start) {
            blockStart(start.index(), start.block(), to);
        } else if (event instanceof StreamEvent.BlockStopped stop) {
            if (stop.index() == openIndex) {
                close(to);
            }
        } else if (event instanceof StreamEvent.Started start) {
            usage = start.usage() == null ? usage : start.usage();
            start(to);
        } else if (event instanceof StreamEvent.Finished finished) {
            finish(finished, to);
        } else if (event instanceof StreamEvent.Failed failed) {
            fail(failed.failure(), to);
        } else {
            to.comment("ping");
        }
    }

    private void start(Frames to) {
        if (!started) {
            started = true;
            to.event("messageStart", Json.bytes(Json.object().put("role", "assistant")));
        }
    }

    private void blockStart(int index, ContentBlock block, Frames to) {
        start(to);
        close(to);
        openIndex = index;
        if (block instanceof ContentBlock.Text text) {
            open = Kind.TEXT;
            text(index, text.text(), to);
        } else if (block instanceof ContentBlock.Refused refused) {
            open = Kind.TEXT;
            text(index, refused.text(), to);
        } else if (block instanceof ContentBlock.Thinking thinking) {
            open = Kind.THOUGHT;
            thought(index, "text", thinking.text(), to);
            thought(index, "signature", thinking.signature() == null ? "" : thinking.signature(), to);
        } else if (block instanceof ContentBlock.ToolUse use) {
            open = Kind.TOOL;
            ObjectNode event = Json.object().put("contentBlockIndex", blocks);
            event.putObject("start").putObject("toolUse").put("toolUseId", Identifier.of(use.id()))
                    .put("name", use.name());
            to.event("contentBlockStart", Json.bytes(event));
            toolInput(new StreamEvent.ToolInputDelta(index, use.input()), to);
        } else if (block instanceof ContentBlock.RedactedThinking sealed && Sealed.write(sealed) != null) {
            open = Kind.THOUGHT;
            thought(index, "redactedContent", Sealed.write(sealed), to);
        } else {
            open = Kind.LEFT_OUT;
        }
    }

    private void text(int index, String text, Frames to) {
        if (!text.isEmpty()) {
            within(index, Kind.TEXT, to);
            delta(Json.object().put("text", text), to);
        }
    }

    private void thought(int index, String field, String value, Frames to) {
        if (!value.isEmpty()) {
            within(index, Kind.THOUGHT, to);
            ObjectNode delta = Json.object();
            delta.putObject("reasoningContent").put(field, value);
            delta(delta, to);
        }
    }

    private void citation(StreamEvent.CitationDelta delta, Frames to) {
        JsonNode citation = Citations.write(delta.citation());
        if (citation != null && open == Kind.TEXT && openIndex == delta.index()) {
            delta(Json.object().set("citation", citation), to);
        }
    }

    private void toolInput(StreamEvent.ToolInputDelta delta, Frames to) {
        if (open == Kind.TOOL && openIndex == delta.index()) {
            if (!delta.json().isEmpty()) {
                input(delta.json(), to);
            }
        } else if (!delta.json().isEmpty() && !(open == Kind.LEFT_OUT && openIndex == delta.index())) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider mixed up the inputs of several tools."), to);
        }
    }

    private void input(String json, Frames to) {
        ObjectNode delta = Json.object();
        delta.putObject("toolUse").put("input", json);
        delta(delta, to);
    }

    private void within(int index, Kind kind, Frames to) {
        if (open != kind || openIndex != index) {
            start(to);
            close(to);
            open = kind;
            openIndex = index;
        }
    }

    private void delta(ObjectNode delta, Frames to) {
        said = true;
        ObjectNode event = Json.object().put("contentBlockIndex", blocks);
        event.set("delta", delta);
        to.event("contentBlockDelta", Json.bytes(event));
    }

    private void close(Frames to) {
        if (open == Kind.TOOL && !said) {
            // A tool without arguments: some clients parse what they gathered, and nothing is not JSON.
            input("{}", to);
        }
        // A block of which nothing was said has not begun on the wire.
        if (said) {
            to.event("contentBlockStop", Json.bytes(Json.object().put("contentBlockIndex", blocks)));
            blocks++;
            endsWithTool = open == Kind.TOOL;
        }
        said = false;
        open = null;
        openIndex = -1;
    }

    private void finish(StreamEvent.Finished finished, Frames to) {
        start(to);
        close(to);
        ended = true;
        ObjectNode stop = Json.object().put("stopReason", Ending.name(finished.reason(), endsWithTool));
        if (finished.stopSequence() != null) {
            stop.putObject("additionalModelResponseFields").put("stop_sequence", finished.stopSequence());
        }
        to.event("messageStop", Json.bytes(stop));
        ObjectNode metadata = Json.object();
        metadata.set("usage", Tokens.write(finished.usage() == null ? usage : finished.usage(),
                reply.promptTokens()));
        metadata.putObject("metrics").put("latencyMs", (System.nanoTime() - begun) / 1_000_000);
        to.event("metadata", Json.bytes(metadata));
    }

    private void fail(Failure failure, Frames to) {
        ended = true;
        to.event(BedrockErrors.eventName(failure), BedrockErrors.write(failure));
    }
}
