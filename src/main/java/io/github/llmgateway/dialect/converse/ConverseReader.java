package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Converse request (Amazon Bedrock API reference, {@code Converse}), also as CountTokens wraps it. Model and
 * stream stand in the path: they are empty and false here. What has no neutral form goes to the extras by its name.
 */
final class ConverseReader {

    private static final Set<String> READ = Set.of("modelId", "messages", "system", "toolConfig", "inferenceConfig",
            "additionalModelRequestFields", "outputConfig", "serviceTier");

    private final Place root;
    private final ModelFields fields;

    private ConverseReader(Place root) throws Failure {
        this.root = root;
        this.fields = ModelFields.read(root.at(ModelFields.NAME));
    }

    static ChatRequest read(byte[] body) throws Failure {
        Place root = new Place("", Json.request(body));
        if (root.at("messages").absent() && !root.at("input").absent()) {
            root = root.at("input").object().at("converse").object();
        }
        return new ConverseReader(root).request();
    }

    private ChatRequest request() throws Failure {
        Place inference = root.at("inferenceConfig");
        boolean configured = !inference.absent() && inference.object() != null;
        return new ChatRequest("",
                root.at("system").absent() ? List.of() : BlockReader.content(root.at("system")),
                messages(),
                tools(),
                toolChoice(),
                fields.parallelTools(),
                configured ? inference.at("maxTokens").integer() : null,
                new Sampling(configured ? inference.at("temperature").number() : null,
                        configured ? inference.at("topP").number() : null,
                        fields.topK(), null, null, null, null, null, null, null),
                configured ? texts(inference.at("stopSequences")) : List.of(),
                fields.reasoning(),
                outputFormat(),
                false,
                true,
                null,
                root.at("serviceTier").absent() ? null : root.at("serviceTier").object().at("type").textOrNull(),
                extras());
    }

    private Map<String, JsonNode> extras() {
        Map<String, JsonNode> extras = new LinkedHashMap<>();
        JsonNode rest = root.rest(READ);
        if (rest != null) {
            rest.properties().stream().filter(field -> !field.getValue().isNull())
                    .forEach(field -> extras.put(field.getKey(), field.getValue()));
        }
        if (!fields.rest().isEmpty()) {
            extras.put(ModelFields.NAME, fields.rest());
        }
        return extras;
    }

    private List<Message> messages() throws Failure {
        List<Message> messages = new ArrayList<>();
        for (Place message : root.at("messages").list()) {
            Place role = message.object().at("role");
            messages.add(new Message(switch (role.text()) {
                case "user" -> Role.USER;
                case "assistant" -> Role.ASSISTANT;
                default -> throw role.wrong("user or assistant");
            }, BlockReader.content(message.at("content"))));
        }
        return messages;
    }

    private List<Tool> tools() throws Failure {
        List<Tool> tools = new ArrayList<>();
        if (root.at("toolConfig").absent()) {
            return tools;
        }
        for (Place tool : root.at("toolConfig").object().at("tools").listOrNone()) {
            Place specification = tool.object().at("toolSpec");
            if (!specification.absent()) {
                tools.add(tool(specification.object()));
            } else if (!tool.at("cachePoint").absent()) {
                mark(tools, BlockReader.mark(tool.at("cachePoint")));
            } else if (!tool.at("systemTool").absent()) {
                tools.add(new Tool("systemTool", tool.at("systemTool").object().at("name").text(), null, null, null,
                        null, tool.node()));
            } else {
                throw tool.wrong("a toolSpec, systemTool or cachePoint");
            }
        }
        return tools;
    }

    private static Tool tool(Place tool) throws Failure {
        return new Tool("function", tool.at("name").text(), tool.at("description").textOrNull(),
                tool.at("inputSchema").object().at("json").object().node(), tool.at("strict").bool(), null, null);
    }

    private static void mark(List<Tool> tools, JsonNode mark) {
        if (!tools.isEmpty()) {
            Tool last = tools.remove(tools.size() - 1);
            tools.add(new Tool(last.type(), last.name(), last.description(), last.inputSchema(), last.strict(), mark,
                    last.raw()));
        }
    }

    private ToolChoice toolChoice() throws Failure {
        Place choice = root.at("toolConfig").absent() ? root.at("toolConfig") : root.at("toolConfig").at("toolChoice");
        if (choice.absent()) {
            return null;
        }
        if (!choice.object().at("auto").absent()) {
            return new ToolChoice(ToolChoice.Mode.AUTO, null);
        } else if (!choice.at("any").absent()) {
            return new ToolChoice(ToolChoice.Mode.REQUIRED, null);
        } else if (!choice.at("tool").absent()) {
            return new ToolChoice(ToolChoice.Mode.TOOL, choice.at("tool").object().at("name").text());
        }
        throw choice.wrong("auto, any or tool");
    }

    /** The schema is JSON within a string. */
    private OutputFormat outputFormat() throws Failure {
        Place format = root.at("outputConfig").absent() ? root.at("outputConfig")
                : root.at("outputConfig").object().at("textFormat");
        if (format.absent()) {
            return null;
        }
        Place definition = format.object().at("structure").object().at("jsonSchema").object();
        JsonNode schema = Json.parse(definition.at("schema").text().getBytes(StandardCharsets.UTF_8));
        if (!(schema instanceof ObjectNode)) {
            throw definition.at("schema").wrong("a JSON schema within a string");
        }
        return new OutputFormat(schema, definition.at("name").textOrNull(),
                definition.at("description").textOrNull(), null);
    }

    private static List<String> texts(Place list) throws Failure {
        List<String> texts = new ArrayList<>();
        for (Place each : list.listOrNone()) {
            texts.add(each.text());
        }
        return texts;
    }
}
