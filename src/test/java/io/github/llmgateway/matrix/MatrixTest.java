package io.github.llmgateway.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.StandIn;
import io.github.llmgateway.standin.Told;
import io.github.llmgateway.standin.Trouble;
import io.github.llmgateway.testing.RunningGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every door with every provider family and every scenario, whole and streamed. The stand-ins refuse what the provider's
 * documentation says that it refuses; what the gateway cannot carry over it must say itself, and docs/providers.md has it.
 */
class MatrixTest {

    private static final Path DOCUMENT = Path.of("docs/providers.md");
    private static final Path SEEN = Path.of("target/providers-matrix.md");

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Map<Family, StandIn> STAND_INS = new EnumMap<>(Family.class);
    private static final Matrix MATRIX = new Matrix();
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        StringBuilder models = new StringBuilder("model_list:\n");
        for (Family family : Family.values()) {
            STAND_INS.put(family, family.start());
            models.append(STAND_INS.get(family).configuration(group(family)));
        }
        gateway = RunningGateway.with(models + "router_settings: {num_retries: 0, disable_cooldowns: true}\n");
    }

    private static String group(Family family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        STAND_INS.values().forEach(StandIn::close);
        StringBuilder seen = new StringBuilder();
        for (Face face : Face.values()) {
            seen.append("### ").append(face.title).append("\n\n").append(MATRIX.table(face)).append('\n');
        }
        Files.createDirectories(SEEN.getParent());
        Files.writeString(SEEN, seen);
        if (MATRIX.complete()) {
            assertThat(Files.readString(DOCUMENT)).as("the tables of %s are not those of %s", DOCUMENT, SEEN)
                    .contains(seen);
        }
    }

    @TestFactory
    Stream<DynamicTest> whatTheProviderSaysReachesTheClientOfAnyFormat() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Face face : Face.values()) {
            for (Family family : Family.values()) {
                for (Scenario scenario : Scenario.values()) {
                    for (boolean streamed : new boolean[] {false, true}) {
                        tests.add(dynamicTest(face + " > " + family + " " + scenario + (streamed ? " streamed" : ""),
                                () -> check(face, family, new Question(scenario, group(family), streamed))));
                    }
                }
            }
        }
        return tests.stream();
    }

    private static void check(Face face, Family family, Question question) throws Exception {
        String known = known(face, family, question.scenario());
        if (known != null) {
            MATRIX.note(face, family, question.scenario(), known);
            return;
        }
        StandIn provider = STAND_INS.get(family);
        int broken = provider.violations().size();
        int before = provider.heard().size();

        Answer answer = ask(face, question, face.body(question));

        assertThat(provider.violations().subList(broken, provider.violations().size())).as("%s", answer).isEmpty();
        String note;
        if (answer.status() == 400 && provider.heard().size() == before) {
            note = refusal(answer);
        } else {
            heard(question, provider.heard().get(provider.heard().size() - 1));
            note = told(question, answer);
            if (question.is(Scenario.THINKING) && !question.streamed() && note == null) {
                note = secondTurn(face, question, answer, provider);
            }
        }
        MATRIX.note(face, family, question.scenario(), note);
    }

    /** What cannot be asked, or is asked of another family; null: nothing. */
    private static String known(Face face, Family family, Scenario scenario) {
        if (face == Face.OPENAI_RESPONSES && scenario == Scenario.STOP_SEQUENCE) {
            return "this format has no stop sequences";
        }
        boolean chat = family == Family.OPENAI || family == Family.VERTEX_OPENAI || family == Family.AZURE
                || family == Family.AZURE_V1;
        if (scenario == Scenario.THINKING && chat) {
            if (face == Face.OPENAI_CHAT) {
                return "goes through as it is, and the model that stands for this row does not reason";
            }
            if (family == Family.AZURE || family == Family.AZURE_V1) {
                return "goes by Responses, as in the row of that name";
            }
        }
        if (face == Face.OPENAI_CHAT && family == Family.VERTEX_MISTRAL && scenario == Scenario.TOOL_RESULT) {
            return "goes through as it is: Mistral takes no ids of calls but its own";
        }
        return null;
    }

    private static Answer ask(Face face, Question question, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + face.path(question)))
                .timeout(Duration.ofSeconds(20)).header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return Answer.of(face, question, response);
    }

    /** What the gateway says it cannot carry over: the field and how to go on. */
    private static String refusal(Answer answer) {
        String message = message(Json.parse(answer.error().getBytes(StandardCharsets.UTF_8)));
        assertThat(message).contains("drop_params");
        return "400: " + message.replaceFirst(" \\(model .*", "");
    }

    private static String message(JsonNode body) {
        return body.path("error").isObject() ? body.at("/error/message").asText() : body.path("message").asText();
    }

    private static void heard(Question question, Heard heard) {
        assertThat(heard.scenario()).isEqualTo(question.scenario());
        assertThat(String.join("\n", heard.texts())).contains(question.text());
        assertThat(heard.streamed()).isEqualTo(question.streamed());
        assertThat(heard.maxTokens()).isEqualTo(Question.MAX_TOKENS);
        switch (question.scenario()) {
            case SYSTEM -> assertThat(heard.system()).contains(Question.SYSTEM);
            case IMAGE -> assertThat(heard.images()).hasSize(1).allMatch(image -> image.digest() != null);
            case PDF -> assertThat(heard.files()).hasSize(1).allMatch(file -> file.digest() != null);
            case TOOL_RESULT -> assertThat(heard.results()).extracting(Heard.Result::text).singleElement().asString()
                    .contains(Question.RESULT);
            case STOP_SEQUENCE -> assertThat(heard.stops()).containsExactly("END");
            case STRUCTURED_OUTPUT -> assertThat(heard.schema().path("properties").has("degrees")).isTrue();
            default -> { }
        }
        if (question.tools()) {
            assertThat(heard.tools()).extracting(Heard.Tool::name).containsExactly(Told.TOOL, Told.SECOND_TOOL);
        }
    }

    private static String told(Question question, Answer answer) {
        switch (question.scenario()) {
            case RATE_LIMIT -> {
                assertThat(answer.status()).as("%s", answer).isEqualTo(429);
                return answer.raw().headers().firstValue("retry-after").orElse("none").equals("" + Trouble.RETRY_AFTER)
                        ? null : "no time to wait is told";
            }
            case CONTEXT_WINDOW -> {
                assertThat(answer.status()).as("%s", answer).isEqualTo(400);
                return null;
            }
            case OVERLOADED -> {
                assertThat(answer.status()).as("%s", answer).isIn(503, 529);
                return null;
            }
            case MID_STREAM_ERROR -> {
                if (question.streamed()) {
                    assertThat(answer.error()).as("%s", answer).isNotNull();
                    assertThat(Told.TEXT).startsWith(answer.text());
                } else {
                    assertThat(answer.status()).as("%s", answer).isIn(500, 502, 503);
                }
                return null;
            }
            default -> {
                return said(question, answer);
            }
        }
    }

    private static String said(Question question, Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.error()).as("%s", answer).isNull();
        assertThat(answer.usage().prompt()).as("%s", answer).isEqualTo(Told.FRESH + Told.CACHED);
        assertThat(answer.usage().cacheRead()).as("%s", answer).isEqualTo(Told.CACHED);
        assertThat(answer.usage().output()).as("%s", answer).isEqualTo(Told.WRITTEN);
        String first = Told.TOOL + " " + Told.INPUT;
        switch (question.scenario()) {
            case TOOL_CALL -> {
                assertThat(answer.calls()).as("%s", answer).containsExactly(first);
                assertThat(answer.stop()).isEqualTo(StopReason.TOOL_USE);
            }
            case PARALLEL_TOOLS -> {
                assertThat(answer.calls()).as("%s", answer)
                        .containsExactly(first, Told.SECOND_TOOL + " " + Told.SECOND_INPUT);
                assertThat(answer.stop()).isEqualTo(StopReason.TOOL_USE);
            }
            case THINKING -> {
                assertThat(answer.calls()).as("%s", answer).containsExactly(first);
                assertThat(answer.thought()).as("%s", answer).isIn(Told.THOUGHT, "");
                return answer.thought().isEmpty() ? "the thought itself is not shown" : null;
            }
            case TOOL_RESULT -> assertThat(answer.text()).as("%s", answer).isEqualTo(Told.AFTER_RESULTS);
            case STRUCTURED_OUTPUT -> assertThat(answer.text()).as("%s", answer).isEqualTo(Told.OBJECT);
            case MAX_TOKENS -> {
                assertThat(answer.text()).as("%s", answer).isEqualTo(Told.TEXT);
                assertThat(answer.stop()).as("%s", answer).isEqualTo(StopReason.MAX_TOKENS);
            }
            case STOP_SEQUENCE -> {
                assertThat(answer.text()).as("%s", answer).isEqualTo(Told.TEXT);
                assertThat(answer.stop()).as("%s", answer).isIn(StopReason.STOP_SEQUENCE, StopReason.END_TURN);
            }
            case REFUSAL -> {
                assertThat(answer.text()).as("%s", answer).isIn(Told.DECLINED, "");
                assertThat(answer.stop()).as("%s", answer).isIn(StopReason.REFUSAL, StopReason.END_TURN);
                return answer.stop() == StopReason.REFUSAL ? null : "a refusal is told as text";
            }
            default -> {
                assertThat(answer.text()).as("%s", answer).isEqualTo(Told.TEXT);
                assertThat(answer.stop()).as("%s", answer).isEqualTo(StopReason.END_TURN);
            }
        }
        return null;
    }

    /** The thought and its signature come back with the tool's result, and the provider takes them. */
    private static String secondTurn(Face face, Question question, Answer first, StandIn provider) throws Exception {
        int broken = provider.violations().size();

        Answer second = ask(face, question, face.next(question, first.raw().body()));

        assertThat(provider.violations().subList(broken, provider.violations().size())).as("%s", second).isEmpty();
        assertThat(second.text()).as("%s", second).isEqualTo(Told.AFTER_RESULTS);
        return null;
    }
}
