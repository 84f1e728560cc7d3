package io.github.llmgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.models.beta.messages.BetaMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.models.chat.completions.ChatCompletion;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.framing.EventWriter;
import io.github.llmgateway.replay.Recording.Format;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.testing.ChunkCheck;
import io.github.llmgateway.testing.StrictClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold of a replayed request and its answer. */
final class Checks {

    /** What a format cannot say, so that a request with it is refused unless the operator has it dropped. */
    private static final Set<String> LISTED = Set.of(
            // Tools that Anthropic or OpenRouter runs, and what they left in a conversation.
            "tools.web_search_*", "tools.web_fetch_*", "tools.code_execution_*", "tools.memory_*", "tools[]",
            // What the other format's models do not take: their own results of tools, addresses of files, sound, video.
            "messages[].content[]",
            // What changes the answer and has no counterpart.
            "web_search_options", "moderation", "preset", "provider", "transforms");
    /** Headers of the provider's own site or connection. */
    private static final Set<String> KEPT_BACK = Set.of("connection", "keep-alive", "transfer-encoding",
            "content-length", "content-encoding", "set-cookie", "server", "date", "via", "alt-svc",
            "strict-transport-security", "vary", "access-control-allow-origin", "access-control-expose-headers",
            "content-type", "cache-control");
    private static final Pattern REFUSAL = Pattern.compile("^(\\S+): (.+) \\(model .*drop_params: true\\.$");

    private Checks() {
    }

    static void request(Format format, byte[] request, String provider) {
        JsonNode json = Json.parse(request);
        if (format == Format.ANTHROPIC) {
            AnthropicRules.check(json, request);
        } else {
            OpenAiRules.check(json, provider);
        }
    }

    /** All but the model's name, and OpenAI's question for usage. */
    static void passedThrough(byte[] recorded, byte[] sent, String provider) {
        String model = Json.parse(recorded).path("model").toString();
        String renamed = "\"renamed\"";
        String text = text(sent);
        assertThat(Json.parse(sent).path("model").toString()).isEqualTo(renamed);
        if (!Json.parse(recorded).has("stream_options")) {
            text = text.replace("\"stream_options\":{\"include_usage\":true},", "");
        }
        int at = text.indexOf("\"model\":" + renamed) + 8;
        assertThat(text.substring(0, at) + model + text.substring(at + renamed.length())).isEqualTo(text(recorded));
    }

    /**
     * The recorded answer, without the chunk that the client of {@code request} did not ask for. Comments before the
     * first event say that the provider lives, which the gateway says itself; an error event ends the stream.
     */
    static String expected(Recording recording, byte[] request) {
        String answer = text(recording.answer());
        if (recording.kind() != Kind.STREAM) {
            return answer;
        }
        boolean usage = recording.format() == Format.ANTHROPIC
                || Json.parse(request).at("/stream_options/include_usage").asBoolean();
        StringBuilder kept = new StringBuilder();
        for (String event : begun(answer).split("(?<=\n\n)")) {
            JsonNode chunk = event.startsWith("data: {") ? Json.parse(event.substring(6).getBytes(StandardCharsets.UTF_8))
                    : Json.object();
            if (usage || !(chunk.path("usage").isObject() && chunk.path("choices").isEmpty())) {
                kept.append(event);
            }
            if (chunk.hasNonNull("error")) {
                break;
            }
        }
        return kept.toString().stripTrailing();
    }

    /** From the first event on. */
    static String begun(String stream) {
        return stream.replaceFirst("^(:[^\n]*\n\n)+", "");
    }

    static void headersCameBack(Recording recording, Stage.Outcome outcome) {
        recording.headers().forEach((name, values) -> {
            if (!KEPT_BACK.contains(name)) {
                assertThat(outcome.headers().get(name)).as(name).isEqualTo(values);
            }
        });
    }

    /** The field that a refused request's client is told, which must be one that is listed. */
    static String refusal(Stage.Outcome outcome) {
        assertThat(outcome.status()).isEqualTo(400);
        Matcher told = REFUSAL.matcher(Json.parse(outcome.body()).at("/error/message").asText());
        assertThat(told.matches()).as(outcome.text()).isTrue();
        String field = told.group(1).replaceAll("\\[\\d+]", "[]").replaceAll("_20\\d{6}$", "_*");
        assertThat(LISTED).as(outcome.text()).contains(field);
        return field;
    }

    /** Every text of the conversation is somewhere in its translation. */
    static void textsArrived(byte[] request, byte[] translated) {
        StringBuilder all = new StringBuilder();
        strings(Json.parse(translated), null).forEach(text -> all.append(text).append('\n'));
        for (JsonNode message : Json.parse(request).path("messages")) {
            JsonNode content = message.path("content");
            List<String> texts = content.isTextual() ? List.of(content.textValue()) : strings(content, "text");
            texts.forEach(text -> assertThat(all).contains(text.strip()));
        }
    }

    private static List<String> strings(JsonNode node, String field) {
        List<String> strings = new ArrayList<>();
        if (node.isTextual() && field == null) {
            strings.add(node.textValue());
        } else if (field != null) {
            node.forEach(block -> {
                if (block.path("type").asText().equals("text")) {
                    strings.add(block.path(field).asText());
                }
            });
        } else {
            node.forEach(each -> strings.addAll(strings(each, null)));
        }
        return strings;
    }

    /** The client got a valid answer that says what the provider's said. */
    static void answered(Format client, byte[] request, Stage.Outcome outcome, Recording answer) {
        String error = Said.of(answer).error();
        if (answer.kind() == Kind.ERROR || error != null && outcome.status() != 200) {
            assertThat(outcome.status()).isBetween(400, 599);
            JsonNode told = Json.parse(outcome.body()).path("error");
            assertThat(told.path("message").asText()).contains(error);
            assertThat(told.path("type").isTextual()).isTrue();
            if (answer.kind() == Kind.ERROR) {
                assertThat(outcome.status()).isEqualTo(answer.status());
            }
            return;
        }
        assertThat(outcome.status()).as("%s", outcome.text()).isEqualTo(200);
        answer(client, outcome.body(), answer.kind());
        boolean counted = client == Format.ANTHROPIC || answer.kind() != Kind.STREAM
                || Json.parse(request).at("/stream_options/include_usage").asBoolean();
        Said got = Said.by(client, Gathered.answer(client, outcome.body()));
        if (counted) {
            sameSaid(client, outcome.body(), answer);
        } else {
            assertThat(got.prompt()).isZero();
            assertThat(got).isEqualTo(Said.of(answer).uncounted());
        }
    }

    /** An answer that the official SDK takes, and of a stream every event in its order. */
    static void answer(Format format, byte[] answer, Kind kind) {
        try {
            if (kind == Kind.STREAM) {
                stream(format, text(answer));
            } else if (format == Format.ANTHROPIC) {
                com.anthropic.core.ObjectMappers.jsonMapper().readValue(answer, BetaMessage.class).validate();
            } else {
                com.openai.core.ObjectMappers.jsonMapper().readValue(answer, ChatCompletion.class).validate();
            }
        } catch (IOException e) {
            throw new AssertionError("the SDK does not take the answer: " + e.getMessage(), e);
        }
    }

    private static void stream(Format format, String stream) {
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

    static void sameSaid(Format client, byte[] told, Recording answer) {
        Said expected = Said.of(answer);
        Said got = Said.by(client, Gathered.answer(client, told));
        if (expected.error() != null) {
            // Broken off: what had been said until then, and why in somebody's words.
            assertThat(got.error()).isNotNull();
            assertThat(expected.text()).startsWith(got.text());
            assertThat(expected.thinking()).startsWith(got.thinking());
        } else if (expected.prompt() == 0) {
            // Nothing was counted: an Anthropic client gets the estimate.
            assertThat(got.uncounted()).isEqualTo(expected.uncounted());
        } else {
            assertThat(got).isEqualTo(expected);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
