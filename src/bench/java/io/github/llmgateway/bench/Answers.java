package io.github.llmgateway.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The upstream's answers in one piece, in Anthropic's format; {@link Format} has the streams. */
final class Answers {

    static final Buffer UNARY = message(new JsonArray().add(new JsonObject()
            .put("type", "text")
            .put("text", new Prose(7).sentence(700))), "end_turn").toBuffer();

    private Answers() {
    }

    /** What an answer to the script has at least, if nothing is missing. Less than it was sent with: a proxy may write it anew. */
    static long leastBytes(Script script) {
        return script.streams() ? script.events() * Format.MESSAGES.stamped().length() : UNARY.length() * 3 / 4;
    }

    static JsonObject message(JsonArray content, String stopReason) {
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
}
