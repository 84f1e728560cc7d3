package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;

/** Puts a stream together to the whole answer it tells, without the gateway's own decoders. */
final class Gathered {

    private Gathered() {
    }

    /** The answer, whole or streamed, as one object; an error event is the object's {@code error}. */
    static JsonNode answer(Format format, byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("{")) {
            return Json.parse(answer);
        }
        ObjectNode whole = Json.object();
        if (format == Format.CONVERSE) {
            AwsMessages.read(answer).forEach(event -> GatheredClouds.converse(whole, event));
            return whole;
        }
        for (String data : Fixtures.data(text)) {
            JsonNode event = data.equals("[DONE]") ? Json.object() : Json.parse(data.getBytes(StandardCharsets.UTF_8));
            if (event.hasNonNull("error")) {
                whole.set("error", event.get("error"));
            } else {
                switch (format) {
                    case ANTHROPIC -> anthropic(whole, event);
                    case OPENAI -> openai(whole, event);
                    case RESPONSES -> responses(whole, event);
                    default -> GatheredClouds.gemini(whole, event);
                }
            }
        }
        return whole;
    }

    private static void anthropic(ObjectNode message, JsonNode event) {
        JsonNode block = message.path("content").path(event.path("index").asInt(-1));
        switch (event.path("type").asText()) {
            // One recording says it twice, which says nothing new; another begins anew in the middle.
            case "message_start" -> {
                if (message.isEmpty()) {
                    message.setAll((ObjectNode) event.get("message").deepCopy());
                } else if (!message.path("content").isEmpty()) {
                    message.putObject("error").put("message", "two answers in one");
                }
            }
            case "content_block_start" -> message.withArray("/content").add(event.get("content_block").deepCopy());
            case "content_block_delta" -> {
                JsonNode delta = event.path("delta");
                append(block, delta, "text", "text");
                append(block, delta, "thinking", "thinking");
                append(block, delta, "partial_json", "json");
            }
            case "message_delta" -> {
                message.setAll((ObjectNode) event.get("delta").deepCopy());
                ((ObjectNode) message.get("usage")).setAll((ObjectNode) event.get("usage").deepCopy());
            }
            default -> { }
        }
    }

    /** Every item as the event that ended it told it, for not every server lists them in the end. */
    private static void responses(ObjectNode whole, JsonNode event) {
        switch (event.path("type").asText()) {
            case "response.output_item.done" -> whole.withArray("/output").add(event.get("item"));
            case "response.completed", "response.incomplete" -> {
                ObjectNode last = event.get("response").deepCopy();
                last.set("output", whole.withArray("/output"));
                whole.setAll(last);
            }
            case "response.failed" -> whole.set("error", event.at("/response/error"));
            case "error" -> whole.set("error", event.has("message") ? event : event.path("error"));
            default -> { }
        }
    }

    static void append(JsonNode to, JsonNode from, String field, String toField) {
        if (from.path(field).isTextual() && to instanceof ObjectNode object) {
            object.put(toField, object.path(toField).asText("") + from.get(field).textValue());
        }
    }

    private static void openai(ObjectNode whole, JsonNode chunk) {
        JsonNode usage = chunk.hasNonNull("usage") ? chunk.get("usage") : chunk.path("x_groq").path("usage");
        if (usage.isObject()) {
            whole.set("usage", usage);
        }
        if (chunk.hasNonNull("model") && !whole.has("model")) {
            whole.set("model", chunk.get("model"));
        }
        JsonNode choice = chunk.path("choices").path(0);
        ObjectNode gathered = whole.withArray("/choices").isEmpty() ? whole.withArray("/choices").addObject()
                : (ObjectNode) whole.at("/choices/0");
        if (choice.hasNonNull("finish_reason")) {
            gathered.set("finish_reason", choice.get("finish_reason"));
        }
        ObjectNode message = gathered.withObject("/message");
        JsonNode delta = choice.path("delta");
        append(message, delta, "content", "content");
        append(message, delta, "refusal", "refusal");
        append(message, delta, "reasoning_content", "reasoning_content");
        append(message, delta, "reasoning", "reasoning");
        for (JsonNode call : delta.path("tool_calls")) {
            call(message.withArray("/tool_calls"), call);
        }
    }

    /** A piece of a call; servers count from 0 or from 1, so that calls are known by their index alone. */
    private static void call(ArrayNode calls, JsonNode piece) {
        ObjectNode call = null;
        for (JsonNode each : calls) {
            call = each.path("index").equals(piece.path("index")) ? (ObjectNode) each : call;
        }
        if (call == null) {
            call = calls.addObject();
            call.set("index", piece.path("index"));
            call.set("id", piece.path("id"));
            call.putObject("function").set("name", piece.at("/function/name"));
        }
        append(call.get("function"), piece.path("function"), "arguments", "arguments");
    }
}
