package io.github.llmgateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A client that takes nothing but what Anthropic's API itself would send, and gathers the message as the official SDKs
 * do. Any other event is an {@link AssertionError}.
 */
public final class StrictClient implements Frames {

    private static final List<String> USAGE = List.of("input_tokens", "cache_creation_input_tokens",
            "cache_read_input_tokens", "cache_creation", "output_tokens", "service_tier");

    /** The message so far. */
    public ObjectNode message;
    /** The error that ended the stream; null: none. */
    public JsonNode error;
    /** How many events came. */
    public int events;
    private final StringBuilder input = new StringBuilder();
    private String openType;
    private boolean signed;
    private boolean deltaSeen;
    private boolean stopped;

    @Override
    public void event(String name, byte[] data) {
        events++;
        JsonNode event = Json.parse(data);
        check(event != null && event.isObject(), "not an object");
        check(name != null && name.equals(event.path("type").asText()), "name and type differ");
        check(!stopped && error == null, name + " after the end");
        for (byte b : data) {
            check(b != '\n' && b != '\r', "a line break");
        }
        switch (name) {
            case "message_start" -> start(event.path("message"));
            case "content_block_start" -> blockStart(event);
            case "content_block_delta" -> blockDelta(event);
            case "content_block_stop" -> blockStop(event);
            case "message_delta" -> messageDelta(event);
            case "message_stop" -> {
                check(deltaSeen, "message_stop without message_delta");
                stopped = true;
            }
            case "error" -> {
                check(event.path("error").path("type").isTextual(), "error without type");
                check(event.path("error").path("message").isTextual(), "error without message");
                error = event;
            }
            case "ping" -> check(!deltaSeen, "ping between message_delta and message_stop");
            default -> throw new AssertionError("unknown event " + name);
        }
    }

    @Override
    public void comment(String text) {
        throw new AssertionError("this dialect has no comments");
    }

    /** Whether the stream is over, for good or with an error. */
    public boolean ended() {
        return stopped || error != null;
    }

    private void start(JsonNode start) {
        check(message == null, "a second message_start");
        check(start.path("id").asText().startsWith("msg_"), "id");
        check(start.path("role").asText().equals("assistant") && start.path("type").asText().equals("message"), "role");
        check(start.path("model").isTextual(), "model");
        check(start.path("content").isArray() && start.path("content").isEmpty(), "content");
        check(start.has("stop_reason") && start.get("stop_reason").isNull(), "stop_reason");
        USAGE.forEach(field -> check(start.path("usage").has(field), "usage without " + field));
        message = start.deepCopy();
    }

    private ArrayNode content() {
        check(message != null, "a block before message_start");
        return (ArrayNode) message.get("content");
    }

    private void blockStart(JsonNode event) {
        check(openType == null, "a block within a block");
        check(!deltaSeen, "a block after message_delta");
        check(event.path("index").isInt() && event.path("index").intValue() == content().size(), "wrong index");
        ObjectNode block = event.path("content_block").deepCopy();
        openType = block.path("type").asText();
        input.setLength(0);
        signed = false;
        switch (openType) {
            case "text" -> check(block.path("text").asText("-").isEmpty(), "text is not empty");
            case "thinking" -> check(block.path("thinking").asText("-").isEmpty()
                    && block.path("signature").isTextual(), "thinking is not empty");
            case "tool_use" -> check(block.path("input").isObject() && block.path("input").isEmpty()
                    && block.path("id").asText().matches("[a-zA-Z0-9_-]+")
                    && block.path("name").isTextual(), "tool_use");
            default -> check(!openType.isEmpty(), "no type");
        }
        content().add(block);
    }

    private ObjectNode openBlock(JsonNode event) {
        check(openType != null, "no block is open");
        check(event.path("index").intValue() == content().size() - 1, "wrong index");
        return (ObjectNode) content().get(content().size() - 1);
    }

    private void blockDelta(JsonNode event) {
        ObjectNode block = openBlock(event);
        JsonNode delta = event.path("delta");
        check(!signed, "a delta after the signature");
        switch (delta.path("type").asText()) {
            case "text_delta" -> append(block, "text", "text", delta.get("text"));
            case "thinking_delta" -> append(block, "thinking", "thinking", delta.get("thinking"));
            case "signature_delta" -> {
                check(openType.equals("thinking") && delta.path("signature").isTextual(), "signature_delta");
                block.set("signature", delta.get("signature"));
                signed = true;
            }
            case "input_json_delta" -> {
                check(block.path("input").isObject() && delta.path("partial_json").isTextual(), "input_json_delta");
                input.append(delta.get("partial_json").textValue());
            }
            case "citations_delta" -> {
                check(openType.equals("text") && delta.path("citation").isObject(), "citations_delta");
                block.withArray("/citations").add(delta.get("citation"));
            }
            case "compaction_delta" -> block.set("content", delta.get("content"));
            default -> throw new AssertionError("unknown delta");
        }
    }

    private void append(ObjectNode block, String type, String field, JsonNode more) {
        check(openType.equals(type), field + " in a block of " + openType);
        check(more != null && more.isTextual(), field);
        block.put(field, block.get(field).textValue() + more.textValue());
    }

    private void blockStop(JsonNode event) {
        ObjectNode block = openBlock(event);
        if (!input.isEmpty()) {
            JsonNode whole = Json.parse(input.toString().getBytes(StandardCharsets.UTF_8));
            block.set("input", whole == null ? Json.object().put("broken", input.toString()) : whole);
        } else {
            check(!openType.equals("tool_use"), "a tool without input");
        }
        openType = null;
    }

    private void messageDelta(JsonNode event) {
        check(message != null && openType == null && !deltaSeen, "message_delta out of place");
        check(event.path("delta").path("stop_reason").isTextual(), "stop_reason");
        check(event.path("delta").has("stop_sequence"), "stop_sequence");
        USAGE.forEach(field -> check(event.path("usage").has(field), "usage without " + field));
        message.setAll((ObjectNode) event.get("delta"));
        message.set("usage", event.get("usage"));
        if (event.has("context_management")) {
            message.set("context_management", event.get("context_management"));
        }
        deltaSeen = true;
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
