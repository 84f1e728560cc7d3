package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.nio.charset.StandardCharsets;

/**
 * Writes {@code chat.completion.chunk} events: one with the role, deltas, one with the reason, one with the usage if it
 * was asked for, {@code [DONE]}. Thinking goes out as {@code reasoning_content}, and once its signature is known as a
 * whole {@code thinking_blocks} entry, to be returned. The format has no blocks, so deltas of text need no order; a
 * piece of a tool's input that belongs to no open call ends the stream with an error.
 */
final class OpenAiStreamEncoder implements StreamEncoder {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final int NONE = -1;

    private final Reply reply;
    private final ChunkBuffer chunk = new ChunkBuffer();
    private final StringBuilder thinking = new StringBuilder();
    private final ArrayNode citations = Json.MAPPER.createArrayNode();
    private byte[] head;
    private boolean over;
    private boolean refused;
    private int tools;
    /** The neutral index of the open block and what it is. */
    private int openIndex = NONE;
    private boolean toolOpen;
    private boolean refusalOpen;
    /** A block that this format has no word for: what belongs to it is passed over. */
    private boolean foreignOpen;
    private boolean inputSeen;
    /** Of the thinking right before; null: there was none. */
    private String signature;
    private int textLength;
    private int blockStart;

    OpenAiStreamEncoder(Reply reply) {
        this.reply = reply;
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

    private void body(StreamEvent event, Frames to) {
        if (event instanceof StreamEvent.BlockStarted block) {
            close(to);
            open(block, to);
        } else if (event instanceof StreamEvent.TextDelta text) {
            text(text, to);
        } else if (event instanceof StreamEvent.ThinkingDelta thought) {
            thinking.append(thought.text());
            if (!thought.text().isEmpty()) {
                emit(begin().ascii("{\"reasoning_content\":").string(thought.text()).ascii("}"), null, null, to);
            }
        } else if (event instanceof StreamEvent.SignatureDelta signed) {
            signature = signed.signature();
            blocks(ThinkingFields.signed(thinking.toString(), signature), to);
            thinking.setLength(0);
        } else if (event instanceof StreamEvent.ToolInputDelta input) {
            input(input, to);
        } else if (event instanceof StreamEvent.CitationDelta citation) {
            citations.add(citation.citation());
        } else if (event instanceof StreamEvent.BlockStopped) {
            close(to);
        } else if (event instanceof StreamEvent.Finished finished) {
            close(to);
            finish(finished, to);
        }
    }

    /** The first chunk; once. */
    private void start(String id, String model, Frames to) {
        if (head != null) {
            return;
        }
        head = new ChunkBuffer()
                .ascii("{\"id\":").string(AnswerWriter.id(id))
                .ascii(",\"object\":\"chat.completion.chunk\",\"created\":" + System.currentTimeMillis() / 1000)
                .ascii(",\"model\":").string(AnswerWriter.model(model, reply))
                .ascii(",\"choices\":[").bytes();
        emit(begin().ascii("{\"role\":\"assistant\",\"content\":\"\"}"), null, null, to);
    }

    private void open(StreamEvent.BlockStarted started, Frames to) {
        openIndex = started.index();
        blockStart = textLength;
        ContentBlock block = started.block();
        if (block instanceof ContentBlock.ToolUse use) {
            toolOpen = true;
            tools++;
            emit(call(use), null, null, to);
            if (!use.input().isEmpty()) {
                input(new StreamEvent.ToolInputDelta(openIndex, use.input()), to);
            }
        } else if (block instanceof ContentBlock.RedactedThinking redacted) {
            blocks(Json.object().put("type", "redacted_thinking").put("data", redacted.data()), to);
        } else if (block instanceof ContentBlock.Refused refusal) {
            refusalOpen = true;
            text(new StreamEvent.TextDelta(openIndex, refusal.text(), null), to);
        } else if (block instanceof ContentBlock.Opaque) {
            foreignOpen = true;
        } else if (block instanceof ContentBlock.Text text) {
            text(new StreamEvent.TextDelta(openIndex, text.text(), null), to);
        }
        signature = null;
    }

    private ChunkBuffer call(ContentBlock.ToolUse use) {
        begin().ascii("{\"tool_calls\":[{\"index\":" + (tools - 1) + ",\"id\":").string(use.id())
                .ascii(",\"type\":\"function\"");
        ObjectNode extra = Json.object();
        GoogleSignature.write(signature, extra);
        extra.fields().forEachRemaining(
                field -> chunk.ascii(",\"" + field.getKey() + "\":").raw(Json.bytes(field.getValue())));
        return chunk.ascii(",\"function\":{\"name\":").string(use.name()).ascii(",\"arguments\":\"\"}}]}");
    }

    private void text(StreamEvent.TextDelta delta, Frames to) {
        if (delta.text().isEmpty() && delta.logprobs() == null) {
            return;
        }
        if (refusalOpen) {
            refused = true;
            emit(begin().ascii("{\"refusal\":").string(delta.text()).ascii("}"), null, null, to);
        } else {
            textLength += delta.text().codePointCount(0, delta.text().length());
            emit(begin().ascii("{\"content\":").string(delta.text()).ascii("}"), delta.logprobs(), null, to);
        }
    }

    private void input(StreamEvent.ToolInputDelta input, Frames to) {
        if (foreignOpen && input.index() == openIndex) {
            return;
        }
        if (!toolOpen || input.index() != openIndex) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream is out of order."), to);
            return;
        }
        if (!input.json().isEmpty()) {
            inputSeen = true;
            arguments(input.json(), to);
        }
    }

    private void arguments(String piece, Frames to) {
        emit(begin().ascii("{\"tool_calls\":[{\"index\":" + (tools - 1) + ",\"function\":{\"arguments\":")
                .string(piece).ascii("}}]}"), null, null, to);
    }

    private void blocks(JsonNode block, Frames to) {
        emit(begin().ascii("{\"thinking_blocks\":[").raw(Json.bytes(block)).ascii("]}"), null, null, to);
    }

    private void close(Frames to) {
        if (toolOpen && !inputSeen) {
            // A tool without parameters: its arguments must be JSON all the same.
            arguments("{}", to);
        }
        if (!citations.isEmpty()) {
            ArrayNode annotations = Json.MAPPER.createArrayNode();
            citations.forEach(citation -> Annotations.add(annotations, citation, blockStart, textLength));
            citations.removeAll();
            if (!annotations.isEmpty()) {
                emit(begin().ascii("{\"annotations\":").raw(Json.bytes(annotations)).ascii("}"), null, null, to);
            }
        }
        thinking.setLength(0);
        openIndex = NONE;
        toolOpen = false;
        inputSeen = false;
        refusalOpen = false;
        foreignOpen = false;
    }

    private void finish(StreamEvent.Finished finished, Frames to) {
        over = true;
        String reason = FinishReason.write(finished.reason(), tools > 0, refused);
        emit(begin().ascii("{}"), null, reason, to);
        if (reply.includeUsage()) {
            Usage usage = finished.usage() == null ? Usage.NONE : finished.usage();
            to.event(null, chunk.clear().raw(head).ascii("],\"usage\":").raw(Json.bytes(OpenAiUsage.write(usage)))
                    .ascii("}").bytes());
        }
        to.event(null, DONE);
    }

    /** No {@code [DONE]} behind an error: clients take it for a complete answer. */
    private void fail(Failure failure, Frames to) {
        over = true;
        to.event(null, OpenAiErrors.write(failure));
    }

    private ChunkBuffer begin() {
        return chunk.clear().raw(head).ascii("{\"index\":0,\"delta\":");
    }

    /** The delta is in the buffer; this adds the rest of the choice and sends the chunk. */
    private void emit(ChunkBuffer delta, JsonNode logprobs, String reason, Frames to) {
        if (logprobs != null) {
            delta.ascii(",\"logprobs\":").raw(Json.bytes(logprobs));
        } else {
            delta.ascii(",\"logprobs\":null");
        }
        delta.ascii(",\"finish_reason\":").ascii(reason == null ? "null" : "\"" + reason + "\"");
        // With usage asked for, OpenAI puts a null into every chunk before the last.
        to.event(null, delta.ascii(reply.includeUsage() ? "}],\"usage\":null}" : "}]}").bytes());
    }
}
