package io.github.llmgateway.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The upstream's answers. In a stream each text event carries {@link #MARK} and the {@link System#nanoTime()} at which it was
 * sent: on Linux that clock is the same for all processes of a machine, so the reader can tell how long the event was on its way.
 */
final class Answers {

    /** Starts a time of sending; it stands nowhere else in an answer. */
    static final char MARK = '@';

    private static final Prose PROSE = new Prose(7);
    private static final String FILLER = PROSE.sentence(24);

    static final Buffer UNARY = message(new JsonArray().add(new JsonObject()
            .put("type", "text")
            .put("text", PROSE.sentence(700))), "end_turn").toBuffer();

    static final Buffer START = event("message_start", new JsonObject().put("message", message(new JsonArray(), null)))
            .appendBuffer(event("content_block_start", new JsonObject().put("index", 0)
                    .put("content_block", new JsonObject().put("type", "text").put("text", ""))));

    static final Buffer END = event("content_block_stop", new JsonObject().put("index", 0))
            .appendBuffer(event("message_delta", new JsonObject()
                    .put("delta", new JsonObject().put("stop_reason", "end_turn").putNull("stop_sequence"))
                    .put("usage", new JsonObject().put("output_tokens", 100))))
            .appendBuffer(event("message_stop", new JsonObject()));

    private Answers() {
    }

    /** One text event, stamped with the present time. */
    static Buffer stamped() {
        return Buffer.buffer("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"" + MARK + System.nanoTime() + " " + FILLER + "\"}}\n\n");
    }

    /** A stream of that many text events from its first byte to its last. */
    static Buffer whole(int events) {
        Buffer all = Buffer.buffer().appendBuffer(START);
        for (int i = 0; i < events; i++) {
            all.appendBuffer(stamped());
        }
        return all.appendBuffer(END);
    }

    /** What an answer to the script has at least, if nothing is missing. Less than it was sent with: a proxy may write it anew. */
    static long leastBytes(Script script) {
        return script.streams() ? script.events() * stamped().length() : UNARY.length() * 3 / 4;
    }

    private static JsonObject message(JsonArray content, String stopReason) {
        return new JsonObject()
                .put("id", "msg_bench")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "bench")
                .put("content", content)
                .put("stop_reason", stopReason)
                .putNull("stop_sequence")
                .put("usage", new JsonObject()
                        .put("input_tokens", 1_000)
                        .put("cache_creation_input_tokens", 0)
                        .put("cache_read_input_tokens", 0)
                        .put("output_tokens", 100));
    }

    private static Buffer event(String type, JsonObject data) {
        JsonObject typed = new JsonObject().put("type", type).mergeIn(data);
        return Buffer.buffer("event: " + type + "\ndata: " + typed.encode() + "\n\n");
    }
}
