package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a conversation as a Chat Completions request for one server and model. */
final class OpenAiWriter {

    /** Members of this format that the reader passes on as extras. */
    private static final Set<String> OWN = Set.of("store", "verbosity", "web_search_options", "prediction",
            "modalities", "audio", "prompt_cache_key", "prompt_cache_retention", "safety_identifier",
            "moderation", "response_format", "models", "provider", "transforms", "plugins", "preset",
            "usage", "min_p", "top_a", "repetition_penalty", "reasoning_format", "include_reasoning",
            "clear_thinking");

    /** Of these, what Mistral knows, which refuses the others (docs.mistral.ai, Chat Completion API). */
    private static final Set<String> MISTRALS = Set.of("prediction", "response_format");

    /**
     * Members of other formats without which an answer would mean something else. All others are harmless, known or
     * not: Claude Code sends new ones with every release, to foreign models too, and they steer what only Anthropic has.
     */
    private static final Set<String> MEANT = Set.of("mcp_servers", "container", "guardrailConfig");

    private final ChatRequest request;
    private final Target target;
    private final Server server;
    private final ObjectNode body = Json.object();
    private final List<Loss> losses = new ArrayList<>();
    private final Map<String, String> renamedTools = new HashMap<>();

    private OpenAiWriter(ChatRequest request, Target target) {
        this.request = request;
        this.target = target;
        this.server = new Server(target);
    }

    static Written write(ChatRequest request, Target target) {
        return new OpenAiWriter(request, target).write();
    }

    private Written write() {
        body.put("model", target.model());
        body.set("messages", new MessageWriter(server, losses).write(request));
        tools();
        maxTokens();
        new SamplingWriter(server, body, losses).write(request.sampling(), request.stopSequences());
        new ReasoningWriter(server, body, losses).write(request.reasoning(), !request.tools().isEmpty());
        outputFormat();
        who();
        serviceTier();
        request.extras().forEach(this::extra);
        if (request.stream()) {
            body.put("stream", true);
            if (!server.reportsUsageUnasked()) {
                options().put("include_usage", true);
            }
        }
        return new Written(body, losses, renamedTools);
    }

    private ObjectNode options() {
        return body.withObjectProperty("stream_options");
    }

    private void tools() {
        ArrayNode tools = Json.MAPPER.createArrayNode();
        for (Tool tool : request.tools()) {
            if (tool.isFunction() || tool.raw() == null) {
                tools.add(function(tool));
            } else if (tool.type().equals("custom") || tool.type().contains(":")) {
                // OpenAI's custom tools and OpenRouter's server tools ("openrouter:web_search").
                tools.add(tool.raw());
            } else {
                lose("tools." + tool.type(), tool.dispensable() || OpaqueText.harmlessTool(tool.type()),
                        "this tool is known to its own provider alone");
            }
        }
        if (tools.isEmpty()) {
            return;
        }
        body.set("tools", tools);
        if (request.toolChoice() != null) {
            toolChoice(request.toolChoice());
        }
        if (request.parallelTools() != null) {
            if (server.openaiReasoning() && server.model().oSeries()) {
                // These refuse the field, and call one tool at a time.
                if (request.parallelTools()) {
                    lose("parallel_tool_calls", true, "this model calls one tool at a time");
                }
            } else {
                body.put("parallel_tool_calls", request.parallelTools());
            }
        }
    }

    private ObjectNode function(Tool tool) {
        String name = ToolName.of(tool.name());
        if (!name.equals(tool.name())) {
            renamedTools.put(name, tool.name());
        }
        ObjectNode function = Json.object().put("name", name);
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        if (tool.inputSchema() != null) {
            function.set("parameters", tool.inputSchema());
        }
        if (tool.strict() != null) {
            function.put("strict", tool.strict());
        }
        if (tool.raw() != null) {
            // How a tool is loaded or shown by example: Anthropic's, and no part of what the tool is.
            ToolExtras.of(tool.raw()).forEach(member -> loseOnce("tools." + member, "not known in this format"));
        }
        ObjectNode written = Json.object().put("type", "function");
        written.set("function", function);
        if (tool.cacheControl() != null && server.cacheMarks()) {
            written.set("cache_control", tool.cacheControl());
        }
        return written;
    }

    private void toolChoice(ToolChoice choice) {
        switch (choice.mode()) {
            case AUTO -> body.put("tool_choice", "auto");
            case NONE -> body.put("tool_choice", "none");
            case REQUIRED -> body.put("tool_choice", "required");
            case TOOL -> {
                boolean custom = request.tools().stream()
                        .anyMatch(tool -> "custom".equals(tool.type()) && choice.name().equals(tool.name()));
                String type = custom ? "custom" : "function";
                ObjectNode named = Json.object().put("type", type);
                named.set(type, Json.object().put("name", ToolName.of(choice.name())));
                body.set("tool_choice", named);
            }
        }
    }

    private void maxTokens() {
        Integer tokens = request.maxTokens();
        if (tokens == null) {
            return;
        }
        // Claude Code asks for 32,000 whatever the model; a bound above the model's is refused.
        if (target.maxOutputTokens() > 0 && tokens > target.maxOutputTokens()) {
            lose("max_tokens", true, "the model's limit is " + target.maxOutputTokens());
            tokens = target.maxOutputTokens();
        }
        body.put(server.maxTokensField(), tokens);
    }

    private void outputFormat() {
        OutputFormat format = request.outputFormat();
        if (format == null) {
            return;
        }
        ObjectNode written = body.putObject("response_format");
        if (format.schema() == null || !server.schema()) {
            written.put("type", "json_object");
            if (format.schema() != null) {
                lose("response_format.json_schema", false, "the provider knows JSON, but no schema");
            }
            return;
        }
        written.put("type", "json_schema");
        ObjectNode schema = written.putObject("json_schema");
        schema.put("name", format.name() == null ? "answer" : format.name());
        if (format.description() != null) {
            schema.put("description", format.description());
        }
        schema.set("schema", format.schema());
        if (format.strict() != null) {
            schema.put("strict", format.strict());
        }
    }

    /**
     * OpenAI's {@code user} names the end-user in up to 64 characters. Claude Code's {@code metadata.user_id} is longer
     * and holds device, account and session: none of another vendor's business.
     */
    private void who() {
        String who = request.metadata();
        if (who == null) {
            return;
        }
        if (server.textParts() && who.length() <= 64 && !who.startsWith("{")) {
            body.put("user", who);
        } else {
            lose("metadata.user_id", true, "not handed to another vendor");
        }
    }

    private void serviceTier() {
        String tier = request.serviceTier();
        if (tier == null) {
            return;
        }
        if (server.openai() || server.is("groq")) {
            body.put("service_tier", tier.equals("standard_only") ? "default" : tier);
        } else {
            lose("service_tier", true, "the provider has none");
        }
    }

    /** Names that other formats use too are this format's own if they have its shape. */
    private boolean own(String name, JsonNode value) {
        return switch (name) {
            case "tool_choice" -> value.path("type").asText().equals("allowed_tools");
            case "metadata" -> request.metadata() == null;
            default -> OWN.contains(name) && (!server.is("mistral") || MISTRALS.contains(name));
        };
    }

    private void extra(String name, JsonNode value) {
        if (name.startsWith("stream_options.")) {
            if (request.stream() && server.openai()) {
                options().set(name.substring("stream_options.".length()), value);
            }
        } else if (own(name, value)) {
            body.set(name, value);
        } else if (name.startsWith("messages[")) {
            lose(name, true, "the conversation has no place for it");
        } else {
            lose(name, !MEANT.contains(name), "not known in this format");
        }
    }

    private void loseOnce(String field, String reason) {
        if (losses.stream().noneMatch(loss -> loss.field().equals(field))) {
            lose(field, true, reason);
        }
    }

    private void lose(String field, boolean harmless, String reason) {
        losses.add(new Loss(field, harmless, reason));
    }
}
