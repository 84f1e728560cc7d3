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
import io.github.llmgateway.framing.EventWriter;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.replay.ReplayTable.Step;
import io.github.llmgateway.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
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
 * All recorded requests and answers of Anthropic Messages, OpenAI Chat and Responses, Gemini and Bedrock's Converse
 * go through the running gateway: in their own dialect byte for byte, and in the others, by turns, as their users would
 * have written and read them. {@code target/replay.md} counts them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayTest {

    private static final Archive ARCHIVE = new Archive();
    private static final ReplayTable TABLE = new ReplayTable(ARCHIVE);
    private static final Partners PARTNERS = new Partners(ARCHIVE);
    private static Stage stage;
    private static final Map<Recording, ChatRequest> READ = new IdentityHashMap<>();
    private static int clients;

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
        return all().filter(each -> each.kind() != Kind.COUNT && each.kind() != Kind.PENDING);
    }

    @ParameterizedTest
    @MethodSource("requests")
    @Order(1)
    void aRequestIsReadAndWrittenAsItsOwnApiTakesIt(Recording recording) throws Failure {
        Dialect dialect = recording.format().dialect;
        ChatRequest request;
        try {
            request = dialect.read(recording.request());
        } catch (Failure kept) {
            assertThat(Checks.KEPT_ELSEWHERE).as(kept.getMessage()).contains(kept.param());
            TABLE.left(recording, "a request that no other provider can take: " + kept.param());
            return;
        }
        TABLE.count(ReplayTable.request(recording), Step.READ);
        if (recording.kind() == Kind.ERROR) {
            // What its provider refused, the rules may refuse as well.
            return;
        }
        if (recording.kind() != Kind.COUNT) {
            // The rules are right: what its provider took, they take.
            Checks.request(recording.request(), recording);
        }
        Target target = new Target(recording.model(), recording.owner(), Operation.CHAT, 0);
        byte[] written = Json.bytes(dialect.write(request, target).body());
        if (recording.kind() != Kind.COUNT || !recording.format().byPath()) {
            Checks.request(written, recording);
        }
        byte[] again = Json.bytes(dialect.write(dialect.read(written), target).body());
        assertThat(Json.parse(again)).isEqualTo(Json.parse(written));
        TABLE.count(ReplayTable.request(recording), Step.REWRITTEN);
    }

    /** The providers and models that take part, as targets of what clients of the other format ask. */
    static Stream<Recording> models() {
        return ARCHIVE.models(Format.ANTHROPIC, Format.OPENAI);
    }

    /** One model of each of the other providers, too. */
    static Stream<Recording> others() {
        return Stream.of("openai/responses", "gemini", "vertex_ai", "bedrock/converse").map(provider ->
                all().filter(each -> each.provider().equals(provider) && each.kind() == Kind.WHOLE).findFirst()
                        .orElseThrow());
    }

    @ParameterizedTest
    @MethodSource({"models", "others"})
    @Order(1)
    void everyRequestOfTheOtherFormatsIsWrittenAsTheModelTakesIt(Recording model) {
        Target target = new Target(model.model(), model.owner(), Operation.CHAT, 0);
        boolean old = model.format() == Format.ANTHROPIC || model.format() == Format.OPENAI;
        for (Recording recording : ARCHIVE.recordings) {
            boolean pair = !old || recording.format() == Format.ANTHROPIC || recording.format() == Format.OPENAI;
            if (recording.format() != model.format() && recording.request() != null && pair
                    && (recording.kind() == Kind.WHOLE || recording.kind() == Kind.STREAM)) {
                assertThatCode(() -> written(recording, model, target)).as(recording.toString())
                        .doesNotThrowAnyException();
            }
        }
    }

    private static void written(Recording recording, Recording model, Target target) {
        if (!READ.containsKey(recording)) {
            ChatRequest request = null;
            try {
                request = recording.format().dialect.read(recording.request());
            } catch (Failure kept) {
                // Counted above.
            }
            READ.put(recording, request);
        }
        if (READ.get(recording) != null) {
            Checks.request(Json.bytes(model.format().dialect.write(READ.get(recording), target).body()), model);
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    @Order(2)
    void anAnswerIsReadAndWrittenAndSaysTheSame(Recording recording) throws Failure {
        Dialect dialect = recording.format().dialect;
        byte[] written;
        if (recording.kind() == Kind.ERROR) {
            Failure failure = dialect.readFailure(recording.status(), name -> "application/json", recording.answer());
            TABLE.count(ReplayTable.answer(recording), Step.READ);
            written = dialect.writeFailure(failure, null);
            assertThat(written).isEqualTo(recording.answer());
        } else {
            EventWriter out = recording.format().framing.writer();
            Reply reply = Checks.reply(recording);
            StreamEncoder encoder = dialect.encoder(reply);
            if (recording.kind() == Kind.WHOLE) {
                ChatAnswer answer;
                try {
                    answer = dialect.readAnswer(recording.answer());
                } catch (Failure none) {
                    TABLE.left(recording, "an answer that says why there is none: " + none.kind());
                    return;
                }
                written = dialect.writeAnswer(answer, reply);
            } else {
                StreamDecoder decoder = dialect.decoder();
                Checks.events(recording,
                        (name, data) -> decoder.event(name, data, event -> encoder.encode(event, out)));
                decoder.end(event -> encoder.encode(event, out));
                written = out.take();
            }
            TABLE.count(ReplayTable.answer(recording), Step.READ);
            ValidAnswer.check(recording.format(), written, recording.kind());
            Checks.sameSaid(recording.format(), written, recording);
        }
        TABLE.count(ReplayTable.answer(recording), Step.REWRITTEN);
    }

    @ParameterizedTest
    @MethodSource("all")
    @Order(3)
    void itPassesThroughInItsOwnDialectByteForByte(Recording recording) throws Exception {
        byte[] request = recording.request() != null ? recording.request()
                : PARTNERS.request(recording.format(), recording);
        Stage.Outcome outcome = stage.play(Stage.door(recording), request, "same-" + recording.provider(), recording);

        assertThat(outcome.asked().uri()).isEqualTo(Stage.address(recording));
        Checks.passedThrough(recording, request, outcome.asked().body());
        if (Checks.refusesTheGateway(recording)) {
            assertThat(outcome.status()).isEqualTo(503);
        } else if (Checks.isNone(recording, outcome)) {
            TABLE.left(recording, "an answer that says why there is none, told as an error");
        } else {
            assertThat(outcome.status()).isEqualTo(recording.status());
            assertThat(recording.kind() == Kind.STREAM ? Checks.begun(outcome.text()).stripTrailing() : outcome.text())
                    .isEqualTo(Checks.expected(recording, request));
            if (recording.format() == Format.CONVERSE) {
                assertThat(outcome.body()).isEqualTo(recording.answer());
            }
        }
        Checks.headersCameBack(recording, outcome);
        if (recording.request() != null) {
            TABLE.count(ReplayTable.request(recording), Step.SAME);
        }
        TABLE.count(ReplayTable.answer(recording), Step.SAME);
    }

    @ParameterizedTest
    @MethodSource("requests")
    @Order(4)
    void aRequestIsUnderstoodByAProviderOfAnotherDialectOrRefusedByName(Recording recording) throws Exception {
        Recording answer = PARTNERS.answer(recording);
        String door = Stage.door(recording);
        Stage.Outcome outcome = stage.play(door, recording.request(), answer.group(), answer);

        if (recording.counts() && outcome.status() == 400) {
            TABLE.refused(recording, Checks.refusal(outcome));
            return;
        } else if (recording.counts()) {
            Checks.counted(recording, outcome, answer);
        } else if (outcome.asked() == null) {
            String field = Checks.refusal(outcome);
            TABLE.refused(recording, field);
            if (Checks.KEPT_ELSEWHERE.contains(field)) {
                return;
            }
            Stage.Outcome dropped = stage.play(door, recording.request(), Stage.LENIENT + answer.group(), answer);
            Checks.request(dropped.asked().body(), answer);
            Checks.answered(recording.format(), recording.request(), dropped, answer);
            assertThat(String.join(",", dropped.headers().get("x-gateway-dropped")).replaceAll("\\[\\d+]", "[]"))
                    .contains(field.replace("*", ""));
            return;
        } else {
            if (recording.kind() != Kind.ERROR) {
                Checks.request(outcome.asked().body(), answer);
            }
            Checks.textsArrived(recording.request(), outcome.asked().body());
            Checks.answered(recording.format(), recording.request(), outcome, answer);
        }
        TABLE.count(ReplayTable.request(recording), Step.OTHER);
    }

    @ParameterizedTest
    @MethodSource("answers")
    @Order(5)
    void anAnswerSaysTheSameToAClientOfAnotherDialect(Recording recording) throws Exception {
        Format client = recording.format().other(clients++);
        byte[] request = PARTNERS.request(client, recording);
        if (client == Format.OPENAI && recording.kind() == Kind.STREAM) {
            ObjectNode asks = (ObjectNode) Json.parse(request);
            asks.putObject("stream_options").put("include_usage", true);
            request = Json.bytes(asks);
        }
        Stage.Outcome outcome = stage.play(Stage.door(client, recording.kind(), recording.kind() == Kind.STREAM),
                request, recording.group(), recording);

        assertThat(outcome.asked()).as("%s", outcome.text()).isNotNull();
        if (Checks.isNone(recording, outcome)) {
            assertThat(outcome.status()).isBetween(400, 599);
        } else {
            Checks.answered(client, request, outcome, recording);
        }
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
        assertThat(TABLE.sum(Step.READ)).isGreaterThanOrEqualTo(complete ? 1300 : 825);
        assertThat(TABLE.sum(Step.REWRITTEN)).isGreaterThanOrEqualTo(complete ? 1290 : 815);
        assertThat(TABLE.sum(Step.SAME)).isGreaterThanOrEqualTo(complete ? 1335 : 840);
        assertThat(TABLE.sum(Step.OTHER)).isGreaterThanOrEqualTo(complete ? 1200 : 785);
    }
}
