package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a stream of {@code GenerateContentResponse}: texts and thoughts in pieces, all else whole, and calls on Vertex
 * AI in pieces on request, which are one block when the last is there: what comes between them stands before it. A
 * signature on a part becomes a thinking block before it, or the end of the open one.
 * There is no last event by name; the one with {@code finishReason} is it.
 */
final class GeminiStreamDecoder implements StreamDecoder {

    /** What the open block holds. */
    private enum Open { NOTHING, TEXT, THINKING }

    private final PartReader parts = new PartReader(GeminiAnswers::callId);
    private Open open = Open.NOTHING;
    /** The call whose arguments are still coming; null: none. */
    private PartialCall partial;
    private int blocks;
    private boolean started;
    private boolean over;
    private boolean tools;
    private String reason;
    private ObjectNode extras;
    private Usage usage = Usage.NONE;

    @Override
    public void event(String name, byte[] data, Consumer<StreamEvent> to) {
        if (over || data.length == 0) {
            return;
        }
        JsonNode event = Json.parse(data);
        if (event == null || !event.isObject()) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream has an event that is not JSON."), to);
        } else if (event.hasNonNull("error")) {
            fail(GeminiErrors.read(0, "application/json", data), to);
        } else {
            try {
                response(event, to);
            } catch (Failure failure) {
                fail(failure, to);
            }
        }
    }

    @Override
    public void end(Consumer<StreamEvent> to) {
        if (!over) {
            if (reason == null) {
                fail(Failure.of(FailureKind.API_ERROR, "The provider's stream ended before its answer was complete."),
                        to);
            } else {
                finish(to);
            }
        }
    }

    private void response(JsonNode event, Consumer<StreamEvent> to) throws Failure {
        boolean told = event.path("usageMetadata").has("promptTokenCount");
        usage = Tokens.read(event.get("usageMetadata"), usage);
        JsonNode candidate = first(event.path("candidates"));
        Failure blocked = candidate == null ? Ending.blocked(event) : null;
        if (blocked != null) {
            throw blocked;
        }
        if (!started) {
            started = true;
            to.accept(new StreamEvent.Started(Fields.lenient(event, "responseId"),
                    Fields.lenient(event, "modelVersion"), usage));
        }
        if (candidate == null) {
            return;
        }
        for (JsonNode part : Fields.list(candidate.path("content"), "parts")) {
            part(part, candidate, to);
        }
        extras = Ending.extras(candidate, extras);
        String why = Fields.lenient(candidate, "finishReason");
        if (!why.isEmpty()) {
            reason = why;
            Failure broken = Ending.broken(why);
            if (broken != null) {
                throw broken;
            }
            if (told) {
                finish(to);
            }
        }
    }

    /** Further candidates have no place in one conversation. */
    private static JsonNode first(JsonNode candidates) {
        for (JsonNode candidate : candidates) {
            if (candidate.isObject() && candidate.path("index").asInt(0) == 0) {
                return candidate;
            }
        }
        return null;
    }

    private void part(JsonNode part, JsonNode candidate, Consumer<StreamEvent> to) throws Failure {
        JsonNode call = Fields.get(part, "functionCall");
        if (call != null && partial != null && partial.isAnother(call)) {
            called(to);
        }
        if (call != null && (partial != null || call.path("willContinue").asBoolean(false))) {
            piece(part, call, to);
            return;
        }
        List<ContentBlock> read = new ArrayList<>(2);
        parts.read(part, read);
        for (ContentBlock block : read) {
            block(block, Logprobs.read(candidate), to);
        }
    }

    private void block(ContentBlock block, JsonNode logprobs, Consumer<StreamEvent> to) throws Failure {
        if (block instanceof Text text) {
            begin(Open.TEXT, new Text(""), to);
            to.accept(new StreamEvent.TextDelta(blocks, text.text(), logprobs));
        } else if (block instanceof Thinking thinking) {
            thinking(thinking, to);
        } else if (block instanceof ToolUse use) {
            tool(use, to);
        } else {
            close(to);
            to.accept(new StreamEvent.BlockStarted(blocks, block));
            stop(to);
        }
    }

    private void thinking(Thinking thinking, Consumer<StreamEvent> to) {
        begin(Open.THINKING, new Thinking("", null), to);
        if (!thinking.text().isEmpty()) {
            to.accept(new StreamEvent.ThinkingDelta(blocks, thinking.text()));
        }
        if (thinking.signature() != null) {
            to.accept(new StreamEvent.SignatureDelta(blocks, thinking.signature()));
            close(to);
        }
    }

    private void tool(ToolUse use, Consumer<StreamEvent> to) throws Failure {
        if (use.name().isEmpty()) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer calls a tool without a name.");
        }
        close(to);
        tools = true;
        to.accept(new StreamEvent.BlockStarted(blocks, new ToolUse(use.id(), use.name(), "", null)));
        to.accept(new StreamEvent.ToolInputDelta(blocks, use.input()));
        stop(to);
    }

    /** A piece of a call: the first has the name, the last does not say that it goes on. */
    private void piece(JsonNode part, JsonNode call, Consumer<StreamEvent> to) throws Failure {
        if (partial == null) {
            partial = new PartialCall(Fields.lenient(call, "id"), Fields.lenient(call, "name"));
        }
        partial.add(call);
        partial.sign(Signatures.neutral(Fields.lenient(part, "thoughtSignature")));
        if (!call.path("willContinue").asBoolean(false)) {
            called(to);
        }
    }

    private void called(Consumer<StreamEvent> to) throws Failure {
        if (partial.signature() != null) {
            thinking(new Thinking("", partial.signature()), to);
        }
        tool(new ToolUse(GeminiAnswers.callId(partial.id()), partial.name(), partial.args(), null), to);
        partial = null;
    }

    private void begin(Open kind, ContentBlock block, Consumer<StreamEvent> to) {
        if (open != kind) {
            close(to);
            open = kind;
            to.accept(new StreamEvent.BlockStarted(blocks, block));
        }
    }

    private void close(Consumer<StreamEvent> to) {
        if (open != Open.NOTHING) {
            open = Open.NOTHING;
            stop(to);
        }
    }

    private void stop(Consumer<StreamEvent> to) {
        to.accept(new StreamEvent.BlockStopped(blocks));
        blocks++;
    }

    private void finish(Consumer<StreamEvent> to) {
        if (partial != null) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream ended in the middle of a call."), to);
            return;
        }
        over = true;
        close(to);
        to.accept(new StreamEvent.Finished(Ending.reason(reason, tools), null, usage, extras));
    }

    private void fail(Failure failure, Consumer<StreamEvent> to) {
        over = true;
        to.accept(new StreamEvent.Failed(failure));
    }
}
