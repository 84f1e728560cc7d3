package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The response object and the items of its output, with the members that OpenAI's SDKs demand of each. */
final class OutputItems {

    private OutputItems() {
    }

    static ObjectNode response(String id, String model, long createdSeconds) {
        ObjectNode response = Json.object()
                .put("id", id)
                .put("object", "response")
                .put("created_at", createdSeconds)
                .put("status", "in_progress")
                .put("background", false)
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("instructions")
                .putNull("max_output_tokens")
                .put("model", model);
        response.putArray("output");
        response.put("parallel_tool_calls", true).putNull("previous_response_id");
        response.putObject("reasoning").putNull("effort").putNull("summary");
        response.put("store", false).putNull("temperature");
        response.putObject("text").putObject("format").put("type", "text");
        response.put("tool_choice", "auto").putArray("tools");
        response.putNull("top_p").put("truncation", "disabled").putNull("usage").putNull("user");
        response.putObject("metadata");
        return response;
    }

    /** OpenAI's ids begin so; another provider's id stays findable behind it. */
    static String responseId(String providers) {
        if (providers == null || providers.isEmpty()) {
            return "resp_" + UUID.randomUUID().toString().replace("-", "");
        }
        return providers.startsWith("resp_") ? providers : "resp_" + providers;
    }

    /** The model as asked for; the provider's name where a client cannot have asked. */
    static String model(String providers, Reply reply) {
        return reply.model() != null ? reply.model() : providers == null ? "" : providers;
    }

    /** An item's id, the same in all events that name the item. */
    static String id(String prefix, String responseId, int index) {
        return prefix + "_" + responseId.substring("resp_".length()) + "_" + index;
    }

    /** A message; {@code part} null: it has only begun. */
    static ObjectNode message(String id, JsonNode part) {
        ObjectNode item = Json.object().put("id", id).put("type", "message")
                .put("status", part == null ? "in_progress" : Status.COMPLETED).put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (part != null) {
            content.add(part);
        }
        return item;
    }

    static ObjectNode text(String text, ArrayNode annotations, ArrayNode logprobs) {
        ObjectNode part = Json.object().put("type", "output_text");
        part.set("annotations", annotations);
        part.set("logprobs", logprobs);
        return part.put("text", text);
    }

    /** Probabilities of tokens with the bytes of each, which this format always tells. */
    static ArrayNode spelled(ArrayNode logprobs) {
        ArrayNode spelled = logprobs.deepCopy();
        for (JsonNode token : spelled) {
            spell(token);
            token.path("top_logprobs").forEach(OutputItems::spell);
        }
        return spelled;
    }

    private static void spell(JsonNode token) {
        if (token instanceof ObjectNode object && !token.path("bytes").isArray()) {
            ArrayNode bytes = object.putArray("bytes");
            for (byte each : token.path("token").asText("").getBytes(StandardCharsets.UTF_8)) {
                bytes.add(each & 0xff);
            }
        }
    }

    static ObjectNode refusal(String text) {
        return Json.object().put("type", "refusal").put("refusal", text);
    }

    /** A call of a function; {@code arguments} null: it has only begun. */
    static ObjectNode call(String id, String callId, Namespace tool, String arguments) {
        ObjectNode item = Json.object().put("id", id).put("type", "function_call")
                .put("status", arguments == null ? "in_progress" : Status.COMPLETED)
                .put("arguments", arguments == null ? "" : arguments).put("call_id", callId).put("name", tool.name());
        if (tool.namespace() != null) {
            item.put("namespace", tool.namespace());
        }
        return item;
    }

    /** A call of a tool that takes free text; {@code input} null: it has only begun. */
    static ObjectNode custom(String id, String callId, String name, String input) {
        return Json.object().put("id", id).put("type", "custom_tool_call")
                .put("status", input == null ? "in_progress" : Status.COMPLETED)
                .put("call_id", callId).put("name", name).put("input", input == null ? "" : input);
    }
}
