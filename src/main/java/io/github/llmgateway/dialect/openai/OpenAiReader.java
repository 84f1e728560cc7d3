package io.github.llmgateway.dialect.openai;

import static io.github.llmgateway.dialect.openai.Fields.at;
import static io.github.llmgateway.dialect.openai.Fields.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Chat Completions request. Members that the neutral conversation has no word for go to its extras, by their
 * name, those of a message by their path.
 */
final class OpenAiReader {

    /** What is read here; all else is an extra. */
    private static final Set<String> READ = Set.of("model", "messages", "tools", "functions", "tool_choice",
            "function_call", "parallel_tool_calls", "max_tokens", "max_completion_tokens", "temperature", "top_p",
            "top_k", "frequency_penalty", "presence_penalty", "seed", "logit_bias", "logprobs", "top_logprobs", "n",
            "stop", "reasoning_effort", "reasoning", "thinking", "response_format", "stream", "stream_options", "user",
            "service_tier");

    private final JsonNode body;
    private final Map<String, JsonNode> extras = new LinkedHashMap<>();

    private OpenAiReader(JsonNode body) {
        this.body = body;
    }

    static ChatRequest read(byte[] body) throws Failure {
        return new OpenAiReader(Json.request(body)).read();
    }

    private ChatRequest read() throws Failure {
        MessageReader conversation = new MessageReader(extras);
        JsonNode messages = Fields.list(body, "messages", "");
        if (messages == null) {
            throw Fields.missing("messages");
        }
        conversation.read(messages);
        JsonNode options = Fields.object(body, "stream_options", "");
        boolean includeUsage = options != null
                && Boolean.TRUE.equals(Fields.bool(options, "include_usage", "stream_options"));
        return new ChatRequest(
                Fields.demandString(body, "model", ""),
                conversation.system(),
                conversation.messages(),
                tools(),
                toolChoice(),
                Fields.bool(body, "parallel_tool_calls", ""),
                maxTokens(),
                sampling(),
                stop(),
                ReasoningFields.read(body),
                outputFormat(),
                Boolean.TRUE.equals(Fields.bool(body, "stream", "")),
                includeUsage,
                who(),
                Fields.string(body, "service_tier", ""),
                collectExtras(options));
    }

    /** {@code safety_identifier} is the newer word; where both are said it stays an extra. */
    private String who() throws Failure {
        String user = Fields.string(body, "user", "");
        return user != null ? user : Fields.string(body, "safety_identifier", "");
    }

    private Map<String, JsonNode> collectExtras(JsonNode streamOptions) {
        body.fields().forEachRemaining(field -> {
            boolean read = READ.contains(field.getKey())
                    || field.getKey().equals("safety_identifier") && !body.hasNonNull("user");
            if (!read && !field.getValue().isNull()) {
                extras.put(field.getKey(), field.getValue());
            }
        });
        if (streamOptions != null) {
            streamOptions.fields().forEachRemaining(option -> {
                if (!option.getKey().equals("include_usage")) {
                    extras.put("stream_options." + option.getKey(), option.getValue());
                }
            });
        }
        return extras;
    }

    private Integer maxTokens() throws Failure {
        Integer current = Fields.integer(body, "max_completion_tokens", "");
        Integer old = Fields.integer(body, "max_tokens", "");
        return current != null ? current : old;
    }

    private Sampling sampling() throws Failure {
        JsonNode seed = get(body, "seed");
        if (seed != null && !(seed.isIntegralNumber() && seed.canConvertToLong())) {
            throw Fields.wrong(seed, "seed", "an integer");
        }
        return new Sampling(
                Fields.number(body, "temperature", ""),
                Fields.number(body, "top_p", ""),
                Fields.integer(body, "top_k", ""),
                Fields.number(body, "frequency_penalty", ""),
                Fields.number(body, "presence_penalty", ""),
                seed == null ? null : Long.valueOf(seed.longValue()),
                Fields.object(body, "logit_bias", ""),
                Fields.bool(body, "logprobs", ""),
                Fields.integer(body, "top_logprobs", ""),
                Fields.integer(body, "n", ""));
    }

    private List<String> stop() throws Failure {
        JsonNode stop = get(body, "stop");
        if (stop == null) {
            return List.of();
        }
        if (stop.isTextual()) {
            return List.of(stop.textValue());
        }
        if (!stop.isArray()) {
            throw Fields.wrong(stop, "stop", "a string or a list of strings");
        }
        List<String> sequences = new ArrayList<>(stop.size());
        for (int i = 0; i < stop.size(); i++) {
            sequences.add(Fields.text(stop.get(i), "stop[" + i + "]"));
        }
        return sequences;
    }

    private OutputFormat outputFormat() throws Failure {
        JsonNode format = Fields.object(body, "response_format", "");
        if (format == null) {
            return null;
        }
        String type = Fields.demandString(format, "type", "response_format");
        return switch (type) {
            case "text" -> null;
            case "json_object" -> new OutputFormat(null, null, null, null);
            case "json_schema" -> {
                String path = "response_format.json_schema";
                JsonNode schema = Fields.demandObject(format, "json_schema", "response_format");
                yield new OutputFormat(Fields.demandObject(schema, "schema", path),
                        Fields.string(schema, "name", path), Fields.string(schema, "description", path),
                        Fields.bool(schema, "strict", path));
            }
            default -> {
                // A grammar or what a compatible server knows.
                extras.put("response_format", format);
                yield null;
            }
        };
    }

    private List<Tool> tools() throws Failure {
        List<Tool> tools = new ArrayList<>();
        JsonNode list = Fields.list(body, "tools", "");
        for (int i = 0; list != null && i < list.size(); i++) {
            tools.add(tool(list.get(i), "tools[" + i + "]"));
        }
        JsonNode functions = Fields.list(body, "functions", "");
        for (int i = 0; functions != null && i < functions.size(); i++) {
            tools.add(function(functions.get(i), functions.get(i), "functions[" + i + "]"));
        }
        return tools;
    }

    private static Tool tool(JsonNode tool, String path) throws Failure {
        if (!tool.isObject()) {
            throw Fields.wrong(tool, path, "an object");
        }
        // Mistral's clients leave the type out.
        String type = tool.has("type") || !tool.has("function") ? Fields.demandString(tool, "type", path) : "function";
        if (type.equals("function")) {
            JsonNode function = Fields.demandObject(tool, "function", path);
            return function(function, tool, at(path, "function"));
        }
        JsonNode custom = type.equals("custom") ? Fields.demandObject(tool, "custom", path) : tool;
        return new Tool(type, Fields.string(custom, "name", path), Fields.string(custom, "description", path), null,
                null, get(tool, "cache_control"), tool);
    }

    private static Tool function(JsonNode function, JsonNode tool, String path) throws Failure {
        if (!function.isObject()) {
            throw Fields.wrong(function, path, "an object");
        }
        JsonNode cacheControl = get(tool, "cache_control");
        return new Tool("function", Fields.demandString(function, "name", path),
                Fields.string(function, "description", path), Fields.object(function, "parameters", path),
                Fields.bool(function, "strict", path),
                cacheControl != null ? cacheControl : get(function, "cache_control"),
                ToolExtras.of(tool).isEmpty() ? null : tool);
    }

    private ToolChoice toolChoice() throws Failure {
        JsonNode choice = get(body, "tool_choice");
        String path = "tool_choice";
        if (choice == null) {
            choice = get(body, "function_call");
            path = "function_call";
        }
        if (choice == null) {
            return null;
        }
        if (choice.isTextual()) {
            return new ToolChoice(mode(choice.textValue(), path), null);
        }
        if (!choice.isObject()) {
            throw Fields.wrong(choice, path, "a string or an object");
        }
        if (path.equals("function_call")) {
            return new ToolChoice(ToolChoice.Mode.TOOL, Fields.demandString(choice, "name", path));
        }
        String type = choice.has("type") || !choice.has("function")
                ? Fields.demandString(choice, "type", path)
                : "function";
        return switch (type) {
            case "function", "custom" -> new ToolChoice(ToolChoice.Mode.TOOL,
                    Fields.demandString(Fields.demandObject(choice, type, path), "name", at(path, type)));
            case "allowed_tools" -> {
                // Which of the tools are allowed has no neutral word; the extra tells writers that it was said.
                JsonNode allowed = choice.isObject() && choice.has(type) ? choice.get(type) : choice;
                extras.put("tool_choice", choice);
                yield new ToolChoice(mode(Fields.demandString(allowed, "mode", path), at(path, "mode")), null);
            }
            default -> new ToolChoice(mode(type, at(path, "type")), null);
        };
    }

    private static ToolChoice.Mode mode(String choice, String path) throws Failure {
        return switch (choice) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            // "any" is Mistral's word.
            case "required", "any" -> ToolChoice.Mode.REQUIRED;
            default -> throw Fields.invalid(path, "one of 'none', 'auto' and 'required'");
        };
    }
}
