package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamDecoder;
import java.util.function.Consumer;

/**
 * Decodes the events of ConverseStream (Amazon Bedrock API reference, {@code ConverseStreamOutput}). Bedrock begins
 * only tool calls with {@code contentBlockStart}: a text or a thought begins with its first delta. {@code metadata}
 * with the usage follows {@code messageStop} (in some recordings it stands before), so the answer ends when both have
 * come, or with the stream. What a tool of the provider's own is asked and answers is passed over.
 */
final class ConverseStreamDecoder implements StreamDecoder {

    private enum Kind { TEXT, THOUGHT, TOOL, SEALED, PASSED_OVER }

    private boolean started;
    private boolean ended;
    private Kind open;
    private int openIndex;
    private int blocks;
    private final StringBuilder sealed = new StringBuilder();
    private boolean counted;
    private Usage usage = Usage.NONE;
    private StopReason reason;
    private String stopSequence;

    @Override
    public void event(String name, byte[] data, Consumer<StreamEvent> to) {
        if (ended || name == null) {
            return;
        }
        if (BedrockErrors.isException(name)) {
            fail(BedrockErrors.event(name, data), to);
            return;
        }
        JsonNode event = Json.parse(data);
        if (event == null || !event.isObject()) {
            fail("The provider sent an event that is not JSON.", to);
            return;
        }
        switch (name) {
            case "messageStart" -> start(to);
            case "contentBlockStart" -> blockStart(event, to);
            case "contentBlockDelta" -> delta(event, event.path("delta"), to);
            case "contentBlockStop" -> {
                if (event.path("contentBlockIndex").asInt() == openIndex) {
                    close(to);
                }
            }
            case "messageStop" -> stop(event, to);
            case "metadata" -> {
                usage = Tokens.read(event.get("usage"), usage);
                counted = true;
                finishIfWhole(to);
            }
            default -> { }
        }
    }

    @Override
    public void end(Consumer<StreamEvent> to) {
        if (!ended && reason != null) {
            finish(to);
        } else if (!ended) {
            fail("The provider's stream ended before the answer did.", to);
        }
    }

    private void start(Consumer<StreamEvent> to) {
        if (!started) {
            started = true;
            to.accept(new StreamEvent.Started(null, null, usage));
        }
    }

    private void blockStart(JsonNode event, Consumer<StreamEvent> to) {
        JsonNode start = event.path("start");
        JsonNode use = start.path("toolUse");
        if (use.isObject() && !use.path("type").asText().equals("server_tool_use")) {
            if (use.path("name").asText().isEmpty()) {
                fail("The provider began a tool call without a name.", to);
                return;
            }
            open(event, Kind.TOOL, new ContentBlock.ToolUse(use.path("toolUseId").asText(), use.get("name").asText(),
                    "", null), to);
        } else if (!start.isEmpty()) {
            open(event, Kind.PASSED_OVER, null, to);
        }
    }

    private void delta(JsonNode event, JsonNode delta, Consumer<StreamEvent> to) {
        if (open == Kind.PASSED_OVER && event.path("contentBlockIndex").asInt() == openIndex) {
            return;
        }
        JsonNode thought = delta.path("reasoningContent");
        if (delta.path("text").isTextual()) {
            text(event, delta.get("text").textValue(), to);
        } else if (delta.path("toolUse").isObject()) {
            toolInput(event, delta.get("toolUse").path("input"), to);
        } else if (thought.path("redactedContent").isTextual()) {
            within(event, Kind.SEALED, null, to);
            sealed.append(thought.get("redactedContent").textValue());
        } else if (thought.isObject()) {
            thought(event, thought, to);
        } else if (delta.path("citation").isObject()) {
            JsonNode citation = Citations.read(delta.get("citation"));
            if (citation != null) {
                within(event, Kind.TEXT, new ContentBlock.Text(""), to);
                to.accept(new StreamEvent.CitationDelta(blocks - 1, citation));
            }
        }
    }

    private void text(JsonNode event, String text, Consumer<StreamEvent> to) {
        if (!text.isEmpty()) {
            within(event, Kind.TEXT, new ContentBlock.Text(""), to);
            to.accept(new StreamEvent.TextDelta(blocks - 1, text, null));
        }
    }

    private void thought(JsonNode event, JsonNode thought, Consumer<StreamEvent> to) {
        String text = thought.path("text").asText("");
        String signature = thought.path("signature").asText("");
        if (text.isEmpty() && signature.isEmpty()) {
            return;
        }
        within(event, Kind.THOUGHT, new ContentBlock.Thinking("", null), to);
        if (!text.isEmpty()) {
            to.accept(new StreamEvent.ThinkingDelta(blocks - 1, text));
        }
        if (!signature.isEmpty()) {
            to.accept(new StreamEvent.SignatureDelta(blocks - 1, signature));
        }
    }

    private void toolInput(JsonNode event, JsonNode input, Consumer<StreamEvent> to) {
        if (open != Kind.TOOL || event.path("contentBlockIndex").asInt() != openIndex) {
            fail("The provider's events are out of order.", to);
        } else if (!input.asText("").isEmpty()) {
            to.accept(new StreamEvent.ToolInputDelta(blocks - 1, input.asText()));
        }
    }

    /** Sees to it that a block of that kind is open at the event's index. */
    private void within(JsonNode event, Kind kind, ContentBlock block, Consumer<StreamEvent> to) {
        if (open != kind || event.path("contentBlockIndex").asInt() != openIndex) {
            open(event, kind, block, to);
        }
    }

    private void open(JsonNode event, Kind kind, ContentBlock block, Consumer<StreamEvent> to) {
        start(to);
        close(to);
        open = kind;
        openIndex = event.path("contentBlockIndex").asInt();
        if (block != null) {
            to.accept(new StreamEvent.BlockStarted(blocks++, block));
        }
    }

    private void close(Consumer<StreamEvent> to) {
        if (open == Kind.SEALED) {
            to.accept(new StreamEvent.BlockStarted(blocks++, Sealed.read(sealed.toString())));
            sealed.setLength(0);
        }
        if (open != null && open != Kind.PASSED_OVER) {
            to.accept(new StreamEvent.BlockStopped(blocks - 1));
        }
        open = null;
        openIndex = -1;
    }

    private void stop(JsonNode event, Consumer<StreamEvent> to) {
        Failure malformed = Ending.malformed(event.get("stopReason"));
        if (malformed != null) {
            fail(malformed, to);
            return;
        }
        start(to);
        close(to);
        StopReason said = Ending.reason(event.get("stopReason"));
        reason = said == null ? StopReason.END_TURN : said;
        stopSequence = ConverseAnswers.stopSequence(event);
        finishIfWhole(to);
    }

    private void finishIfWhole(Consumer<StreamEvent> to) {
        if (counted && reason != null) {
            finish(to);
        }
    }

    private void finish(Consumer<StreamEvent> to) {
        close(to);
        ended = true;
        to.accept(new StreamEvent.Finished(reason, stopSequence, usage));
    }

    private void fail(String message, Consumer<StreamEvent> to) {
        fail(Failure.of(FailureKind.API_ERROR, message), to);
    }

    private void fail(Failure failure, Consumer<StreamEvent> to) {
        ended = true;
        to.accept(new StreamEvent.Failed(failure));
    }
}
