package io.github.llmgateway.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.standin.AwsSignature;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Asked;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that pass both ways: byte for byte but for the model's name, and as they come. */
class PassageBodiesTest {

    private static final String FORM = "multipart/form-data; boundary=\"a b\"";

    private static House house;
    private static StubProvider provider;

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
    void answersAgain() {
        provider.behave(StubProvider.json(200, "{\"id\":\"it\"}"));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] form(byte[] file, String... fields) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.write(("--a b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model\"\r\n"
                + "Content-Type: audio/mpeg\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        form.write(file);
        for (int i = 0; i < fields.length; i += 2) {
            form.write(("\r\n--a b\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\"\r\n\r\n"
                    + fields[i + 1]).getBytes(StandardCharsets.UTF_8));
        }
        form.write("\r\n--a b--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static HttpResponse<byte[]> upload(String path, byte[] body, String type) throws Exception {
        return house.gateway.send("POST", path, body, BodyHandlers.ofByteArray(), House.with("content-type", type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/files", "/openai/v1/files", "/openai/files", "/anthropic/v1/files"})
    void aFileIsUploadedByteForByteWithItsBoundary(String path) throws Exception {
        byte[] body = form(bytes(300_000), "purpose", "user_data");

        assertThat(upload(path, body, FORM).statusCode()).isEqualTo(200);

        assertThat(provider.last().body()).isEqualTo(body);
        assertThat(provider.last().headers().getAll("content-type")).containsExactly(FORM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/audio/transcriptions", "/v1/audio/translations", "/audio/transcriptions",
        "/openai/v1/audio/transcriptions"})
    void aGroupThatAFormNamesAnswersUnderItsOwnName(String path) throws Exception {
        byte[] sound = bytes(100_000);

        assertThat(upload(path, form(sound, "model", "ear", "language", "de"), FORM).statusCode()).isEqualTo(200);

        Asked asked = provider.last();
        assertThat(asked.uri()).startsWith("/e/v1/audio/");
        assertThat(asked.headers().get("authorization")).isEqualTo("Bearer sk-ear");
        assertThat(asked.body()).isEqualTo(form(sound, "model", "whisper-test", "language", "de"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/images/generations", "/images/generations", "/openai/v1/images/generations"})
    void aGroupThatAnObjectNamesAnswersUnderItsOwnName(String path) throws Exception {
        String body = "{ \"prompt\":\"a \\u00fc\", \"n\":1.0, \"x\":{\"model\":\"painter\"}, \"model\" : \"painter\" }";

        HttpResponse<String> answer = house.send("POST", path, body, "content-type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.last().uri()).isEqualTo("/o/v1/images/generations");
        assertThat(provider.last().text()).isEqualTo(body.replace(": \"painter\"", ": \"gpt-image-test\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses/input_tokens", "/responses/compact"})
    void theGroupThatABodyNamesCountsAndShortensItsConversations(String path) throws Exception {
        house.send("POST", path, "{\"model\":\"gpt\",\"input\":\"2+2\"}", "content-type", "application/json");
        assertThat(provider.last().uri()).isEqualTo("/o/v1" + path.replace("/v1", ""));
        assertThat(provider.last().text()).isEqualTo("{\"model\":\"gpt-test\",\"input\":\"2+2\"}");

        house.send("POST", path, "{\"model\":\"azure-gpt\",\"input\":\"2+2\"}", "content-type", "application/json");
        assertThat(provider.last().uri()).isEqualTo("/z/openai" + path.replace("/v1", "") + "?api-version=2025-01-01");
        assertThat(provider.last().json().path("model").asText()).isEqualTo("deployed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude", "gemini", "vertex", "llama"})
    void aGroupAtAProviderThatHasNothingLikeItIsRefused(String model) throws Exception {
        int before = provider.asked().size();

        HttpResponse<String> answer = house.send("POST", "/v1/responses/compact", "{\"model\":\"" + model
                + "\",\"input\":\"2+2\"}", "content-type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'" + model + "' has no deployment at openai or azure");
        assertThat(provider.asked()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/rerank", "/rerank"})
    void aRerankerOfAnyProviderIsFoundByItsGroup(String path) throws Exception {
        house.send("POST", path, "{\"model\":\"ranker\",\"query\":\"q\",\"documents\":[\"a\"]}", "content-type",
                "application/json");

        assertThat(provider.last().uri()).isEqualTo("/r/v1/rerank");
        assertThat(provider.last().headers().get("authorization")).isEqualTo("Bearer sk-vllm");
        assertThat(provider.last().json().path("model").asText()).isEqualTo("rerank-test");
    }

    @Test
    void anUnknownModelIsRefusedWhereThePathIsNobodysAndPassesWhereItIsAProviders() throws Exception {
        HttpResponse<String> refused = house.send("POST", "/v1/images/generations", "{\"model\":\"paintr\"}",
                "content-type", "application/json");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("Did you mean 'painter'");

        house.send("POST", "/openai/v1/images/generations", "{\"model\":\"dall-e-9\"}", "content-type",
                "application/json");
        assertThat(provider.last().text()).isEqualTo("{\"model\":\"dall-e-9\"}");
    }

    @Test
    void whatIsNoObjectPassesUnread() throws Exception {
        for (String body : new String[] {"{\"model\":\"gpt\"}\n{\"model\":\"gpt\"}\n", "a=b&model=gpt", "--", "{\"model\":7",
            ""}) {
            house.send("POST", "/openai/v1/uploads/u/parts", body, "content-type", "application/x-www-form-urlencoded");

            assertThat(provider.last().text()).isEqualTo(body);
        }
    }

    @Test
    void soundComesBackAsItIs() throws Exception {
        byte[] sound = bytes(700_000);
        provider.behave((asked, response) -> response.putHeader("content-type", "audio/mpeg")
                .putHeader("content-disposition", "attachment").end(Buffer.buffer(sound)));

        HttpResponse<byte[]> answer = upload("/v1/audio/speech", "{\"model\":\"ear\",\"input\":\"hi\"}".getBytes(),
                "application/json");

        assertThat(answer.body()).isEqualTo(sound);
        assertThat(answer.headers().firstValue("content-type")).contains("audio/mpeg");
        assertThat(answer.headers().firstValue("content-disposition")).contains("attachment");
    }

    @Test
    void anAnswerArrivesPieceByPiece() throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave(live);
        CompletableFuture<HttpResponse<InputStream>> coming = ask("/v1/audio/speech");
        LiveAnswer answer = live.next().head(200, "audio/mpeg").say("one");

        InputStream body = coming.get().body();

        assertThat(new String(body.readNBytes(3))).isEqualTo("one");
        answer.say("two");
        assertThat(new String(body.readNBytes(3))).isEqualTo("two");
        answer.end();
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void aClientThatReadsSlowlySlowsItsProviderDown() throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave(live);
        CompletableFuture<HttpResponse<InputStream>> coming = ask("/openai/v1/files/f/content");
        LiveAnswer answer = live.next().head(200, "application/octet-stream").say("x");
        InputStream body = coming.get().body();

        long taken = answer.fill(new byte[64 << 10], 512L << 20);

        assertThat(taken).isLessThan(128L << 20);
        body.close();
        answer.awaitLeft();
    }

    @Test
    void aClientThatLeavesCancelsTheCall() throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave(live);
        CompletableFuture<HttpResponse<InputStream>> coming = ask("/v1/audio/speech");
        LiveAnswer answer = live.next().head(200, "audio/mpeg").say("one");

        coming.get().body().close();

        answer.awaitLeft();
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForWhole() throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave(live);
        CompletableFuture<HttpResponse<InputStream>> coming = ask("/v1/audio/speech");
        LiveAnswer answer = live.next().head(200, "audio/mpeg").say("one");
        InputStream body = coming.get().body();
        assertThat(new String(body.readNBytes(3))).isEqualTo("one");

        answer.breakOff();

        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }

    private static CompletableFuture<HttpResponse<InputStream>> ask(String path) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return house.gateway.send("POST", path, "{\"model\":\"ear\"}".getBytes(), BodyHandlers.ofInputStream(),
                        House.with("content-type", "application/json"));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/model/llama", "/bedrock/model/llama", "/model/meta.llama-test-v1%3A0"})
    void aBodyOfAnotherMakerPassesToBedrockAndItsAnswerBack(String model) throws Exception {
        String body = "{ \"prompt\":\"2+2\", \"temperature\":1.0 }";
        provider.behave(StubProvider.json(200, "{\"generation\": \"4\",\"stop\":1.0}", "x-amzn-requestid", "r1"));

        HttpResponse<String> answer = house.send("POST", model + "/invoke", body, "content-type", "application/json");

        assertThat(answer.body()).isEqualTo("{\"generation\": \"4\",\"stop\":1.0}");
        assertThat(answer.headers().firstValue("x-amzn-requestid")).contains("r1");
        assertThat(provider.last().uri()).isEqualTo("/model/meta.llama-test-v1%3A0/invoke");
        assertThat(provider.last().text()).isEqualTo(body);
        assertThat(AwsSignature.right(provider.last())).isTrue();
    }

    @Test
    void aStreamOfAnotherMakerPassesFromBedrockUntouched() throws Exception {
        byte[] events = bytes(5_000);
        provider.behave((asked, response) -> response.putHeader("content-type", "application/vnd.amazon.eventstream")
                .end(Buffer.buffer(events)));

        HttpResponse<byte[]> answer = upload("/model/us.meta.llama-test-v1:0/invoke-with-response-stream",
                "{\"prompt\":\"2+2\"}".getBytes(), "application/json");
        assertThat(answer.statusCode()).isEqualTo(404);

        answer = upload("/model/llama/invoke-with-response-stream", "{\"prompt\":\"2+2\"}".getBytes(), "application/json");
        assertThat(answer.body()).isEqualTo(events);
        assertThat(answer.headers().firstValue("content-type")).contains("application/vnd.amazon.eventstream");
        assertThat(provider.last().uri()).isEqualTo("/model/meta.llama-test-v1%3A0/invoke-with-response-stream");
    }

    @Test
    void aBodyOfAnotherMakerForAModelElsewhereIsRefused() throws Exception {
        HttpResponse<String> answer = house.send("POST", "/model/gpt/invoke", "{\"prompt\":\"2+2\"}", "content-type",
                "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("no deployment at bedrock");
    }
}
