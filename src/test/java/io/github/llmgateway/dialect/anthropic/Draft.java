package io.github.llmgateway.dialect.anthropic;

import io.github.llmgateway.chat.Operation;
import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request of another format's client, to be changed by a test and written for Claude. */
class Draft {

    static final JsonNode SCHEMA = json("{'type':'object','properties':{'a':{'type':'object'}}}");

    List<ContentBlock> system = List.of();
    List<Message> messages = List.of(user("Hello"));
    List<Tool> tools = List.of();
    ToolChoice choice;
    Boolean parallel;
    Integer maxTokens;
    Sampling sampling = Sampling.UNSAID;
    List<String> stops = List.of();
    Reasoning reasoning;
    OutputFormat format;
    String user;
    String tier;
    final Map<String, JsonNode> extras = new HashMap<>();
    String model = "claude-sonnet-4-5";
    int limit;

    /** What is written, which is checked against the requests of Anthropic's own SDK. */
    Written write() {
        Written written = new AnthropicDialect().write(new ChatRequest("asked", system, messages, tools, choice, parallel,
                maxTokens, sampling, stops, reasoning, format, false, false, user, tier, extras),
                new Target(model, "anthropic", Operation.CHAT, limit));
        try {
            ObjectMappers.jsonMapper().readValue(Json.bytes(written.body()), MessageCreateParams.Body.class).validate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written;
    }

    JsonNode body() {
        return write().body();
    }

    List<String> losses() {
        return write().losses().stream().map(Draft::show).toList();
    }

    static String show(Loss loss) {
        return loss.field() + (loss.harmless() ? " harmless" : "");
    }

    static List<String> types(JsonNode message) {
        List<String> types = new ArrayList<>();
        message.path("content").forEach(block -> types.add(block.path("type").asText()));
        return types;
    }

    static Message user(String text) {
        return new Message(Role.USER, List.of(new Text(text)));
    }

    static Message assistant(String text) {
        return new Message(Role.ASSISTANT, List.of(new Text(text)));
    }

    static ContentBlock call(String id) {
        return new ContentBlock.ToolUse(id, "get", "{}", null);
    }

    static ContentBlock result(String id) {
        return new ContentBlock.ToolResult(id, List.of(new Text("done")), false, null);
    }

    static Tool tool(String name, JsonNode schema) {
        return new Tool("function", name, null, schema, null, null, null);
    }

    static JsonNode json(String quoted) {
        return Json.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
