package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Decodes the events of a streamed answer (docs.claude.com, "Streaming messages"). Event and delta types that are not
 * known are passed over, as Anthropic asks of clients. A second {@code message_start} before any block (seen behind
 * proxies that retry) says nothing new; after one, two answers are mixed and the stream fails. Where Claude's own code
 * calls the client's tools one after another, {@code message_start} alone holds each call, whole, and the stop reason.
 */
final class AnthropicStreamDecoder implements StreamDecoder {

    private boolean started;
    private boolean ended;
    private StreamedBlock open;
    private int openIndex;
    private int blocks;
    private Usage usage = Usage.NONE;
    private StopReason reason;
    private String stopSequence;
    private ObjectNode extras;

    @Override
    public void event(String name, byte[] data, Consumer<StreamEvent> to) {
        if (ended || data.length == 0) {
            return;
        }
        JsonNode event = Json.parse(data);
        if (event == null || !event.isObject()) {
            fail("The provider sent an event that is not JSON.", to);
            return;
        }
        String type = event.path("type").asText(name == null ? "" : name);
        switch (type) {
            case "message_start" -> start(event.path("message"), to);
            case "content_block_start" -> {
                blockStart(event.path("content_block"), to);
                openIndex = event.path("index").asInt();
            }
            case "content_block_delta" -> delta(event, to);
            case "content_block_stop" -> blockStop(event, to);
            case "message_delta" -> messageDelta(event);
            case "message_stop" -> finish(to);
            case "ping" -> to.accept(new StreamEvent.Ping());
            case "error" -> fail(AnthropicErrors.read(0, "application/json", data), to);
            default -> { }
        }
    }

    @Override
    public void end(Consumer<StreamEvent> to) {
        if (ended) {
            return;
        }
        if (reason != null && open == null) {
            // Everything but the last event has come: the answer is whole.
            finish(to);
        } else {
            fail("The provider's stream ended before the answer did.", to);
        }
    }

    private void start(JsonNode message, Consumer<StreamEvent> to) {
        if (started) {
            if (blocks > 0) {
                fail("The provider began a second answer in the middle of the first.", to);
            }
            return;
        }
        started = true;
        usage = Tokens.read(message.get("usage"), usage);
        extras = Ending.extras(message, extras);
        to.accept(new StreamEvent.Started(message.path("id").asText(null), message.path("model").asText(null), usage));
        reason = Ending.reason(message.get("stop_reason"));
        for (JsonNode block : message.path("content")) {
            if (!ended) {
                blockStart(block, to);
                close(to);
            }
        }
    }

    private void begin(Consumer<StreamEvent> to) {
        if (!started) {
            start(Json.object(), to);
        }
    }

    private void blockStart(JsonNode content, Consumer<StreamEvent> to) {
        begin(to);
        close(to);
        if (!(content instanceof ObjectNode block) || block.path("type").asText().isEmpty()) {
            fail("The provider began a content block without saying which.", to);
            return;
        }
        open = StreamedBlock.of(blocks++, block);
        open.start(to);
    }

    private void delta(JsonNode event, Consumer<StreamEvent> to) {
        if (open == null || event.path("index").asInt() != openIndex || !open.delta(event.path("delta"), to)) {
            fail("The provider's events are out of order.", to);
        }
    }

    private void blockStop(JsonNode event, Consumer<StreamEvent> to) {
        if (event.path("index").asInt() == openIndex) {
            close(to);
        }
    }

    private void close(Consumer<StreamEvent> to) {
        if (open != null) {
            open.stop(to);
            open = null;
        }
    }

    private void messageDelta(JsonNode event) {
        JsonNode delta = event.path("delta");
        StopReason said = Ending.reason(delta.get("stop_reason"));
        reason = said == null ? reason : said;
        stopSequence = delta.path("stop_sequence").asText(stopSequence);
        usage = Tokens.read(event.get("usage"), usage);
        extras = Ending.extras(event, Ending.extras(delta, extras));
    }

    private void finish(Consumer<StreamEvent> to) {
        begin(to);
        close(to);
        ContentBlock.Refused explanation = Ending.explanation(extras);
        if (explanation != null) {
            int index = blocks++;
            to.accept(new StreamEvent.BlockStarted(index, new ContentBlock.Refused("")));
            to.accept(new StreamEvent.TextDelta(index, explanation.text(), null));
            to.accept(new StreamEvent.BlockStopped(index));
        }
        ended = true;
        to.accept(new StreamEvent.Finished(reason == null ? StopReason.END_TURN : reason, stopSequence, usage, extras));
    }

    private void fail(String message, Consumer<StreamEvent> to) {
        fail(Failure.of(FailureKind.API_ERROR, message), to);
    }

    private void fail(Failure failure, Consumer<StreamEvent> to) {
        ended = true;
        open = null;
        to.accept(new StreamEvent.Failed(failure));
    }
}
