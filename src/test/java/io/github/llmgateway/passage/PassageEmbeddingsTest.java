package io.github.llmgateway.passage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings as clients of the Gemini API and of Vertex AI ask for them. */
class PassageEmbeddingsTest {

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
        provider.behave(StubProvider.json(200, "{\"embedding\":{\"values\":[1.0]}}"));
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return house.send("POST", path, body, "content-type", "application/json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1beta/models/gemini:embedContent                | /g/v1beta/models/gemini-test:embedContent
            /v1/models/gemini:batchEmbedContents              | /g/v1beta/models/gemini-test:batchEmbedContents
            /gemini/v1beta/models/gemini:embedContent         | /g/v1beta/models/gemini-test:embedContent
            /v1beta/models/gemini-test:predict                | /g/v1beta/models/gemini-test:predict
            /v1/projects/mine/locations/here/publishers/google/models/vertex:predict | /v/v1/projects/p1/locations/l1/publishers/google/models/gemini-test:predict
            /v1/publishers/google/models/vertex:embedContent  | /v/v1/projects/p1/locations/l1/publishers/google/models/gemini-test:embedContent
            /vertex/v1/projects/mine/locations/here/publishers/google/models/vertex:predict | /v/v1/projects/p1/locations/l1/publishers/google/models/gemini-test:predict
            /vertex_ai/v1/projects/mine/locations/here/publishers/google/models/vertex:predict | /v/v1/projects/p1/locations/l1/publishers/google/models/gemini-test:predict
            """)
    void aGroupInThePathGetsThemUnderItsOwnName(String path, String there) throws Exception {
        HttpResponse<String> answer = post(path, "{ \"content\":{\"parts\":[{\"text\":\"models/gemini\"}]}, \"x\":1.0 }");

        assertThat(answer.body()).isEqualTo("{\"embedding\":{\"values\":[1.0]}}");
        assertThat(provider.last().uri()).isEqualTo(there);
        assertThat(provider.last().text())
                .isEqualTo("{ \"content\":{\"parts\":[{\"text\":\"models/gemini\"}]}, \"x\":1.0 }");
    }

    @Test
    void theModelThatABodyNamesOnceMoreIsThatOfThePath() throws Exception {
        post("/v1beta/models/gemini:embedContent", "{\"content\":{}, \"model\" : \"models/gemini\" }");
        assertThat(provider.last().text()).isEqualTo("{\"content\":{}, \"model\" : \"models/gemini-test\" }");

        post("/v1beta/models/gemini:batchEmbedContents", "{\"requests\": [ {\"model\": \"models/gemini\", \"content\":"
                + "{\"model\":\"models/gemini\"}}, 7, {\"model\":\"models/other\"}]}");
        assertThat(provider.last().text()).isEqualTo("{\"requests\": [ {\"model\": \"models/gemini-test\", \"content\":"
                + "{\"model\":\"models/gemini\"}}, 7, {\"model\":\"models/other\"}]}");

        post("/v1beta/models/gemini:batchEmbedContents", "{\"requests\": [ {\"title\":\"\\u00fc\",\"model\":\"models/gemini\"},"
                + "{\"model\":\"models/gemini\" }], \"x\":1.0}");
        assertThat(provider.last().text()).isEqualTo("{\"requests\": [ {\"title\":\"\\u00fc\",\"model\":\"models/gemini-test\"},"
                + "{\"model\":\"models/gemini-test\" }], \"x\":1.0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1beta/models/gpt:embedContent", "/gemini/v1beta/models/gpt:batchEmbedContents",
        "/v1/publishers/google/models/gpt:predict", "/v1/publishers/google/models/gemini:predict",
        "/vertex_ai/v1/projects/p/locations/l/publishers/google/models/gpt:predict"})
    void aGroupAtAnotherProviderIsRefusedWithThePathThatHasIt(String path) throws Exception {
        int before = provider.asked().size();

        HttpResponse<String> answer = post(path, "{\"content\":{}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = Json.parse(answer.body().getBytes()).path("error");
        assertThat(error.path("status").asText()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.path("message").asText()).contains("has no deployment at ", "/v1/embeddings");
        assertThat(provider.asked()).hasSize(before);
    }

    @Test
    void aNameThatNoGroupHasIsRefusedWhereThePathIsNobodysAndPassesWhereItIsAProviders() throws Exception {
        assertThat(post("/v1beta/models/text-embedding-x:embedContent", "{}").statusCode()).isEqualTo(404);

        post("/gemini/v1/models/text-embedding-x:embedContent", "{\"model\":\"models/text-embedding-x\"}");
        assertThat(provider.last().uri()).isEqualTo("/g/v1/models/text-embedding-x:embedContent");
        assertThat(provider.last().text()).isEqualTo("{\"model\":\"models/text-embedding-x\"}");

        post("/vertex_ai/v1/projects/p/locations/l/publishers/google/models/imagen:predict", "{}");
        assertThat(provider.last().uri()).isEqualTo("/v/v1/projects/p/locations/l/publishers/google/models/imagen:predict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/publishers/anthropic/models/claude:predict", "/v1beta/models/gemini:tune",
        "/v1/projects/p/locations/l/publishers/meta/models/llama:embedContent"})
    void whatIsNeitherIsNotFound(String path) throws Exception {
        assertThat(post(path, "{}").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1beta/models/gemini:embedContent       | {"embedding":{"values":[1.0]},"usageMetadata":{"promptTokenCount":6}}
            /v1/publishers/google/models/vertex:predict | {"predictions":[{"embeddings":{"statistics":{"token_count":2}}},{"embeddings":{"statistics":{"token_count":4}}}]}
            """)
    void theAccessLogHasTheirTokens(String path, String body) throws Exception {
        provider.behave(StubProvider.json(200, body));
        try (CapturedLog log = CapturedLog.of("access")) {
            post(path, "{}");
            Eventually.holds("a line", () -> log.lines().size() == 1);

            assertThat(Json.parse(log.lines().get(0).getBytes()).path("input_tokens").asInt()).isEqualTo(6);
        }
    }
}
