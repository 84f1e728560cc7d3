package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.responses.BlockLine.Block;
import io.github.llmgateway.dialect.responses.BlockLine.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The items of a streamed answer that have begun, by their places in the output. A message has a block for each of its
 * parts, every other item one. What an end repeats of what has come in pieces is passed over.
 */
final class OpenItems {

    /** More parts than any message has. */
    private static final long PARTS = 1 << 20;
    private static final String BETWEEN_PARTS = "\n\n";

    private final BlockLine line = new BlockLine();
    private final Map<Long, Block> blocks = new HashMap<>();
    private boolean calls;
    private boolean refused;

    /** Whether nothing has come. */
    boolean none() {
        return blocks.isEmpty();
    }

    /** Whether the model waits for the client. */
    boolean calls() {
        return calls;
    }

    /** Whether the model declined in its own words. */
    boolean refused() {
        return refused;
    }

    void tell(Consumer<StreamEvent> to) {
        line.tell(to);
    }

    boolean finish(Consumer<StreamEvent> to) {
        return line.finish(to);
    }

    /** All items at once, from the last event of a server that sent no others. */
    void all(JsonNode output) {
        int at = 0;
        for (JsonNode item : output) {
            done(at++, item);
        }
    }

    /** Whether the event is one that says something of an item. */
    boolean take(String type, JsonNode event) {
        long output = event.path("output_index").asInt(0);
        int part = event.path("content_index").asInt(0);
        String delta = event.path("delta").asText("");
        switch (type) {
            case "response.output_item.added" -> added(output, event.path("item"));
            case "response.output_item.done" -> done(output, event.path("item"));
            case "response.output_text.delta" -> block(output, part, Kind.TEXT).add(delta, logprobs(event));
            case "response.output_text.annotation.added" ->
                block(output, part, Kind.TEXT).cite(event.path("annotation"));
            case "response.output_text.done" -> block(output, part, Kind.TEXT).whole(event.path("text").asText(""));
            case "response.refusal.delta" -> block(output, part, Kind.REFUSAL).add(delta, null);
            case "response.content_part.done" -> part(output, part, event.path("part"));
            case "response.reasoning_summary_part.added" -> {
                Block block = block(output, 0, Kind.THINKING);
                if (event.path("summary_index").asInt(0) > 0 && block.any()) {
                    block.add(BETWEEN_PARTS, null);
                }
            }
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                block(output, 0, Kind.THINKING).add(delta, null);
            case "response.function_call_arguments.delta" -> block(output, 0, Kind.CALL).add(delta, null);
            case "response.function_call_arguments.done" ->
                block(output, 0, Kind.CALL).whole(event.path("arguments").asText(""));
            case "response.custom_tool_call_input.delta" -> block(output, 0, Kind.CUSTOM).add(delta, null);
            case "response.custom_tool_call_input.done" ->
                block(output, 0, Kind.CUSTOM).whole(event.path("input").asText(""));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static JsonNode logprobs(JsonNode event) {
        JsonNode list = event.path("logprobs");
        return list.isArray() && !list.isEmpty() ? Json.object().set("content", list) : null;
    }

    private Block block(long output, int part, Kind kind) {
        Block block = blocks.computeIfAbsent(output * PARTS + part, place -> line.begin(kind));
        if (block.kind != kind) {
            // An item that was another before: what it says now belongs nowhere.
            return new Block(kind);
        }
        refused |= kind == Kind.REFUSAL;
        return block;
    }

    private void added(long output, JsonNode item) {
        calls |= AnswerReader.isCall(item);
        switch (item.path("type").asText("")) {
            case "message", "" -> {
                // Its parts are the blocks.
            }
            case "reasoning" -> sign(block(output, 0, Kind.THINKING), item);
            case "function_call" -> call(block(output, 0, Kind.CALL), item);
            case "custom_tool_call" -> call(block(output, 0, Kind.CUSTOM), item);
            default -> block(output, 0, Kind.OTHER);
        }
    }

    private static void sign(Block block, JsonNode item) {
        String signature = ReasoningItem.signature(item);
        block.signature = signature == null ? block.signature : signature;
    }

    private static void call(Block block, JsonNode item) {
        String name = item.path("name").asText("");
        if (block.name.isEmpty() && !name.isEmpty()) {
            JsonNode namespace = item.path("namespace");
            block.name = Namespace.join(namespace.isTextual() ? namespace.textValue() : null, name);
            block.callId = AnswerReader.callId(item);
        }
    }

    private void part(long output, int at, JsonNode part) {
        String refusal = part.path("refusal").asText("");
        String text = part.path("text").asText("");
        if (refusal.isEmpty() && text.isEmpty()) {
            return;
        }
        Block block = block(output, at, refusal.isEmpty() ? Kind.TEXT : Kind.REFUSAL);
        block.whole(refusal.isEmpty() ? text : refusal);
        if (block.cited() == 0 && part.path("annotations").isArray()) {
            part.path("annotations").forEach(block::cite);
        }
        block.close();
    }

    private void done(long output, JsonNode item) {
        added(output, item);
        String type = item.path("type").asText("");
        switch (type) {
            case "message" -> {
                int at = 0;
                for (JsonNode part : item.path("content")) {
                    part(output, at++, part);
                }
            }
            case "reasoning" -> {
                Block block = block(output, 0, Kind.THINKING);
                if (!block.any() && ReasoningItem.read(item) instanceof ContentBlock.Thinking thinking) {
                    block.add(thinking.text(), null);
                }
                block.close();
            }
            case "function_call" -> {
                Block block = block(output, 0, Kind.CALL);
                block.whole(item.path("arguments").asText(""));
                block.close();
            }
            case "custom_tool_call" -> {
                Block block = block(output, 0, Kind.CUSTOM);
                block.whole(item.path("input").asText(""));
                block.close();
            }
            case "" -> {
                // No item that anybody could name.
            }
            default -> {
                Block block = block(output, 0, Kind.OTHER);
                block.item = new ContentBlock.Opaque(type, item, ResponsesDialect.NAME);
                block.close();
            }
        }
    }
}
