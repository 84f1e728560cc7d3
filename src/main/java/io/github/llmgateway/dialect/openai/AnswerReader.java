package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads whole answers: all of it for a translation, or what accounting needs while it passes through. */
final class AnswerReader {

    /** Reads one member's value and leaves what follows. */
    private static final ObjectReader MEMBER =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AnswerReader() {
    }

    static ChatAnswer read(byte[] body) throws Failure {
        JsonNode answer = Json.parse(body);
        if (answer == null || !answer.isObject()) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer is not a JSON object.");
        }
        if (answer.hasNonNull("error")) {
            throw OpenAiErrors.read(200, "application/json", body);
        }
        JsonNode choice = answer.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer has no message.");
        }
        List<ContentBlock> content = content(message);
        boolean tools = content.stream().anyMatch(ToolUse.class::isInstance);
        boolean refused = content.stream().anyMatch(ContentBlock.Refused.class::isInstance);
        Usage usage = OpenAiUsage.read(answer.get("usage"));
        JsonNode logprobs = Fields.get(choice, "logprobs");
        return new ChatAnswer(answer.path("id").asText("chatcmpl-" + newId()), answer.path("model").asText(""), content,
                FinishReason.read(choice.path("finish_reason").asText(""), tools, refused), stopSequence(choice),
                usage == null ? Usage.NONE : usage, logprobs);
    }

    private static List<ContentBlock> content(JsonNode message) throws Failure {
        List<ContentBlock> blocks = new ArrayList<>(ThinkingFields.read(message));
        JsonNode content = message.path("content");
        if (content.isTextual() && !content.textValue().isEmpty()) {
            blocks.add(new Text(content.textValue()));
        }
        // Mistral's list: thinking and text by turns.
        for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
            ContentBlock thinking = ThinkingFields.block(part);
            String text = part.path("text").asText("");
            if (thinking != null) {
                blocks.add(thinking);
            } else if (!text.isEmpty()) {
                blocks.add(new Text(text));
            }
        }
        String refusal = message.path("refusal").asText("");
        if (!refusal.isEmpty()) {
            blocks.add(new ContentBlock.Refused(refusal));
        }
        for (JsonNode call : message.path("tool_calls")) {
            blocks.add(toolUse(call, call.path("id").asText("")));
        }
        if (message.path("function_call").isObject()) {
            blocks.add(toolUse(Json.object().set("function", message.get("function_call")), ""));
        }
        return blocks;
    }

    private static ToolUse toolUse(JsonNode call, String id) throws Failure {
        JsonNode custom = call.path("custom");
        JsonNode function = custom.isObject() ? custom : call.path("function");
        String name = function.path("name").asText("");
        if (name.isEmpty()) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer calls a tool without a name.");
        }
        String input = custom.isObject()
                ? Json.object().put("input", custom.path("input").asText("")).toString()
                : ToolInput.read(Fields.get(function, "arguments"));
        return new ToolUse(id.isEmpty() ? newToolId() : id, name, input, null);
    }

    /** vLLM's {@code stop_reason}: the stop sequence that came, or a token's number. */
    private static String stopSequence(JsonNode choice) {
        JsonNode stop = choice.path("stop_reason");
        return stop.isTextual() ? stop.textValue() : null;
    }

    static String newToolId() {
        return "call_" + newId();
    }

    static String newId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }

    /** Usage, reason and model, without a tree of the rest; silent on what cannot be read. */
    static void observe(byte[] body, Tally tally) {
        try (JsonParser parser = Json.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "model" -> tally.model = token == JsonToken.VALUE_STRING ? parser.getText() : tally.model;
                    case "usage" -> {
                        Usage usage = OpenAiUsage.read(MEMBER.readTree(parser));
                        tally.usage = usage == null ? tally.usage : usage;
                    }
                    case "choices" -> observeChoices(parser, tally);
                    case "error" -> {
                        if (token != JsonToken.VALUE_NULL) {
                            tally.failure = OpenAiErrors.read(200, "application/json", body);
                            parser.skipChildren();
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException unreadable) {
            // Then there is nothing to account for.
        }
    }

    private static void observeChoices(JsonParser parser, Tally tally) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            boolean tools = false;
            String reason = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("finish_reason") && token == JsonToken.VALUE_STRING) {
                    reason = parser.getText();
                } else if (name.equals("message") && token == JsonToken.START_OBJECT) {
                    tools = callsTools(parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (reason != null) {
                tally.reason = FinishReason.read(reason, tools || reason.equals("tool_calls"), false);
            }
        }
    }

    private static boolean callsTools(JsonParser parser) throws IOException {
        boolean tools = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean calls = parser.currentName().equals("tool_calls");
            JsonToken token = parser.nextToken();
            if (calls && token == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    tools = true;
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
            }
        }
        return tools;
    }
}
