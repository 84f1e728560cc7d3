package io.github.llmgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Holds a stream of Chat Completions to its rules, and each chunk to the types of OpenAI's own SDK. */
public final class ChunkCheck {

    private ChunkCheck() {
    }

    /** An {@link AssertionError} at the first chunk that breaks a rule. {@code frames}: data, or comments with a colon. */
    public static void check(List<String> frames) {
        String id = null;
        int tools = 0;
        String reason = null;
        boolean usage = false;
        boolean over = false;
        for (String frame : frames) {
            if (frame.startsWith(":")) {
                continue;
            }
            assertThat(over).as("nothing after the end").isFalse();
            if (frame.equals("[DONE]")) {
                assertThat(reason).isNotNull();
                over = true;
                continue;
            }
            JsonNode chunk = Json.parse(frame.getBytes(StandardCharsets.UTF_8));
            assertThat(chunk).as("JSON").isNotNull();
            if (chunk.has("error")) {
                assertThat(chunk.path("error").path("message").isTextual()).isTrue();
                over = true;
                continue;
            }
            ofSdk(frame);
            assertThat(usage).as("usage is last").isFalse();
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("id").asText()).startsWith("chatcmpl-");
            if (id == null) {
                id = chunk.path("id").asText();
                assertThat(chunk.at("/choices/0/delta/role").asText()).isEqualTo("assistant");
            }
            assertThat(chunk.path("id").asText()).isEqualTo(id);
            if (chunk.path("choices").isEmpty()) {
                assertThat(reason).isNotNull();
                assertThat(chunk.path("usage").isObject()).isTrue();
                usage = true;
                continue;
            }
            assertThat(reason).as("no delta after the reason").isNull();
            tools = choice(chunk.path("choices").path(0), tools);
            JsonNode why = chunk.at("/choices/0/finish_reason");
            if (why.isTextual()) {
                reason = why.textValue();
                assertThat(Set.of("stop", "length", "tool_calls", "content_filter")).contains(reason);
                assertThat(reason.equals("tool_calls") && tools == 0).isFalse();
            }
        }
        assertThat(over).as("the stream ends").isTrue();
    }

    private static int choice(JsonNode choice, int known) {
        int tools = known;
        for (JsonNode call : choice.path("delta").path("tool_calls")) {
            int index = call.path("index").asInt(-1);
            if (call.has("id")) {
                assertThat(index).as("calls count without gaps").isEqualTo(tools);
                assertThat(call.at("/function/name").isTextual()).isTrue();
                assertThat(call.path("type").asText()).isEqualTo("function");
                tools++;
            } else {
                assertThat(index).as("pieces belong to the last call").isEqualTo(tools - 1).isNotNegative();
            }
            assertThat(call.at("/function/arguments").isTextual()).isTrue();
        }
        return tools;
    }

    private static void ofSdk(String frame) {
        try {
            ObjectMappers.jsonMapper().readValue(frame, ChatCompletionChunk.class).validate();
        } catch (Exception e) {
            throw new AssertionError("OpenAI's SDK does not take the chunk: " + e.getMessage(), e);
        }
    }
}
