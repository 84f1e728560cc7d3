package io.github.llmgateway.bench;

import io.github.llmgateway.framing.EventWriter;
import io.github.llmgateway.framing.Framing;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A format in which the upstream streams: the path at which it is asked decides. In each text event stand {@link #MARK}
 * and the {@link System#nanoTime()} at which it was sent: on Linux that clock is the same for all processes of a machine,
 * so the reader can tell how long the event was on its way.
 */
enum Format {

    /** Anthropic's Messages, as server-sent events. */
    MESSAGES(Framing.SSE, Anthropic.BEGIN, Anthropic.TEXT, Anthropic.END),

    /** The same in the chunks of Bedrock's InvokeModelWithResponseStream. */
    INVOKED_MESSAGES(Framing.AWS_CHUNKS, Anthropic.BEGIN, Anthropic.TEXT, Anthropic.END),

    /** OpenAI's Chat Completions. */
    CHAT_COMPLETIONS(Framing.SSE,
            List.of(chunk(new JsonObject().put("role", "assistant").put("content", ""), null)),
            chunk(new JsonObject().put("content", Format.PLACE), null),
            List.of(chunk(new JsonObject(), "stop"),
                    new Event(null, completion().put("choices", new JsonArray()).put("usage", new JsonObject()
                            .put("prompt_tokens", 1_000).put("completion_tokens", 100).put("total_tokens", 1_100)).encode()),
                    new Event(null, "[DONE]"))),

    /** Bedrock's ConverseStream. */
    CONVERSE(Framing.AWS_EVENTS,
            List.of(Event.of("messageStart", new JsonObject().put("role", "assistant"))),
            Event.of("contentBlockDelta", new JsonObject().put("contentBlockIndex", 0)
                    .put("delta", new JsonObject().put("text", Format.PLACE)).put("p", "abcdefghijklmnop")),
            List.of(Event.of("contentBlockStop", new JsonObject().put("contentBlockIndex", 0)),
                    Event.of("messageStop", new JsonObject().put("stopReason", "end_turn")),
                    Event.of("metadata", new JsonObject()
                            .put("usage", new JsonObject()
                                    .put("inputTokens", 1_000).put("outputTokens", 100).put("totalTokens", 1_100))
                            .put("metrics", new JsonObject().put("latencyMs", 100)))));

    /** Starts a time of sending; it stands nowhere else in an answer. */
    static final char MARK = '@';

    /** Where the text of a text event goes. */
    private static final String PLACE = "@";
    private static final String FILLER = new Prose(7).sentence(24);

    private final Framing framing;
    private final List<Event> begin;
    private final Event text;
    private final List<Event> end;

    Format(Framing framing, List<Event> begin, Event text, List<Event> end) {
        this.framing = framing;
        this.begin = begin;
        this.text = text;
        this.end = end;
    }

    /** The format of what is asked at a path. */
    static Format of(String path) {
        return path.endsWith("/chat/completions") ? CHAT_COMPLETIONS
                : path.endsWith("/converse-stream") ? CONVERSE
                : path.endsWith("/invoke-with-response-stream") ? INVOKED_MESSAGES : MESSAGES;
    }

    String contentType() {
        return framing.contentType();
    }

    /** What comes before the first text event. */
    Buffer start() {
        return written(begin);
    }

    /** One text event, stamped with the present time. */
    Buffer stamped() {
        String stamped = MARK + Long.toString(System.nanoTime()) + " " + FILLER;
        return written(List.of(new Event(text.name(), text.json().replace(PLACE, stamped))));
    }

    /** What comes behind the last text event. */
    Buffer end() {
        return written(end);
    }

    /** A stream of that many text events from its first byte to its last. */
    Buffer whole(int events) {
        Buffer all = start();
        for (int i = 0; i < events; i++) {
            all.appendBuffer(stamped());
        }
        return all.appendBuffer(end());
    }

    private Buffer written(List<Event> events) {
        EventWriter out = framing.writer();
        events.forEach(event -> out.event(event.name(), Buffer.buffer(event.json()).getBytes()));
        return Buffer.buffer(out.take());
    }

    private static Event chunk(JsonObject delta, String finishReason) {
        return new Event(null, completion().put("choices", new JsonArray().add(new JsonObject()
                .put("index", 0).put("delta", delta).putNull("logprobs").put("finish_reason", finishReason))).encode());
    }

    private static JsonObject completion() {
        return new JsonObject().put("id", "chatcmpl-bench").put("object", "chat.completion.chunk")
                .put("created", 1_760_000_000).put("model", "bench").put("service_tier", "default")
                .put("system_fingerprint", "fp_bench");
    }

    /** An event's name, null for none, and its data. */
    private record Event(String name, String json) {

        static Event of(String name, JsonObject data) {
            return new Event(name, data.encode());
        }

        /** In Anthropic's format the name stands in the data, too. */
        static Event typed(String name, JsonObject data) {
            return of(name, new JsonObject().put("type", name).mergeIn(data));
        }
    }

    /** Anthropic's events, which two of the formats share. */
    private static final class Anthropic {

        private static final List<Event> BEGIN = List.of(
                Event.typed("message_start", new JsonObject().put("message", Answers.message(new JsonArray(), null))),
                Event.typed("content_block_start", new JsonObject().put("index", 0)
                        .put("content_block", new JsonObject().put("type", "text").put("text", ""))));

        private static final Event TEXT = Event.typed("content_block_delta", new JsonObject().put("index", 0)
                .put("delta", new JsonObject().put("type", "text_delta").put("text", PLACE)));

        private static final List<Event> END = List.of(
                Event.typed("content_block_stop", new JsonObject().put("index", 0)),
                Event.typed("message_delta", new JsonObject()
                        .put("delta", new JsonObject().put("stop_reason", "end_turn").putNull("stop_sequence"))
                        .put("usage", new JsonObject().put("output_tokens", 100))),
                Event.typed("message_stop", new JsonObject()));
    }
}
