package io.github.llmgateway.passage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.standin.AwsEvents;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the access log tells of the tokens of what passes, whole and streamed, and that no byte of it changes. */
class PassageUsageTest {

    private static final String AWS_EVENTS = "application/vnd.amazon.eventstream";
    private static final String NOVA_END = "{\"metadata\":{\"usage\":{\"inputTokens\":7}},"
            + "\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":7,\"outputTokenCount\":9,"
            + "\"invocationLatency\":42,\"firstByteLatency\":4,\"cacheReadInputTokenCount\":100,"
            + "\"cacheWriteInputTokenCount\":20}}";
    private static final String RESPONSES_END = """
            event: response.completed
            data: {"type":"response.completed","response":{"id":"resp_1","status":"completed","model":"gpt-that-answered","output":[],\
            "usage":{"input_tokens":70,"input_tokens_details":{"cached_tokens":30},"output_tokens":9,"total_tokens":79}}}

            """;

    private static House house;
    private static StubProvider provider;

    private CapturedLog log;

    @BeforeAll
    static void start() {
        house = new House();
        provider = house.provider;
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @BeforeEach
    void listen() {
        log = CapturedLog.of("access");
    }

    @AfterEach
    void allIsTold() throws Exception {
        log.close();
        Eventually.holds("the last exchange ended", () -> house.gateway.gateway().open() == 0);
    }

    private JsonNode line() throws Exception {
        Eventually.holds("a line", () -> log.lines().size() == 1);
        return Json.parse(log.lines().get(0).getBytes(StandardCharsets.UTF_8));
    }

    private void assertTokens(long input, long read, long written, long output) throws Exception {
        JsonNode line = line();
        assertThat(line.path("input_tokens").asLong()).as("input").isEqualTo(input);
        assertThat(line.path("cache_read_tokens").asLong()).as("read").isEqualTo(read);
        assertThat(line.path("cache_write_tokens").asLong()).as("written").isEqualTo(written);
        assertThat(line.path("output_tokens").asLong()).as("output").isEqualTo(output);
    }

    private static HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
        return house.gateway.send(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                BodyHandlers.ofByteArray(), House.with("content-type", "application/json"));
    }

    /** Answers in pieces that end anywhere. */
    private static StubProvider.Behaviour pieces(String type, Buffer answer) {
        return (asked, response) -> {
            response.putHeader("content-type", type).setChunked(true);
            for (int at = 0; at < answer.length(); at += 7) {
                response.write(answer.getBuffer(at, Math.min(answer.length(), at + 7)));
            }
            response.end();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openai/v1/responses/resp_1?stream=true", "/openai/responses/resp_1?stream=true",
        "/azure/openai/v1/responses/resp_1?stream=true"})
    void aStoredResponseThatIsStreamedAgainTellsItsTokensAndModel(String path) throws Exception {
        Buffer stream = Buffer.buffer("event: response.output_text.delta\ndata: {\"delta\":\"\\\"usage\\\"\"}\n\n"
                + RESPONSES_END);
        provider.behave(pieces("text/event-stream; charset=utf-8", stream));

        assertThat(send("GET", path, null).body()).isEqualTo(stream.getBytes());

        assertTokens(40, 30, 0, 9);
        assertThat(line().path("model").asText()).isEqualTo("gpt-that-answered");
    }

    @Test
    void whatALastEventWithoutItsEmptyLineTellsCountsToo() throws Exception {
        provider.behave(pieces("text/event-stream", Buffer.buffer(RESPONSES_END.stripTrailing())));

        send("GET", "/openai/v1/responses/resp_1?stream=true", null);

        assertTokens(40, 30, 0, 9);
    }

    @Test
    void aStreamOfAnthropicsTellsItsTokens() throws Exception {
        provider.behave(pieces("text/event-stream", Buffer.buffer(Answers.ANTHROPIC_STREAM)));

        assertThat(send("POST", "/anthropic/v1/new-thing", "{\"model\":\"claude\"}").body())
                .isEqualTo(Answers.ANTHROPIC_STREAM.getBytes(StandardCharsets.UTF_8));

        assertTokens(12, 0, 0, 5);
        assertThat(line().path("model").asText()).isEqualTo("claude");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/audio/transcriptions | {"type":"transcript.text.done","text":"hi","usage":{"type":"tokens","input_tokens":14,"output_tokens":45}}
            /v1/audio/speech         | {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":45,"total_tokens":59}}
            """)
    void soundAndItsTranscriptTellTheirTokensInTheirLastEvent(String path, String done) throws Exception {
        provider.behave(pieces("text/event-stream",
                Buffer.buffer("data: {\"type\":\"delta\",\"delta\":\"h\"}\n\ndata: " + done + "\n\n")));

        send("POST", path, "{\"model\":\"ear\",\"stream\":true}");

        assertTokens(14, 0, 0, 45);
    }

    @Test
    void aPictureOfMegabytesDoesNotHideWhatStandsBehindIt() throws Exception {
        Buffer stream = Buffer.buffer("event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\","
                + "\"b64_json\":\"" + "A".repeat(5_000_000) + "\",\"usage\":{\"input_tokens\":50,\"output_tokens\":4160}}\n\n");
        provider.behave((asked, response) -> response.putHeader("content-type", "text/event-stream").end(stream));

        assertThat(send("POST", "/v1/images/generations", "{\"model\":\"painter\",\"stream\":true}").body())
                .isEqualTo(stream.getBytes());

        assertTokens(50, 0, 0, 4160);
    }

    @Test
    void whatIsTooLargeOrNoStreamPassesUntouchedAndTellsNothing() throws Exception {
        for (String stream : new String[] {"data: {\"usage\":\"" + "A".repeat(9_000_000) + "\"}\n\n" + RESPONSES_END,
            "data: {\"usage\":{", ""}) {
            provider.behave((asked, response) -> response.putHeader("content-type", "text/event-stream").end(stream));

            assertThat(send("GET", "/openai/v1/responses/r?stream=true", null).body()).isEqualTo(stream.getBytes());
        }
        Eventually.holds("the lines", () -> log.lines().size() == 3);
        assertThat(log.lines()).allSatisfy(line -> assertThat(line).contains("\"input_tokens\":0,"));
    }

    @Test
    void aClientThatLeavesHasUsedWhatWasToldUntilThen() throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave(live);
        CompletableFuture<HttpResponse<InputStream>> coming = CompletableFuture.supplyAsync(() -> {
            try {
                return house.gateway.send("GET", "/anthropic/v1/new-thing", null, BodyHandlers.ofInputStream(),
                        House.with());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        String begun = Answers.ANTHROPIC_STREAM.substring(0, Answers.ANTHROPIC_STREAM.indexOf("event: message_delta"));
        LiveAnswer answer = live.next().events().say(begun);
        InputStream body = coming.get().body();
        body.readNBytes(begun.length());

        body.close();

        answer.awaitLeft();
        assertTokens(12, 0, 0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"contentBlockDelta":{"delta":{"text":"4"}}} | /model/llama/invoke-with-response-stream
            {"generation":"4","stop_reason":null}        | /bedrock/model/llama/invoke-with-response-stream
            """)
    void whatBedrockCountsInTheLastChunkOfAnyMakersStreamIsTold(String first, String path) throws Exception {
        Buffer stream = AwsEvents.chunk(first).appendBuffer(AwsEvents.chunk(NOVA_END));
        provider.behave(pieces(AWS_EVENTS, stream));

        assertThat(send("POST", path, "{\"prompt\":\"2+2\"}").body()).isEqualTo(stream.getBytes());

        assertTokens(7, 100, 20, 9);
        assertThat(line().path("model").asText()).isEqualTo("llama");
    }

    @Test
    void anEventStreamThatIsNonePassesUntouched() throws Exception {
        byte[] noise = new byte[100_000];
        java.util.Arrays.fill(noise, (byte) 0x7F);
        provider.behave(pieces(AWS_EVENTS, Buffer.buffer(noise)));

        assertThat(send("POST", "/model/llama/invoke-with-response-stream", "{\"prompt\":\"2+2\"}").body())
                .isEqualTo(noise);

        assertTokens(0, 0, 0, 0);
    }

    @Test
    void whatBedrockCountsInHeadersOfAnyMakersAnswerIsTold() throws Exception {
        provider.behave(StubProvider.json(200, "{\"generation\":\"4\"}", "x-amzn-bedrock-input-token-count", "7",
                "x-amzn-bedrock-output-token-count", "9", "x-amzn-bedrock-cache-read-input-token-count", "100",
                "x-amzn-bedrock-cache-write-input-token-count", "no number"));

        HttpResponse<byte[]> answer = send("POST", "/model/llama/invoke", "{\"prompt\":\"2+2\"}");

        assertTokens(7, 100, 0, 9);
        assertThat(answer.headers().firstValue("x-amzn-bedrock-input-token-count")).contains("7");
    }

    @Test
    void aWholePictureTellsItsTokens() throws Exception {
        provider.behave(StubProvider.json(200, "{\"created\":1,\"data\":[],\"usage\":{\"input_tokens\":50,"
                + "\"output_tokens\":4160,\"total_tokens\":4210}}"));

        send("POST", "/v1/images/generations", "{\"model\":\"painter\"}");

        assertTokens(50, 0, 0, 4160);
    }

    @Test
    void aFilesContentIsNotTakenForAModelsName() throws Exception {
        provider.behave(StubProvider.json(200, "{\"model\":\"the secret text\"}"));

        send("GET", "/openai/v1/files/f/content", null);

        assertThat(line().path("model").isNull()).isTrue();
    }
}
