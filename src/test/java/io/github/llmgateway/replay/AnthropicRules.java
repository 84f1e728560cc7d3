package io.github.llmgateway.replay;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.beta.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Anthropic's API demands of a request beyond its types, by its reference (docs.claude.com, Messages; Tool use;
 * Extended thinking) and by the words with which it refuses. An {@link AssertionError} says which rule is broken.
 */
final class AnthropicRules {

    private static final Set<String> FIELDS = Set.of("model", "messages", "max_tokens", "system", "tools", "tool_choice",
            "temperature", "top_p", "top_k", "stop_sequences", "stream", "thinking", "metadata", "service_tier",
            "output_config", "container", "context_management", "mcp_servers", "cache_control", "inference_geo",
            "speed", "fallbacks", "betas");

    private AnthropicRules() {
    }

    static void check(JsonNode request, byte[] bytes) {
        request.fieldNames().forEachRemaining(name -> demand(FIELDS.contains(name), "extra input " + name));
        demand(!request.path("model").asText().isEmpty(), "model");
        demand(request.path("max_tokens").isIntegralNumber() && request.path("max_tokens").asInt() > 0, "max_tokens");
        double temperature = request.path("temperature").asDouble();
        demand(temperature >= 0 && temperature <= 1, "temperature");
        request.path("stop_sequences").forEach(stop -> demand(!stop.asText().isBlank(), "a blank stop sequence"));
        texts(request.path("system"), "system");
        Set<String> tools = tools(request.path("tools"));
        choice(request, tools);
        thinking(request);
        messages(request.path("messages"));
        demand(count(request) <= 4, "more than four cache marks");
        types(bytes);
    }

    private static Set<String> tools(JsonNode tools) {
        Set<String> names = new HashSet<>();
        for (JsonNode tool : tools) {
            String name = tool.path("name").asText();
            if (tool.has("type") && !tool.path("type").asText().equals("custom")) {
                continue;
            }
            demand(name.matches("[a-zA-Z0-9_-]{1,128}"), "a tool's name");
            demand(names.add(name), "two tools of one name");
            demand(tool.path("input_schema").path("type").asText().equals("object"), "input_schema of " + name);
        }
        return names;
    }

    private static void choice(JsonNode request, Set<String> tools) {
        JsonNode choice = request.path("tool_choice");
        if (choice.isMissingNode()) {
            return;
        }
        String type = choice.path("type").asText();
        demand(Set.of("auto", "any", "tool", "none").contains(type), "tool_choice");
        demand(type.equals("none") || !request.path("tools").isEmpty(), "tool_choice without tools");
        demand(!type.equals("tool") || tools.contains(choice.path("name").asText()), "a choice of no tool");
        boolean thinks = request.path("thinking").path("type").asText().equals("enabled");
        demand(!thinks || !Set.of("any", "tool").contains(type), "thinking with a forced tool");
    }

    private static void thinking(JsonNode request) {
        JsonNode thinking = request.path("thinking");
        if (thinking.path("type").asText().equals("enabled")) {
            int budget = thinking.path("budget_tokens").asInt();
            demand(budget >= 1024 && budget < request.path("max_tokens").asInt(), "thinking.budget_tokens");
            demand(!request.has("temperature") || request.get("temperature").asDouble() == 1, "thinking, temperature");
            demand(!request.has("top_k"), "thinking, top_k");
        }
    }

    private static void messages(JsonNode messages) {
        demand(!messages.isEmpty(), "no messages");
        Set<String> used = new HashSet<>();
        Set<String> open = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String role = message.path("role").asText();
            demand(Set.of("user", "assistant", "system").contains(role), "a role " + role);
            JsonNode content = message.path("content");
            texts(content, "messages." + i);
            demand(content.size() > 0 || !content.asText().isEmpty() || i == messages.size() - 1, "an empty message");
            boolean others = false;
            for (JsonNode block : content.isArray() ? content : List.<JsonNode>of()) {
                String type = block.path("type").asText();
                if (type.equals("tool_result")) {
                    demand(role.equals("user") && open.remove(block.path("tool_use_id").asText()),
                            "a result without a call");
                    demand(!others, "a result behind other blocks");
                } else {
                    others = true;
                }
            }
            demand(open.isEmpty(), "a call without a result");
            content.forEach(block -> call(block, role, used, open));
            String last = i == messages.size() - 1 && role.equals("assistant") ? content.asText("") : "";
            demand(last.equals(last.stripTrailing()), "a last turn that ends in white space");
        }
        demand(open.isEmpty(), "a call without a result");
    }

    private static void call(JsonNode block, String role, Set<String> used, Set<String> open) {
        if (block.path("type").asText().equals("tool_use")) {
            String id = block.path("id").asText();
            demand(role.equals("assistant") && id.matches("[a-zA-Z0-9_-]+"), "the id of a call");
            demand(used.add(id), "two calls of one id");
            demand(block.path("name").asText().matches("[a-zA-Z0-9_-]{1,200}"), "the name of a call");
            demand(block.path("input").isObject(), "the input of a call");
            open.add(id);
        }
    }

    private static void texts(JsonNode content, String where) {
        for (JsonNode block : content.isArray() ? content : List.<JsonNode>of()) {
            demand(!block.path("type").asText().equals("text") || !block.path("text").asText().isBlank(),
                    where + ": text content blocks must be non-empty");
        }
    }

    private static int count(JsonNode node) {
        int marks = 0;
        for (JsonNode each : node) {
            marks += count(each);
        }
        return marks + (node.path("cache_control").isObject() && node.has("type") ? 1 : 0);
    }

    private static void types(byte[] bytes) {
        try {
            ObjectMappers.jsonMapper().readValue(bytes, MessageCreateParams.Body.class).validate();
        } catch (IOException | RuntimeException e) {
            throw new AssertionError("Anthropic's SDK does not take the request: " + e.getMessage(), e);
        }
    }

    private static void demand(boolean right, String rule) {
        if (!right) {
            throw new AssertionError("Anthropic refuses: " + rule);
        }
    }
}
