package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Messages request (docs.claude.com, "Create a message") as a neutral conversation. Fields that have no place
 * there, on the top level or inside {@code thinking}, {@code output_config}, {@code metadata} and {@code tool_choice},
 * go into {@link ChatRequest#extras()} under the top-level name, so that a writer can report them.
 */
final class AnthropicReader {

    private static final Set<String> KNOWN = Set.of("model", "system", "messages", "tools", "tool_choice",
            "max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "thinking", "output_config",
            "output_format", "stream", "metadata", "service_tier", "anthropic_version", "anthropic_beta");
    private static final Set<String> PLAIN_TOOL =
            Set.of("type", "name", "description", "input_schema", "strict", "cache_control");

    private final Place root;
    private final Map<String, JsonNode> extras = new LinkedHashMap<>();

    private AnthropicReader(ObjectNode request) {
        this.root = new Place("", request);
    }

    static ChatRequest read(ObjectNode request) throws Failure {
        return new AnthropicReader(request).request();
    }

    private ChatRequest request() throws Failure {
        JsonNode rest = root.rest(KNOWN);
        if (rest != null) {
            rest.properties().forEach(field -> extras.put(field.getKey(), field.getValue()));
        }
        boolean stream = Boolean.TRUE.equals(root.at("stream").bool());
        return new ChatRequest(
                root.at("model").absent() ? "" : root.at("model").text(),
                root.at("system").absent() ? List.of() : BlockReader.content(root.at("system")),
                messages(),
                tools(),
                toolChoice(),
                parallelTools(),
                root.at("max_tokens").integer(),
                sampling(),
                stopSequences(),
                reasoning(),
                outputFormat(),
                stream,
                stream,
                metadata(),
                root.at("service_tier").textOrNull(),
                extras);
    }

    private List<Message> messages() throws Failure {
        List<Message> messages = new ArrayList<>();
        for (Place message : root.at("messages").list()) {
            Place role = message.object().at("role");
            messages.add(new Message(switch (role.text()) {
                case "user" -> Role.USER;
                case "assistant" -> Role.ASSISTANT;
                case "system" -> Role.SYSTEM;
                default -> throw role.wrong("user, assistant or system");
            }, BlockReader.content(message.at("content"))));
        }
        return messages;
    }

    private List<Tool> tools() throws Failure {
        List<Tool> tools = new ArrayList<>();
        for (Place tool : root.at("tools").listOrNone()) {
            tools.add(tool(tool));
        }
        addedLater(tools);
        return tools;
    }

    private static Tool tool(Place tool) throws Failure {
        String type = tool.object().at("type").textOrNull();
        boolean custom = type == null || type.equals("custom");
        JsonNode schema = custom ? tool.at("input_schema").object().node() : tool.at("input_schema").opaque();
        boolean whole = !custom || tool.rest(PLAIN_TOOL) != null;
        // A server's tool set (mcp_toolset) has no name of its own.
        String name = custom ? tool.at("name").text() : tool.at("name").textOrNull();
        return new Tool(custom ? "function" : type, name == null ? type : name,
                tool.at("description").textOrNull(), schema, tool.at("strict").bool(),
                tool.at("cache_control").opaque(), whole ? tool.node() : null);
    }

    /** Tools that a block in mid-conversation defines; other formats offer all tools from the start. */
    private void addedLater(List<Tool> tools) throws Failure {
        for (JsonNode message : root.node().path("messages")) {
            for (JsonNode block : message.path("content")) {
                JsonNode added = block.path("tool").path("definition");
                if (added.isObject() && block.path("type").asText().equals("tool_addition")
                        && tools.stream().noneMatch(tool -> tool.name().equals(added.path("name").asText()))) {
                    tools.add(tool(new Place("messages.tool_addition.tool.definition", added)));
                }
            }
        }
    }

    private ToolChoice toolChoice() throws Failure {
        Place choice = root.at("tool_choice");
        if (choice.absent()) {
            return null;
        }
        Place type = choice.object().at("type");
        keep("tool_choice", choice, Set.of("type", "name", "disable_parallel_tool_use"));
        return switch (type.text()) {
            case "auto" -> new ToolChoice(ToolChoice.Mode.AUTO, null);
            case "any" -> new ToolChoice(ToolChoice.Mode.REQUIRED, null);
            case "none" -> new ToolChoice(ToolChoice.Mode.NONE, null);
            case "tool" -> new ToolChoice(ToolChoice.Mode.TOOL, choice.at("name").text());
            default -> throw type.wrong("auto, any, tool or none");
        };
    }

    private Boolean parallelTools() throws Failure {
        Place choice = root.at("tool_choice");
        Boolean disabled = choice.absent() ? null : choice.at("disable_parallel_tool_use").bool();
        return disabled == null ? null : !disabled;
    }

    private Sampling sampling() throws Failure {
        Double temperature = root.at("temperature").number();
        Double topP = root.at("top_p").number();
        Integer topK = root.at("top_k").integer();
        return temperature == null && topP == null && topK == null
                ? Sampling.UNSAID
                : new Sampling(temperature, topP, topK, null, null, null, null, null, null, null);
    }

    private List<String> stopSequences() throws Failure {
        List<String> sequences = new ArrayList<>();
        for (Place sequence : root.at("stop_sequences").listOrNone()) {
            sequences.add(sequence.text());
        }
        return sequences;
    }

    private Reasoning reasoning() throws Failure {
        Place thinking = root.at("thinking");
        Place config = root.at("output_config");
        String effort = config.absent() ? null : config.object().at("effort").textOrNull();
        if (thinking.absent()) {
            return effort == null ? null : new Reasoning(null, null, effort, null);
        }
        Place type = thinking.object().at("type");
        keep("thinking", thinking, Set.of("type", "budget_tokens", "display"));
        return new Reasoning(switch (type.text()) {
            case "enabled" -> Reasoning.Mode.ENABLED;
            case "adaptive" -> Reasoning.Mode.ADAPTIVE;
            case "disabled" -> Reasoning.Mode.DISABLED;
            default -> throw type.wrong("enabled, adaptive or disabled");
        }, thinking.at("budget_tokens").integer(), effort, thinking.at("display").textOrNull());
    }

    /** {@code output_config.format}, or the older top-level {@code output_format}. */
    private OutputFormat outputFormat() throws Failure {
        Place config = root.at("output_config");
        Place format = config.absent() ? config : config.object().at("format");
        if (!config.absent()) {
            keep("output_config", config, Set.of("effort", "format"));
        }
        if (format.absent()) {
            format = root.at("output_format");
        }
        if (format.absent()) {
            return null;
        }
        Place type = format.object().at("type");
        if (!"json_schema".equals(type.text())) {
            throw type.wrong("json_schema");
        }
        return new OutputFormat(format.at("schema").object().node(), null, null, null);
    }

    private String metadata() throws Failure {
        Place metadata = root.at("metadata");
        if (metadata.absent()) {
            return null;
        }
        keep("metadata", metadata.object(), Set.of("user_id"));
        return metadata.at("user_id").textOrNull();
    }

    /** What is left of an object beside the fields that were read. */
    private void keep(String name, Place object, Set<String> known) {
        JsonNode rest = object.rest(known);
        if (rest != null) {
            extras.put(name, rest);
        }
    }
}
