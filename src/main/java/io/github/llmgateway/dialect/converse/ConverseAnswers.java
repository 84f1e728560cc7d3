package io.github.llmgateway.dialect.converse;

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
import java.util.List;

/** Whole answers (Amazon Bedrock API reference, {@code ConverseResponse}). They name neither an id nor the model. */
final class ConverseAnswers {

    /** For a value inside a body, where more follows. */
    private static final ObjectReader VALUE =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ConverseAnswers() {
    }

    static ChatAnswer read(byte[] body) throws Failure {
        JsonNode answer = Json.parse(body);
        if (!(answer instanceof ObjectNode)) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer is not JSON.");
        }
        JsonNode content = answer.path("output").path("message").path("content");
        if (!content.isArray()) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer is not a message.");
        }
        Failure malformed = Ending.malformed(answer.get("stopReason"));
        if (malformed != null) {
            throw malformed;
        }
        StopReason reason = Ending.reason(answer.get("stopReason"));
        return new ChatAnswer(null, null, blocks(content), reason == null ? StopReason.END_TURN : reason,
                stopSequence(answer), Tokens.read(answer.get("usage"), Usage.NONE), null);
    }

    private static List<ContentBlock> blocks(JsonNode content) throws Failure {
        try {
            return BlockReader.content(new Place("content", content)).stream()
                    .filter(block -> !(block instanceof ContentBlock.Text text && text.text().isEmpty())).toList();
        } catch (Failure unreadable) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer cannot be read: "
                    + unreadable.getMessage());
        }
    }

    /** Claude says which one came, if the client asked for the field. */
    static String stopSequence(JsonNode end) {
        return end.path("additionalModelResponseFields").path("stop_sequence").asText(null);
    }

    static byte[] write(ChatAnswer answer, Reply reply) {
        ObjectNode written = Json.object();
        ObjectNode message = written.putObject("output").putObject("message").put("role", "assistant");
        ArrayNode content = message.putArray("content");
        boolean endsWithTool = false;
        for (ContentBlock block : answer.content()) {
            JsonNode node = block(block);
            if (node != null) {
                content.add(node);
                endsWithTool = node.has("toolUse");
            }
        }
        written.put("stopReason", Ending.name(answer.reason(), endsWithTool));
        if (answer.stopSequence() != null) {
            written.putObject("additionalModelResponseFields").put("stop_sequence", answer.stopSequence());
        }
        written.set("usage", Tokens.write(answer.usage(), reply.promptTokens()));
        written.putObject("metrics").put("latencyMs", 0);
        return Json.bytes(written);
    }

    /** Null: an answer in this format has no such block. */
    private static JsonNode block(ContentBlock block) {
        ObjectNode node = Json.object();
        if (block instanceof ContentBlock.Text text) {
            ArrayNode citations = citations(text.citations());
            if (citations.isEmpty()) {
                return node.put("text", text.text());
            }
            ObjectNode cited = node.putObject("citationsContent");
            cited.putArray("content").addObject().put("text", text.text());
            cited.set("citations", citations);
            return node;
        } else if (block instanceof ContentBlock.Refused refused) {
            return node.put("text", refused.text());
        } else if (block instanceof ContentBlock.ToolUse use) {
            node.putObject("toolUse").put("toolUseId", Identifier.of(use.id())).put("name", use.name())
                    .set("input", BlockWriter.input(use.input()));
            return node;
        } else if (block instanceof ContentBlock.Thinking thinking) {
            ObjectNode thought = node.putObject("reasoningContent").putObject("reasoningText")
                    .put("text", thinking.text());
            if (thinking.signature() != null) {
                thought.put("signature", thinking.signature());
            }
            return node;
        } else if (block instanceof ContentBlock.RedactedThinking sealed) {
            String bytes = Sealed.write(sealed);
            node.putObject("reasoningContent").put("redactedContent", bytes);
            return bytes == null ? null : node;
        }
        return block instanceof ContentBlock.Opaque opaque && ConverseDialect.NAME.equals(opaque.dialect())
                ? opaque.json() : null;
    }

    private static ArrayNode citations(JsonNode citations) {
        ArrayNode written = Json.MAPPER.createArrayNode();
        if (citations != null) {
            for (JsonNode citation : citations) {
                ObjectNode each = Citations.write(citation);
                if (each != null) {
                    written.add(each);
                }
            }
        }
        return written;
    }

    /** Takes usage and stop reason out of an answer without reading its content. */
    static void observe(byte[] answer, Tally tally) {
        try (JsonParser parser = Json.parser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "stopReason" -> tally.reason = Ending.reason(VALUE.<JsonNode>readTree(parser));
                    case "usage" -> tally.usage = Tokens.read(VALUE.<JsonNode>readTree(parser), tally.usage);
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException unreadable) {
            // An answer that nobody can read says nothing about its usage; the client gets it as it is.
        }
    }
}
