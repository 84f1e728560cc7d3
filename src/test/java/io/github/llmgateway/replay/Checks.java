package io.github.llmgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Rule;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What must hold of a replayed request and its answer. */
final class Checks {

    /** What a format cannot say, so that a request with it is refused unless the operator has it dropped. */
    private static final Pattern LISTED = Pattern.compile(
            // Tools that a provider runs or defines, and what they left in a conversation.
            "tools\\.(web_search|web_fetch|code_execution|memory)_\\*|tools(\\[]|\\.(web_search|code_interpreter"
                    + "|file_search|mcp|googleSearch|codeExecution|urlContext|fileSearch|systemTool|openrouter:\\w+))"
            // What the other format's models do not take: their own results of tools, addresses of files, sound, video.
            + "|messages\\[]\\.content\\[]"
            // What changes the answer and has no counterpart, or none with this model.
            + "|web_search_options|moderation|preset|provider|transforms|response_format(\\.json_schema)?|logprobs"
            + "|guardrailConfig|toolConfig|additionalModelRequestFields|modelArmorConfig|labels");
    /** Headers of the provider's own site or connection. */
    private static final Set<String> KEPT_BACK = Set.of("connection", "keep-alive", "transfer-encoding",
            "content-length", "content-encoding", "set-cookie", "server", "date", "via", "alt-svc",
            "strict-transport-security", "vary", "access-control-allow-origin", "access-control-expose-headers",
            "content-type", "cache-control");
    private static final Pattern CUSTOM =
            Pattern.compile("\"custom_tool_call\"[^{}]*\"name\": ?\"([^\"]+)\"");
    private static final Pattern REFUSAL = Pattern.compile("^(\\S+): (.+) \\(model .*drop_params: true\\.$");

    /** What stands for a conversation that its provider keeps, or asks for what only that provider does. */
    static final Set<String> KEPT_ELSEWHERE =
            Set.of("previous_response_id", "conversation", "background", "tool_choice");

    private Checks() {
    }

    /** What the events of a recorded stream are given to. */
    interface Events {
        void event(String name, byte[] data);
    }

    /** All events of a recorded stream, in order. */
    static void events(Recording recording, Events to) {
        if (recording.format() == Format.CONVERSE) {
            AwsMessages.read(recording.answer()).forEach(event -> to.event(event.name(), Json.bytes(event.data())));
        } else {
            Fixtures.data(text(recording.answer()))
                    .forEach(data -> to.event(null, data.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** How an answer is written for the client that it was recorded of. */
    static Reply reply(Recording recording) {
        Matcher custom = CUSTOM.matcher(text(recording.answer()));
        Set<String> names = custom.results().map(each -> each.group(1)).collect(Collectors.toSet());
        return new Reply("asked", true, 1, names, Set.of());
    }

    /** Whether a client was told as an error what came as an answer that says why there is none. */
    static boolean isNone(Recording recording, Stage.Outcome outcome) {
        if (recording.status() != 200 || outcome.status() == 200) {
            return false;
        }
        String said = text(recording.answer());
        return said.contains("blockReason") || said.contains("MALFORMED_FUNCTION_CALL")
                || said.contains("UNEXPECTED_TOOL_CALL") || Said.of(recording).error() != null;
    }

    /** An estimate that errs high, without a call, or the provider's own count. */
    static void counted(Recording recording, Stage.Outcome outcome, Recording answer) {
        assertThat(outcome.status()).as(outcome.text()).isEqualTo(200);
        Dialect dialect = recording.format().dialect;
        long told = dialect.readCount(outcome.body());
        if (outcome.asked() != null) {
            assertThat(told).isEqualTo(answer.format().dialect.readCount(answer.answer()));
        } else {
            assertThat(outcome.headers()).containsKey("x-gateway-token-count");
            assertThat(told).isGreaterThanOrEqualTo(
                    recording.kind() == Kind.COUNT ? dialect.readCount(recording.answer()) : 1);
        }
    }

    /** Whether the provider refuses the gateway itself, which is its operator's business. */
    static boolean refusesTheGateway(Recording recording) {
        FailureKind kind = recording.kind() != Kind.ERROR ? null : recording.format().dialect
                .readFailure(recording.status(), name -> "application/json", recording.answer()).kind();
        return kind == FailureKind.BILLING || kind == FailureKind.AUTHENTICATION || kind == FailureKind.PERMISSION;
    }

    /** A request that the provider of {@code target} takes; {@code target}'s own request may break a rule as well. */
    static void request(byte[] request, Recording target) {
        JsonNode json = Json.parse(request);
        switch (target.format()) {
            case ANTHROPIC -> AnthropicRules.check(json, request);
            case OPENAI -> OpenAiRules.check(json, target.owner());
            default -> {
                List<String> broken = new ArrayList<>(broken(json, target));
                if (!broken.isEmpty() && target.request() != null) {
                    broken.removeAll(broken(Json.parse(target.request()), target));
                }
                // A client that says "strict" to a server that takes any schema says it here as well.
                broken.removeIf(rule -> rule.startsWith("strict schema") && text(request).contains("\"strict\":true"));
                assertThat(broken).as("%s", request.length < 4000 ? text(request) : "").isEmpty();
            }
        }
    }

    private static List<String> broken(JsonNode request, Recording target) {
        Family family = switch (target.provider()) {
            case "gemini" -> Family.GEMINI;
            case "vertex_ai" -> Family.VERTEX_GEMINI;
            case "bedrock/converse" -> Family.BEDROCK_CONVERSE;
            default -> Family.OPENAI_RESPONSES;
        };
        return family.broken(request, target.model(), target.streamed()).stream().map(Rule::name).toList();
    }

    /** All but the model's name, and OpenAI's question for usage. */
    static void passedThrough(Recording recording, byte[] recorded, byte[] sent) {
        if (recording.format().byPath()) {
            String inner = Json.parse(recorded).at("/generateContentRequest/model").asText("");
            assertThat(text(sent).replace("\"models/renamed\"", '"' + inner + '"')).isEqualTo(text(recorded));
            return;
        }
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
        if (recording.kind() != Kind.STREAM || recording.format() != Format.OPENAI) {
            return recording.kind() != Kind.STREAM ? answer : begun(answer).stripTrailing();
        }
        boolean usage = Json.parse(request).at("/stream_options/include_usage").asBoolean();
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
        JsonNode body = Json.parse(outcome.body());
        String param = body.at("/error/param").asText("");
        if (KEPT_ELSEWHERE.contains(param)) {
            return param;
        }
        Matcher told = REFUSAL.matcher(body.path("message").asText(body.at("/error/message").asText()));
        assertThat(told.matches()).as(outcome.text()).isTrue();
        String field = told.group(1).replaceAll("\\[\\d+]", "[]").replaceAll("_20\\d{6}$", "_*");
        assertThat(field).as(outcome.text()).matches(LISTED);
        return field;
    }

    /** Every text of the conversation is somewhere in its translation. */
    static void textsArrived(byte[] request, byte[] translated) {
        StringBuilder all = new StringBuilder();
        strings(Json.parse(translated), null).forEach(text -> all.append(text).append('\n'));
        JsonNode json = Json.parse(request);
        for (String turns : List.of("messages", "contents", "input")) {
            for (JsonNode message : json.path(turns)) {
                JsonNode content = message.path(turns.equals("contents") ? "parts" : "content");
                List<String> texts = content.isTextual() ? List.of(content.textValue()) : strings(content, "text");
                texts.forEach(text -> assertThat(all).contains(text.strip()));
            }
        }
    }

    private static List<String> strings(JsonNode node, String field) {
        List<String> strings = new ArrayList<>();
        if (node.isTextual() && field == null) {
            strings.add(node.textValue());
        } else if (field != null) {
            node.forEach(block -> {
                if (block.path("type").asText("text").matches("text|input_text|output_text")
                        && block.path(field).isTextual() && !block.path("thought").asBoolean()) {
                    strings.add(block.path(field).asText());
                }
            });
        } else {
            node.forEach(each -> strings.addAll(strings(each, null)));
        }
        return strings;
    }

    private static boolean brokenOff(Recording answer) {
        return answer.format() == Format.ANTHROPIC && answer.kind() == Kind.STREAM
                && !text(answer.answer()).contains("message_stop");
    }

    /** The client got a valid answer that says what the provider's said. */
    static void answered(Format client, byte[] request, Stage.Outcome outcome, Recording answer) {
        String error = Said.of(answer).error();
        if (refusesTheGateway(answer)) {
            assertThat(outcome.status()).isEqualTo(503);
            return;
        }
        if (answer.kind() == Kind.ERROR || (error != null || brokenOff(answer)) && outcome.status() != 200) {
            assertThat(outcome.status()).isBetween(400, 599);
            JsonNode body = Json.parse(outcome.body());
            JsonNode told = client == Format.CONVERSE ? body : body.path("error");
            assertThat(told.path("message").asText()).contains(error == null ? "" : error);
            assertThat(client.byPath() || told.path("type").isTextual()).isTrue();
            if (answer.kind() == Kind.ERROR) {
                assertThat(outcome.status()).isEqualTo(answer.status());
            }
            return;
        }
        assertThat(outcome.status()).as("%s", outcome.text()).isEqualTo(200);
        ValidAnswer.check(client, outcome.body(), answer.kind());
        boolean counted = client != Format.OPENAI || answer.kind() != Kind.STREAM
                || Json.parse(request).at("/stream_options/include_usage").asBoolean();
        Said got = Said.by(client, Gathered.answer(client, outcome.body()));
        if (counted) {
            sameSaid(client, outcome.body(), answer);
        } else {
            assertThat(got.prompt()).isZero();
            assertThat(plain(got, answer, client)).isEqualTo(plain(Said.of(answer).uncounted(), answer, client));
        }
    }

    private static Said plain(Said said, Recording answer, Format client) {
        if (answer.format().infersReason() || client.infersReason()) {
            // A call that breaks off has no object for its input.
            boolean cut = client == Format.GEMINI && said.reason().equals("length");
            return plainInputs(cut ? said.namesOnly() : said.settled(), answer);
        }
        return plainInputs(said, answer);
    }

    private static Said plainInputs(Said said, Recording answer) {
        return text(answer.answer()).contains("\"willContinue\"") ? said.namesOnly() : said;
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
            assertThat(plain(got.uncounted(), answer, client)).isEqualTo(plain(expected.uncounted(), answer, client));
        } else {
            assertThat(plain(got, answer, client)).isEqualTo(plain(expected, answer, client));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
