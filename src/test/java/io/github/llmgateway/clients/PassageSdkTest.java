package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.beta.files.FileUploadParams;
import com.anthropic.models.messages.batches.BatchCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.images.ImageGenerateParams;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The official SDKs find files, batches, pictures and speech where they expect them. */
class PassageSdkTest {

    private static final byte[] FILE = "one line\r\n--another\r\n".getBytes(StandardCharsets.UTF_8);

    private static Scene scene;
    private static AnthropicClient anthropic;
    private static OpenAIClient openai;

    @BeforeAll
    static void start() {
        scene = new Scene();
        anthropic = AnthropicOkHttpClient.builder().baseUrl(scene.url()).apiKey(Scene.MASTER_KEY).maxRetries(0).build();
        openai = OpenAIOkHttpClient.builder().baseUrl(scene.url() + "/v1").apiKey(Scene.MASTER_KEY).maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        anthropic.close();
        openai.close();
        scene.close();
    }

    private static StubProvider answers(ModelApi api, String json) {
        StubProvider provider = scene.provider(api);
        provider.behave(StubProvider.json(200, json));
        return provider;
    }

    @Test
    void anthropicsBatchesAreMadeAndTheirResultsRead() throws Exception {
        StubProvider provider = answers(ModelApi.ANTHROPIC, """
                {"id":"msgbatch_1","type":"message_batch","processing_status":"in_progress","request_counts":{"processing":1,\
                "succeeded":0,"errored":0,"canceled":0,"expired":0},"created_at":"2026-01-01T00:00:00Z",\
                "expires_at":"2026-01-02T00:00:00Z","results_url":null}""");

        var batch = anthropic.messages().batches().create(BatchCreateParams.builder().addRequest(
                BatchCreateParams.Request.builder().customId("one").params(BatchCreateParams.Request.Params.builder()
                        .model("claude-haiku-4-5").maxTokens(9).addUserMessage("2+2").build()).build()).build());

        assertThat(batch.id()).isEqualTo("msgbatch_1");
        assertThat(provider.last().json().at("/requests/0/params/model").asText()).isEqualTo("claude-haiku-4-5");
        assertThat(provider.last().headers().get("anthropic-version")).isNotEmpty();

        provider.behave((asked, response) -> response.putHeader("content-type", "application/x-jsonl")
                .end("{\"custom_id\":\"one\",\"result\":{\"type\":\"canceled\"}}\n"));
        try (var results = anthropic.messages().batches().resultsStreaming("msgbatch_1")) {
            assertThat(results.stream().map(each -> each.customId())).containsExactly("one");
        }
        assertThat(provider.last().uri()).isEqualTo("/v1/messages/batches/msgbatch_1/results");
    }

    @Test
    void anthropicsFilesAreKeptAtAnthropic() throws Exception {
        StubProvider provider = answers(ModelApi.ANTHROPIC, """
                {"id":"file_1","type":"file","filename":"a.txt","mime_type":"text/plain","size_bytes":22,\
                "created_at":"2026-01-01T00:00:00Z","downloadable":true}""");

        assertThat(anthropic.beta().files().upload(FileUploadParams.builder().file(FILE).build()).id())
                .isEqualTo("file_1");
        assertThat(provider.last().text()).contains(new String(FILE, StandardCharsets.UTF_8));

        provider.behave((asked, response) -> response.end(Buffer.buffer(FILE)));
        try (InputStream content = anthropic.beta().files().download("file_1").body()) {
            assertThat(content.readAllBytes()).isEqualTo(FILE);
        }
    }

    @Test
    void openAisFilesAreKeptAtOpenAi() throws Exception {
        StubProvider provider = answers(ModelApi.OPENAI, """
                {"id":"file_1","object":"file","bytes":22,"created_at":1,"filename":"a.jsonl","purpose":"batch",\
                "status":"processed"}""");

        assertThat(openai.files().create(FileCreateParams.builder().file(FILE).purpose(FilePurpose.BATCH).build()).id())
                .isEqualTo("file_1");
        assertThat(provider.last().text()).contains(new String(FILE, StandardCharsets.UTF_8));

        provider.behave((asked, response) -> response.end(Buffer.buffer(FILE)));
        try (InputStream content = openai.files().content("file_1").body()) {
            assertThat(content.readAllBytes()).isEqualTo(FILE);
        }

        answers(ModelApi.OPENAI, "{\"id\":\"file_1\",\"object\":\"file\",\"deleted\":true}");
        assertThat(openai.files().delete("file_1").deleted()).isTrue();
        assertThat(provider.last().method()).isEqualTo("DELETE");
    }

    @Test
    void aPictureIsPainted() {
        StubProvider provider = answers(ModelApi.OPENAI, "{\"created\":1,\"data\":[{\"b64_json\":\"AAAA\"}]}");

        var images = openai.images().generate(ImageGenerateParams.builder().model("gpt").prompt("a cat").build());

        assertThat(images.data().orElseThrow().get(0).b64Json()).contains("AAAA");
        assertThat(provider.last().json().path("model").asText()).isNotEqualTo("gpt").isNotEmpty();
    }

    @Test
    void speechIsSpokenAndWrittenDown() throws Exception {
        StubProvider provider = answers(ModelApi.OPENAI, "{\"text\":\"Hello.\"}");

        assertThat(openai.audio().transcriptions().create(TranscriptionCreateParams.builder().model("gpt").file(FILE)
                .build()).asTranscription().text()).isEqualTo("Hello.");
        assertThat(provider.last().text()).contains(new String(FILE, StandardCharsets.UTF_8))
                .doesNotContain("\r\n\r\ngpt\r\n");

        provider.behave((asked, response) -> response.putHeader("content-type", "audio/mpeg").end(Buffer.buffer(FILE)));
        try (InputStream sound = openai.audio().speech().create(SpeechCreateParams.builder().model("gpt").input("Hello.")
                .voice("alloy").build()).body()) {
            assertThat(sound.readAllBytes()).isEqualTo(FILE);
        }
    }
}
