package io.github.llmgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.models.beta.messages.BetaMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.genai.types.GenerateContentResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.responses.Response;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.converse.StrictConverseClient;
import io.github.llmgateway.dialect.responses.EventCheck;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.testing.ChunkCheck;
import io.github.llmgateway.testing.Fixtures;
import io.github.llmgateway.testing.StrictClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What the vendors' own libraries, and clients that insist on an order, demand of an answer. */
final class ValidAnswer {

    /** Items of a response that OpenAI's library knows in the version that is used here. */
    private static final Set<String> KNOWN_ITEMS = Set.of("message", "reasoning", "function_call", "custom_tool_call");

    private ValidAnswer() {
    }

    /** An answer that the official SDK takes, and of a stream every event in its order. */
    static void check(Format format, byte[] answer, Kind kind) {
        try {
            if (kind == Kind.STREAM) {
                stream(format, answer);
                return;
            }
            switch (format) {
                case ANTHROPIC -> com.anthropic.core.ObjectMappers.jsonMapper()
                        .readValue(answer, BetaMessage.class).validate();
                case OPENAI -> com.openai.core.ObjectMappers.jsonMapper()
                        .readValue(answer, ChatCompletion.class).validate();
                case RESPONSES -> {
                    Response response = com.openai.core.ObjectMappers.jsonMapper().readValue(answer, Response.class);
                    if (response.isValid() || !newer(answer)) {
                        response.validate();
                    }
                }
                case GEMINI -> GenerateContentResponse.fromJson(text(answer));
                default -> assertThat(Json.parse(answer).at("/output/message/content").isArray()).isTrue();
            }
        } catch (IOException e) {
            throw new AssertionError("the SDK does not take the answer: " + e.getMessage(), e);
        }
    }

    /** Whether there are items in a response of which the SDK does not know. */
    private static boolean newer(byte[] response) {
        for (JsonNode item : Json.parse(response).path("output")) {
            if (!KNOWN_ITEMS.contains(item.path("type").asText())) {
                return true;
            }
        }
        return false;
    }

    private static void stream(Format format, byte[] answer) {
        String stream = text(answer);
        if (format == Format.CONVERSE) {
            StrictConverseClient client = new StrictConverseClient();
            AwsMessages.read(answer).forEach(event -> client.event(event.name(), Json.bytes(event.data())));
            assertThat(client.ended()).isTrue();
            return;
        }
        if (format == Format.GEMINI) {
            Fixtures.data(stream).forEach(GenerateContentResponse::fromJson);
            return;
        }
        if (format == Format.RESPONSES) {
            EventCheck client = new EventCheck();
            client.anyItem = Fixtures.data(stream).stream().anyMatch(data ->
                    data.contains("\"response.failed\"") || data.contains("output_item") && !KNOWN_ITEMS.contains(
                            Json.parse(data.getBytes(StandardCharsets.UTF_8)).at("/item/type").asText()));
            for (String event : stream.split("\n\n")) {
                String[] lines = event.split("\n");
                if (!event.startsWith(":")) {
                    client.event(lines[0].substring(7), lines[1].substring(6).getBytes(StandardCharsets.UTF_8));
                }
            }
            client.response();
            return;
        }
        if (format == Format.OPENAI) {
            ChunkCheck.check(stream.lines().filter(line -> !line.isBlank())
                    .map(line -> line.startsWith("data: ") ? line.substring(6) : line).toList());
            return;
        }
        StrictClient client = new StrictClient();
        for (String event : stream.split("\n\n")) {
            String[] lines = event.split("\n");
            assertThat(lines).hasSize(2);
            client.event(lines[0].substring(7), lines[1].substring(6).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(client.ended()).isTrue();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
