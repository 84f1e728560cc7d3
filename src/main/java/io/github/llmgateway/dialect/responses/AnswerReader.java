package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.openai.OpenAiErrors;
import io.github.llmgateway.dialect.openai.ToolInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads whole answers: all of it for a translation, or what accounting needs while it passes through. */
final class AnswerReader {

    /** Items by which the model waits for the client. */
    private static final Set<String> CALLS = Set.of("function_call", "custom_tool_call", "local_shell_call",
            "shell_call", "apply_patch_call", "computer_call");

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
        String status = answer.path("status").asText(Status.COMPLETED);
        if (status.equals("failed")) {
            throw ResponsesErrors.ofResponse(answer);
        }
        if (answer.hasNonNull("error")) {
            throw OpenAiErrors.read(200, "application/json", body);
        }
        if (!answer.path("output").isArray() || status.equals("in_progress") || status.equals("queued")
                || status.equals("cancelled")) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer is not complete.");
        }
        List<ContentBlock> content = new ArrayList<>();
        JsonNode logprobs = null;
        boolean calls = false;
        for (JsonNode item : answer.get("output")) {
            calls |= isCall(item);
            item(item, content);
            JsonNode said = item.path("content").path(0).path("logprobs");
            logprobs = said.isArray() && !said.isEmpty() ? Json.object().set("content", said) : logprobs;
        }
        boolean refused = content.stream().anyMatch(ContentBlock.Refused.class::isInstance);
        Usage usage = ResponsesUsage.read(answer.get("usage"));
        return new ChatAnswer(answer.path("id").asText(""), answer.path("model").asText(""), content,
                Status.read(answer, calls, refused), null, usage == null ? Usage.NONE : usage, logprobs);
    }

    static boolean isCall(JsonNode item) {
        return CALLS.contains(item.path("type").asText());
    }

    private static void item(JsonNode item, List<ContentBlock> to) throws Failure {
        String type = item.path("type").asText("");
        switch (type) {
            case "message" -> item.path("content").forEach(part -> {
                String text = part.path("text").asText("");
                String refusal = part.path("refusal").asText("");
                if (!text.isEmpty()) {
                    to.add(PartReader.text(part, text));
                } else if (!refusal.isEmpty()) {
                    to.add(new ContentBlock.Refused(refusal));
                }
            });
            case "reasoning" -> {
                ContentBlock thinking = ReasoningItem.read(item);
                if (thinking != null) {
                    to.add(thinking);
                }
            }
            case "function_call" -> to.add(new ToolUse(callId(item), name(item), ToolInput.read(item.get("arguments")),
                    null));
            case "custom_tool_call" -> to.add(new ToolUse(callId(item), name(item),
                    FreeformTool.wrap(item.path("input").asText("")), null));
            default -> {
                if (!type.isEmpty()) {
                    to.add(new ContentBlock.Opaque(type, item, ResponsesDialect.NAME));
                }
            }
        }
    }

    static String callId(JsonNode item) {
        String id = item.path("call_id").asText("");
        return id.isEmpty() ? "call_" + UUID.randomUUID().toString().replace("-", "").substring(0, 24) : id;
    }

    private static String name(JsonNode item) throws Failure {
        String name = item.path("name").asText("");
        if (name.isEmpty()) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer calls a tool without a name.");
        }
        JsonNode namespace = item.path("namespace");
        return Namespace.join(namespace.isTextual() ? namespace.textValue() : null, name);
    }

    /** Usage, reason and model, without a tree of the output; silent on what cannot be read. */
    static void observe(byte[] body, Tally tally) {
        try (JsonParser parser = Json.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            String status = "";
            String incomplete = "";
            boolean calls = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "model" -> tally.model = token == JsonToken.VALUE_STRING ? parser.getText() : tally.model;
                    case "status" -> status = token == JsonToken.VALUE_STRING ? parser.getText() : "";
                    case "incomplete_details" -> incomplete = tree(parser).path("reason").asText("");
                    case "usage" -> {
                        Usage usage = ResponsesUsage.read(tree(parser));
                        tally.usage = usage == null ? tally.usage : usage;
                    }
                    case "output" -> calls = calls(parser);
                    case "error" -> {
                        if (token != JsonToken.VALUE_NULL) {
                            tally.failure = OpenAiErrors.read(200, "application/json", body);
                            parser.skipChildren();
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            if (status.equals(Status.COMPLETED) || status.equals(Status.INCOMPLETE)) {
                tally.reason = Status.read(status, incomplete, calls, false);
            }
        } catch (IOException unreadable) {
            // Then there is nothing to account for.
        }
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        return MEMBER.readTree(parser);
    }

    private static boolean calls(JsonParser parser) throws IOException {
        boolean calls = false;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return false;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean type = parser.currentName().equals("type");
                JsonToken token = parser.nextToken();
                calls |= type && token == JsonToken.VALUE_STRING && CALLS.contains(parser.getText());
                parser.skipChildren();
            }
        }
        return calls;
    }
}
