package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.openai.BlockQueue.Block;
import io.github.llmgateway.dialect.openai.BlockQueue.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads {@code chat.completion.chunk} events, OpenAI's and those of compatible servers: thinking in the fields of
 * {@link ThinkingFields}, Mistral's lists as content, whole tool calls in one chunk, calls without an index or with
 * the same one, usage in its own chunk, in the last one or in each.
 */
final class OpenAiStreamDecoder implements StreamDecoder {

    private final BlockQueue blocks = new BlockQueue();
    private final Map<Integer, Block> calls = new HashMap<>();
    private Block lastCall;
    private boolean started;
    private boolean over;
    private boolean refused;
    private String reason;
    private String stopSequence;
    private Usage usage = Usage.NONE;

    @Override
    public void event(String name, byte[] data, Consumer<StreamEvent> to) {
        if (over || isBlank(data)) {
            return;
        }
        if (isDone(data)) {
            finish(to);
            return;
        }
        JsonNode chunk = Json.parse(data);
        if (chunk == null || !chunk.isObject()) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream has an event that is not JSON."), to);
            return;
        }
        if (isError(name, chunk)) {
            fail(OpenAiErrors.read(200, "application/json", data), to);
            return;
        }
        chunk(chunk, to);
    }

    @Override
    public void end(Consumer<StreamEvent> to) {
        if (over) {
            return;
        }
        if (reason == null) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream ended before its answer was complete."), to);
        } else {
            finish(to);
        }
    }

    private static boolean isBlank(byte[] data) {
        for (byte b : data) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDone(byte[] data) {
        int i = 0;
        while (data[i] == ' ') {
            i++;
        }
        return data[i] == '[' && data.length > i + 1 && data[i + 1] == 'D';
    }

    private static boolean isError(String name, JsonNode chunk) {
        return chunk.hasNonNull("error") || "error".equals(name) || chunk.path("object").asText().equals("error")
                || !chunk.has("choices") && (chunk.hasNonNull("detail") || chunk.hasNonNull("message"));
    }

    private void chunk(JsonNode chunk, Consumer<StreamEvent> to) {
        Usage told = OpenAiUsage.ofChunk(chunk);
        if (told != null) {
            usage = told;
        }
        if (!started) {
            started = true;
            to.accept(new StreamEvent.Started(chunk.path("id").asText(""), chunk.path("model").asText(""), usage));
        }
        for (JsonNode choice : chunk.path("choices")) {
            // Further choices (n) have no place in one conversation.
            if (choice.path("index").asInt(0) == 0) {
                choice(choice);
            }
        }
        blocks.tell(to);
        if ("error".equals(reason)) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider broke its answer off."), to);
        } else if (reason != null && told != null) {
            finish(to);
        }
    }

    private void choice(JsonNode choice) {
        // "message" instead of "delta": servers that send the whole answer as one event.
        JsonNode delta = choice.path("delta").isObject() ? choice.get("delta") : choice.path("message");
        thinking(delta);
        JsonNode content = delta.path("content");
        JsonNode logprobs = Fields.get(choice, "logprobs");
        if (content.isTextual()) {
            add(Kind.TEXT, content.textValue(), logprobs);
        } else {
            parts(content);
        }
        String refusal = delta.path("refusal").asText("");
        refused |= !refusal.isEmpty();
        add(Kind.REFUSAL, refusal, null);
        for (JsonNode call : delta.path("tool_calls")) {
            call(call);
        }
        if (delta.path("function_call").isObject()) {
            call(Json.object().put("index", 0).set("function", delta.get("function_call")));
        }
        String why = choice.path("finish_reason").asText("");
        if (!why.isEmpty()) {
            reason = why;
        }
        if (choice.path("stop_reason").isTextual()) {
            stopSequence = choice.get("stop_reason").textValue();
        }
    }

    private void thinking(JsonNode delta) {
        add(Kind.THINKING, ThinkingFields.text(delta), null);
        String signature = ThinkingFields.signature(delta);
        if (signature != null) {
            blocks.last(Kind.THINKING).signature = signature;
        }
        String redacted = ThinkingFields.redacted(delta);
        if (redacted != null) {
            blocks.begin(Kind.REDACTED).signature = redacted;
        }
    }

    /** Mistral's content: parts of thinking and of text. */
    private void parts(JsonNode content) {
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                for (JsonNode thought : part.path("thinking")) {
                    add(Kind.THINKING, thought.path("text").asText(""), null);
                }
            } else {
                add(Kind.TEXT, part.path("text").asText(""), null);
            }
        }
    }

    private void add(Kind kind, String piece, JsonNode logprobs) {
        if (!piece.isEmpty()) {
            blocks.last(kind).add(piece, logprobs);
        }
    }

    private void call(JsonNode call) {
        String id = call.path("id").asText("");
        JsonNode index = call.path("index");
        Block block = index.isInt() ? calls.get(index.intValue()) : id.isEmpty() ? lastCall : null;
        // Some servers give every call the index 0; a new id is a new call.
        if (block == null || !id.isEmpty() && block.id != null && !block.id.equals(id)) {
            block = index.isInt() ? null : byId(id);
            if (block == null) {
                block = blocks.begin(Kind.TOOL);
            }
            calls.put(index.isInt() ? index.intValue() : -1 - calls.size(), block);
        }
        lastCall = block;
        if (block.id == null && !id.isEmpty()) {
            block.id = id;
        }
        JsonNode function = call.path("function").isObject() ? call.get("function") : call.path("custom");
        String name = function.path("name").asText("");
        if (block.name == null && !name.isEmpty()) {
            block.name = name;
        }
        JsonNode arguments = function.path("arguments");
        String piece = arguments.isContainerNode() ? arguments.toString() : arguments.asText("");
        if (!block.closed()) {
            block.add(piece, null);
        }
    }

    private Block byId(String id) {
        for (Block block : calls.values()) {
            if (id.equals(block.id)) {
                return block;
            }
        }
        return null;
    }

    private void finish(Consumer<StreamEvent> to) {
        if (!started) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream ended before its answer began."), to);
            return;
        }
        if (!blocks.finish(to)) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's answer calls a tool without a name."), to);
            return;
        }
        over = true;
        to.accept(new StreamEvent.Finished(
                FinishReason.read(reason == null ? "" : reason, lastCall != null, refused), stopSequence, usage));
    }

    private void fail(Failure failure, Consumer<StreamEvent> to) {
        over = true;
        to.accept(new StreamEvent.Failed(failure));
    }
}
