package io.github.llmgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.llmgateway.chat.Operation;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.github.llmgateway.framing.EventWriter;
import io.github.llmgateway.framing.Framing;
import io.github.llmgateway.replay.Recording.Format;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.replay.ReplayTable.Step;
import io.github.llmgateway.testing.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All recorded requests and answers of Anthropic Messages and OpenAI Chat go through the running gateway, in their own
 * dialect byte for byte and in the other one as its users would have written and read them. {@code target/replay.md}
 * counts them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayTest {

    private static final Archive ARCHIVE = new Archive();
    private static final ReplayTable TABLE = new ReplayTable(ARCHIVE);
    private static final Map<Format, Dialect> DIALECTS =
            Map.of(Format.ANTHROPIC, new AnthropicDialect(), Format.OPENAI, new OpenAiDialect());
    private static final Partners PARTNERS = new Partners(ARCHIVE);
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        stage = new Stage(ARCHIVE.recordings, directory);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    static Stream<Recording> all() {
        return ARCHIVE.recordings.stream();
    }

    static Stream<Recording> requests() {
        return all().filter(each -> each.request() != null);
    }

    static Stream<Recording> answers() {
        return all().filter(each -> each.kind() != Kind.COUNT);
    }

    @ParameterizedTest
    @MethodSource("requests")
    @Order(1)
    void aRequestIsReadAndWrittenAsItsOwnApiTakesIt(Recording recording) throws Failure {
        Dialect dialect = DIALECTS.get(recording.format());
        ChatRequest request = dialect.read(recording.request());
        TABLE.count(ReplayTable.request(recording), Step.READ);
        if (recording.kind() == Kind.ERROR) {
            // What its provider refused, the rules may refuse as well.
            return;
        }
        if (recording.kind() != Kind.COUNT) {
            // The rules are right: what its provider took, they take.
            Checks.request(recording.format(), recording.request(), recording.provider());
        }
        byte[] written = Json.bytes(
                dialect.write(request, new Target(recording.model(), recording.provider(), Operation.CHAT, 0)).body());
        Checks.request(recording.format(), written, recording.provider());
        TABLE.count(ReplayTable.request(recording), Step.REWRITTEN);
    }

    /** The providers and models that take part, as targets of what clients of the other format ask. */
    static Stream<Recording> models() {
        return ARCHIVE.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    @Order(1)
    void everyRequestOfTheOtherFormatIsWrittenAsTheModelTakesIt(Recording model) throws Failure {
        Target target = new Target(model.model(), model.provider(), Operation.CHAT, 0);
        for (Recording recording : ARCHIVE.recordings) {
            if (recording.format() != model.format() && recording.request() != null
                    && (recording.kind() == Kind.WHOLE || recording.kind() == Kind.STREAM)) {
                ChatRequest request = DIALECTS.get(recording.format()).read(recording.request());
                byte[] written = Json.bytes(DIALECTS.get(model.format()).write(request, target).body());
                assertThatCode(() -> Checks.request(model.format(), written, model.provider()))
                        .as(recording.toString()).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    @Order(2)
    void anAnswerIsReadAndWrittenAndSaysTheSame(Recording recording) throws Failure {
        Dialect dialect = DIALECTS.get(recording.format());
        byte[] written;
        if (recording.kind() == Kind.ERROR) {
            Failure failure = dialect.readFailure(recording.status(), name -> "application/json", recording.answer());
            TABLE.count(ReplayTable.answer(recording), Step.READ);
            written = dialect.writeFailure(failure, null);
            assertThat(written).isEqualTo(recording.answer());
        } else {
            EventWriter out = Framing.SSE.writer();
            StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 1));
            if (recording.kind() == Kind.WHOLE) {
                ChatAnswer answer = dialect.readAnswer(recording.answer());
                written = dialect.writeAnswer(answer, new Reply("asked", true, 1));
            } else {
                StreamDecoder decoder = dialect.decoder();
                for (String data : Fixtures.data(new String(recording.answer(), StandardCharsets.UTF_8))) {
                    decoder.event(null, data.getBytes(StandardCharsets.UTF_8), event -> encoder.encode(event, out));
                }
                decoder.end(event -> encoder.encode(event, out));
                written = out.take();
            }
            TABLE.count(ReplayTable.answer(recording), Step.READ);
            Checks.answer(recording.format(), written, recording.kind());
            Checks.sameSaid(recording.format(), written, recording);
        }
        TABLE.count(ReplayTable.answer(recording), Step.REWRITTEN);
    }

    @ParameterizedTest
    @MethodSource("all")
    @Order(3)
    void bytesPassThroughToTheirOwnProviderAndBack(Recording recording) throws Exception {
        Dialect dialect = DIALECTS.get(recording.format());
        byte[] request = recording.request() != null ? recording.request()
                : PARTNERS.request(recording.format(), recording, dialect, dialect);
        Stage.Outcome outcome = stage.play(recording.format(), request, recording.kind(),
                "same-" + recording.provider(), recording);

        Checks.passedThrough(request, outcome.asked().body(), recording.provider());
        assertThat(outcome.status()).isEqualTo(recording.status());
        assertThat(recording.kind() == Kind.STREAM ? Checks.begun(outcome.text()).stripTrailing() : outcome.text())
                .isEqualTo(Checks.expected(recording, request));
        Checks.headersCameBack(recording, outcome);
        if (recording.request() != null) {
            TABLE.count(ReplayTable.request(recording), Step.SAME);
        }
        TABLE.count(ReplayTable.answer(recording), Step.SAME);
    }

    @ParameterizedTest
    @MethodSource("requests")
    @Order(4)
    void aRequestIsUnderstoodByAProviderOfTheOtherDialectOrRefusedByName(Recording recording) throws Exception {
        Recording answer = PARTNERS.answer(recording);
        Stage.Outcome outcome = stage.play(recording.format(), recording.request(), recording.kind(),
                answer.provider() + "/" + answer.model(), answer);

        if (recording.kind() == Kind.COUNT) {
            // An estimate that errs high, without a call.
            long counted = Json.parse(recording.answer()).path("input_tokens").asLong();
            assertThat(Json.parse(outcome.body()).path("input_tokens").asLong()).isGreaterThanOrEqualTo(counted);
            assertThat(outcome.headers()).containsKey("x-gateway-token-count");
        } else if (outcome.asked() == null) {
            String field = Checks.refusal(outcome);
            Stage.Outcome dropped = stage.play(recording.format(), recording.request(), recording.kind(),
                    Stage.LENIENT + answer.provider() + "/" + answer.model(), answer);
            Checks.request(answer.format(), dropped.asked().body(), answer.provider());
            Checks.answered(recording.format(), recording.request(), dropped, answer);
            assertThat(String.join(",", dropped.headers().get("x-gateway-dropped")).replaceAll("\\[\\d+]", "[]"))
                    .contains(field.replace("*", ""));
            TABLE.refused(recording, field);
            return;
        } else {
            Checks.request(answer.format(), outcome.asked().body(), answer.provider());
            Checks.textsArrived(recording.request(), outcome.asked().body());
            Checks.answered(recording.format(), recording.request(), outcome, answer);
        }
        TABLE.count(ReplayTable.request(recording), Step.OTHER);
    }

    @ParameterizedTest
    @MethodSource("answers")
    @Order(5)
    void anAnswerSaysTheSameToAClientOfTheOtherDialect(Recording recording) throws Exception {
        Format client = recording.format().other();
        byte[] request = PARTNERS.request(client, recording, DIALECTS.get(client), DIALECTS.get(recording.format()));
        if (client == Format.OPENAI && recording.kind() == Kind.STREAM) {
            ObjectNode asks = (ObjectNode) Json.parse(request);
            asks.putObject("stream_options").put("include_usage", true);
            request = Json.bytes(asks);
        }
        Stage.Outcome outcome = stage.play(client, request, recording.kind(),
                recording.provider() + "/" + recording.model(), recording);

        assertThat(outcome.asked()).as("%s", outcome.text()).isNotNull();
        Checks.answered(client, request, outcome, recording);
        TABLE.count(ReplayTable.answer(recording), Step.OTHER);
    }

    @Test
    @Order(6)
    void theTableHoldsAllThatIsRecorded() throws IOException {
        String table = TABLE.markdown();
        System.out.println(table);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "replay.md"), table);
        // So that it cannot shrink unseen.
        boolean complete = Fixtures.complete();
        assertThat(TABLE.sum(Step.READ)).isGreaterThanOrEqualTo(complete ? 590 : 530);
        assertThat(TABLE.sum(Step.REWRITTEN)).isGreaterThanOrEqualTo(complete ? 585 : 525);
        assertThat(TABLE.sum(Step.SAME)).isGreaterThanOrEqualTo(complete ? 600 : 540);
        assertThat(TABLE.sum(Step.OTHER)).isGreaterThanOrEqualTo(complete ? 555 : 505);
    }
}
