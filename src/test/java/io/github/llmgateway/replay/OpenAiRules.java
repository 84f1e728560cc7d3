package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.standin.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What OpenAI's Chat Completions demands of a request beyond its types, by its reference
 * (platform.openai.com/docs/api-reference/chat) and by the words with which it refuses. Servers that are not OpenAI's
 * have fields of their own. An {@link AssertionError} says which rule is broken.
 */
final class OpenAiRules {

    private static final Map<String, Set<String>> PARTS = Map.of(
            "user", Set.of("text", "image_url", "input_audio", "file"),
            "assistant", Set.of("text", "refusal"),
            "system", Set.of("text"), "developer", Set.of("text"), "tool", Set.of("text"));

    private OpenAiRules() {
    }

    static void check(JsonNode request, String provider) {
        boolean own = provider.equals("openai");
        List<String> refusals = Family.OPENAI.refusals(request, request.path("model").asText(), false);
        demand(!own || refusals.isEmpty(), String.join("; ", refusals));
        demand(!request.path("model").asText().isEmpty(), "model");
        demand(!request.has("max_tokens") || !request.has("max_completion_tokens"), "two bounds");
        demand(!request.has("stream_options") || request.path("stream").asBoolean(), "stream_options without stream");
        demand(!request.has("stop") || !own || request.get("stop").size() <= 4, "more than four stops");
        tools(request);
        format(request.path("response_format"));
        messages(request.path("messages"), own);
        if (own) {
            types(((ObjectNode) request.deepCopy()).put("model", "gpt-4o"));
        }
    }

    private static void tools(JsonNode request) {
        JsonNode tools = request.path("tools");
        demand(!request.has("tools") || !tools.isEmpty(), "an empty list of tools");
        demand(!request.has("tool_choice") || !tools.isEmpty(), "tool_choice without tools");
        demand(!request.has("parallel_tool_calls") || !tools.isEmpty(), "parallel_tool_calls without tools");
        Set<String> names = new HashSet<>();
        for (JsonNode tool : tools) {
            if (tool.path("type").asText().equals("function")) {
                String name = tool.at("/function/name").asText();
                demand(name.matches("[a-zA-Z0-9_-]{1,64}"), "a function's name");
                demand(names.add(name), "two functions of one name");
                JsonNode schema = tool.at("/function/parameters");
                demand(schema.isMissingNode() || schema.path("type").asText().equals("object"), "parameters of " + name);
            }
        }
        JsonNode choice = request.path("tool_choice");
        demand(choice.isMissingNode() || Set.of("auto", "none", "required", "any").contains(choice.asText())
                || names.contains(choice.at("/function/name").asText()), "tool_choice");
    }

    private static void format(JsonNode format) {
        if (format.path("type").asText().equals("json_schema")) {
            demand(format.at("/json_schema/name").asText().matches("[a-zA-Z0-9_-]{1,64}"), "the format's name");
            demand(format.at("/json_schema/schema").isObject(), "the format's schema");
        }
    }

    private static void messages(JsonNode messages, boolean own) {
        demand(!messages.isEmpty(), "no messages");
        Set<String> open = new HashSet<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            demand(PARTS.containsKey(role), "a role " + role);
            if (role.equals("tool")) {
                demand(open.remove(message.path("tool_call_id").asText()), "a result without its call");
            } else {
                demand(open.isEmpty(), "a call without a result");
            }
            JsonNode content = message.path("content");
            boolean calls = own ? message.has("tool_calls") : !message.path("tool_calls").isEmpty();
            demand(content.isTextual() || content.isArray() && !content.isEmpty()
                    || role.equals("assistant") && (calls || message.hasNonNull("refusal")), "no content of " + role);
            for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
                String type = part.path("type").asText();
                demand(!own || PARTS.get(role).contains(type), "a part " + type + " of " + role);
                demand(!type.equals("text") || part.path("text").isTextual(), "a part without text");
            }
            demand(!calls || role.equals("assistant") && !message.get("tool_calls").isEmpty(), "tool_calls");
            message.path("tool_calls").forEach(call -> call(call, open));
        }
        demand(open.isEmpty(), "a call without a result");
    }

    private static void call(JsonNode call, Set<String> open) {
        String id = call.path("id").asText();
        demand(!id.isEmpty() && id.length() <= 64 && open.add(id), "the id of a call");
        demand(call.path("type").asText("function").equals("function"), "the type of a call");
        demand(call.at("/function/name").asText().matches("[a-zA-Z0-9_-]{1,64}"), "the name of a call");
        JsonNode arguments = Json.parse(call.at("/function/arguments").asText("").getBytes(StandardCharsets.UTF_8));
        demand(arguments != null && arguments.isObject(), "the arguments of a call");
    }

    /** The SDK's own list of models is never complete. */
    private static void types(ObjectNode request) {
        try {
            ObjectMappers.jsonMapper().readValue(Json.bytes(request), ChatCompletionCreateParams.Body.class).validate();
        } catch (IOException | RuntimeException e) {
            throw new AssertionError("OpenAI's SDK does not take the request: " + e.getMessage(), e);
        }
    }

    private static void demand(boolean right, String rule) {
        if (!right) {
            throw new AssertionError("OpenAI refuses: " + rule);
        }
    }
}
