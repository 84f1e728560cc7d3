package io.github.llmgateway.dialect.gemini;

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
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request of another format's client, to be changed by a test and written for Gemini. */
class Request {

    final List<ContentBlock> system = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    final List<Tool> tools = new ArrayList<>();
    final Map<String, JsonNode> extras = new LinkedHashMap<>();
    ToolChoice choice;
    Boolean parallel;
    Integer maxTokens;
    Sampling sampling = Sampling.UNSAID;
    List<String> stops = List.of();
    Reasoning reasoning;
    OutputFormat format;
    String user;
    String tier;
    String model = "gemini-2.5-flash";
    String provider = "gemini";
    Operation operation = Operation.CHAT;

    Written write() {
        Written written = new GeminiDialect().write(new ChatRequest("asked", system, messages, tools, choice, parallel,
                maxTokens, sampling, stops, reasoning, format, false, false, user, tier, extras),
                new Target(model, provider, operation, 8_192));
        if (operation == Operation.CHAT) {
            GeminiRules.check(written.body(), model.contains("gemini-3"));
        }
        return written;
    }

    JsonNode body() {
        return write().body();
    }

    JsonNode config() {
        return body().path("generationConfig");
    }

    /** The names of what is lost, those that change the meaning with a mark. */
    List<String> losses() {
        return write().losses().stream().map(loss -> loss.field() + (loss.harmless() ? "" : " !")).toList();
    }

    Request say(Role role, ContentBlock... blocks) {
        messages.add(new Message(role, List.of(blocks)));
        return this;
    }

    Request user(String text) {
        return say(Role.USER, new Text(text));
    }

    static ContentBlock call(String id) {
        return new ContentBlock.ToolUse(id, "get_" + id, "{\"n\":20.0}", null);
    }

    static ContentBlock result(String id, String text) {
        return new ContentBlock.ToolResult(id, List.of(new Text(text)), false, null);
    }

    static JsonNode json(String quoted) {
        return Json.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
