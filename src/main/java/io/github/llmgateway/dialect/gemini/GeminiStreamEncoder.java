package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes {@code GenerateContentResponse} events. Texts and thoughts go out as they come, calls whole, for clients of
 * this format run what they get; a signature waits for the part behind it. The last event has reason and usage. The
 * format has no keep-alive and some of its clients choke on a comment: an empty text serves.
 */
final class GeminiStreamEncoder implements StreamEncoder {

    private static final int NONE = -1;

    private final Reply reply;
    /** Signatures, until something comes behind them. */
    private final List<ContentBlock> waiting = new ArrayList<>(2);
    private final StringBuilder input = new StringBuilder();
    private String id;
    private String model;
    private boolean over;
    private int openIndex = NONE;
    /** The open call; null: none is open. */
    private ToolUse tool;
    /** What signs the open thought so far: of two that come, the later one holds. Null: nothing does. */
    private String thoughtSignature;
    /** Whether the open block is one of which pieces are passed over. */
    private boolean foreign;

    GeminiStreamEncoder(Reply reply) {
        this.reply = reply;
    }

    @Override
    public void encode(StreamEvent event, Frames to) {
        if (over) {
            return;
        }
        if (event instanceof StreamEvent.Started started) {
            id = id == null ? started.id() : id;
            model = model == null ? started.model() : model;
        } else if (event instanceof StreamEvent.Ping) {
            ObjectNode chunk = Json.object();
            parts(chunk).addObject().put("text", "");
            emit(chunk, to);
        } else if (event instanceof StreamEvent.Failed failed) {
            fail(failed.failure(), to);
        } else if (event instanceof StreamEvent.BlockStarted started) {
            close(to);
            open(started, to);
        } else if (event instanceof StreamEvent.TextDelta text) {
            text(text.index(), new Text(text.text()), to);
        } else if (event instanceof StreamEvent.ThinkingDelta thought) {
            tell(thought.text().isEmpty() ? null : new Thinking(thought.text(), null), to);
        } else if (event instanceof StreamEvent.SignatureDelta signature) {
            thoughtSignature = signature.signature();
        } else if (event instanceof StreamEvent.ToolInputDelta delta) {
            input(delta, to);
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
        if (block instanceof ToolUse use) {
            tool = use;
            input.append(use.input());
        } else if (block instanceof Thinking thinking) {
            tell(thinking.text().isEmpty() ? null : new Thinking(thinking.text(), null), to);
            thoughtSignature = thinking.signature();
        } else if (block instanceof Text text) {
            text(openIndex, text, to);
        } else if (block instanceof ContentBlock.Refused refused) {
            text(openIndex, new Text(refused.text()), to);
        } else {
            foreign = true;
            tell(block, to);
        }
    }

    private void text(int index, Text text, Frames to) {
        if (!text.text().isEmpty() && !(foreign && index == openIndex)) {
            tell(text, to);
        }
    }

    private void input(StreamEvent.ToolInputDelta delta, Frames to) {
        if (foreign && delta.index() == openIndex) {
            return;
        }
        if (tool != null && delta.index() == openIndex) {
            input.append(delta.json());
        } else if (!delta.json().isEmpty()) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream is out of order."), to);
        }
    }

    private void close(Frames to) {
        if (tool != null) {
            ToolUse whole = new ToolUse(tool.id(), tool.name(), input.toString(), null);
            tool = null;
            input.setLength(0);
            tell(whole, to);
        }
        if (thoughtSignature != null) {
            waiting.add(new Thinking("", thoughtSignature));
            thoughtSignature = null;
        }
        openIndex = NONE;
        foreign = false;
    }

    private void tell(ContentBlock block, Frames to) {
        if (block == null) {
            return;
        }
        GeminiAnswers.AnswerParts written = new GeminiAnswers.AnswerParts();
        // Where no part comes of the block, or a thought, the signature stands on a part of its own.
        waiting.forEach(written::add);
        waiting.clear();
        written.add(block);
        written.end();
        if (!written.written().isEmpty()) {
            ObjectNode chunk = Json.object();
            parts(chunk).addAll(written.written());
            emit(chunk, to);
        }
    }

    private void finish(StreamEvent.Finished finished, Frames to) {
        over = true;
        GeminiAnswers.AnswerParts written = new GeminiAnswers.AnswerParts();
        waiting.forEach(written::add);
        written.end();
        if (written.written().isEmpty()) {
            written.written().addObject().put("text", "");
        }
        ObjectNode chunk = Json.object();
        parts(chunk).addAll(written.written());
        GeminiAnswers.end((ObjectNode) chunk.get("candidates").get(0), finished.reason(), finished.extras());
        chunk.set("usageMetadata", Tokens.write(finished.usage() == null ? Usage.NONE : finished.usage()));
        emit(chunk, to);
    }

    private static ArrayNode parts(ObjectNode chunk) {
        ObjectNode candidate = chunk.putArray("candidates").addObject();
        ObjectNode content = candidate.putObject("content").put("role", "model");
        candidate.put("index", 0);
        return content.putArray("parts");
    }

    private void emit(ObjectNode chunk, Frames to) {
        to.event(null, Json.bytes(GeminiAnswers.head(id, model, reply, chunk)));
    }

    private void fail(Failure failure, Frames to) {
        over = true;
        to.event(null, GeminiErrors.event(failure));
    }
}
