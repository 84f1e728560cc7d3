package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Place;
import io.github.llmgateway.dialect.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Whole answers (docs.claude.com, {@code Message}). */
final class AnthropicAnswers {

    /** For a value inside a body, where more follows. */
    private static final ObjectReader VALUE =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AnthropicAnswers() {
    }

    static ChatAnswer read(byte[] body) throws Failure {
        if (!(Json.parse(body) instanceof ObjectNode message)) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer is not JSON.");
        }
        if (message.path("type").asText().equals("error")) {
            throw AnthropicErrors.read(0, "application/json", body);
        }
        if (!message.path("content").isArray()) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer is not a message.");
        }
        ObjectNode extras = Ending.extras(message, null);
        StopReason reason = Ending.reason(message.get("stop_reason"));
        return new ChatAnswer(message.path("id").asText(null), message.path("model").asText(null),
                content(message, extras), reason == null ? StopReason.END_TURN : reason,
                message.path("stop_sequence").asText(null), Tokens.read(message.get("usage"), Usage.NONE), null,
                extras);
    }

    private static List<ContentBlock> content(ObjectNode message, ObjectNode extras) throws Failure {
        List<ContentBlock> blocks = new ArrayList<>();
        try {
            for (Place block : new Place("content", message.get("content")).list()) {
                blocks.add(BlockReader.block(block));
            }
        } catch (Failure unreadable) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer cannot be read: "
                    + unreadable.getMessage());
        }
        ContentBlock.Refused explanation = Ending.explanation(extras);
        if (explanation != null) {
            blocks.add(explanation);
        }
        return blocks;
    }

    static byte[] write(ChatAnswer answer, Reply reply) {
        ObjectNode message = Json.object()
                .put("id", id(answer.id()))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", answer.model() == null ? reply.model() : answer.model());
        ArrayNode content = message.putArray("content");
        BlockWriter writer = new BlockWriter(new ArrayList<>());
        boolean endsWithTool = false;
        for (ContentBlock block : answer.content()) {
            endsWithTool = block instanceof ContentBlock.ToolUse;
            JsonNode node = block(block, writer);
            if (node != null) {
                content.add(node);
            }
        }
        message.put("stop_reason", Ending.name(answer.reason(), endsWithTool))
                .put("stop_sequence", answer.stopSequence());
        if (answer.extras() instanceof ObjectNode extras) {
            message.setAll(Ending.extras(extras, Json.object()));
        }
        message.set("usage", Tokens.write(Tokens.orEstimate(answer.usage(), reply.promptTokens())));
        return Json.bytes(message);
    }

    /** As in a request, but that blank texts and thinking of any maker are part of what the model said. */
    private static JsonNode block(ContentBlock block, BlockWriter writer) {
        if (block instanceof ContentBlock.Text text) {
            ObjectNode node = Json.object().put("type", "text").put("text", text.text());
            boolean own = text.citations() != null && Vocabulary.isCitation(text.citations().path(0));
            return own ? node.set("citations", text.citations()) : node;
        } else if (block instanceof ContentBlock.Thinking thinking) {
            return Json.object().put("type", "thinking").put("thinking", thinking.text())
                    .put("signature", thinking.signature() == null ? "" : thinking.signature());
        }
        if (block instanceof ContentBlock.RedactedThinking redacted) {
            return Json.object().put("type", "redacted_thinking").put("data", redacted.data());
        }
        return writer.block(block, "content");
    }

    /** An id as Anthropic's look; another provider's stays readable in it. */
    static String id(String id) {
        if (id == null || id.isEmpty()) {
            return "msg_" + UUID.randomUUID().toString().replace("-", "");
        }
        return id.startsWith("msg_") ? id : "msg_" + id;
    }

    /** Takes usage, stop reason and model out of an answer without reading its content. */
    static void observe(byte[] answer, Tally tally) {
        try (JsonParser parser = Json.parser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "model" -> tally.model = parser.getValueAsString();
                    case "stop_reason" -> tally.reason = Ending.reason(tree(parser));
                    case "usage" -> tally.usage = Tokens.read(tree(parser), tally.usage);
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException unreadable) {
            // An answer that nobody can read says nothing about its usage; the client gets it as it is.
        }
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        return VALUE.readTree(parser);
    }
}
