package io.github.llmgateway.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.standin.EmbeddingStandIn;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of OpenAI's format that ask embedding models of other makers. */
class EmbeddingsTest {

    private static EmbeddingStandIn models;
    private static EmbeddingStandIn second;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        models = new EmbeddingStandIn();
        second = new EmbeddingStandIn();
        gateway = RunningGateway.with("model_list:\n"
                + models.entry("titan", "bedrock/amazon.titan-embed-text-v2:0")
                + models.entry("titan-1", "bedrock/amazon.titan-embed-text-v1")
                + models.entry("titan-image", "bedrock/amazon.titan-embed-image-v1")
                + models.entry("nova", "bedrock/amazon.nova-2-multimodal-embeddings-v1:0")
                + models.entry("cohere", "bedrock/cohere.embed-english-v3")
                + models.entry("cohere-4", "bedrock/us.cohere.embed-v4:0")
                + models.entry("any-titan-*", "bedrock/amazon.titan-embed-*")
                + models.entry("marengo", "bedrock/twelvelabs.marengo-embed-3-0-v1:0")
                + models.entry("gemini", "gemini/text-embedding-004")
                + models.entry("vertex", "vertex_ai/text-embedding-005")
                + models.entry("vertex-gemini", "vertex_ai/gemini-embedding-001")
                + models.entry("vertex-gemini-2", "vertex_ai/gemini-embedding-2-preview")
                + models.entry("lenient", "bedrock/amazon.titan-embed-text-v1", "drop_params", "true")
                + models.entry("unwanted", "bedrock/amazon.titan-embed-text-v2:0", "additional_drop_params",
                        "[\"dimensions\"]")
                + models.entry("two", "bedrock/amazon.titan-embed-text-v2:0", "order", "1", "max_retries", "2")
                + second.entry("two", "bedrock/amazon.titan-embed-text-v2:0", "order", "2", "max_retries", "2")
                + "router_settings: {disable_cooldowns: true}\n", Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        models.close();
        second.close();
    }

    @BeforeEach
    void forget() {
        models.instead(null);
        models.bodies();
        models.most();
        second.bodies();
    }

    private static HttpResponse<String> ask(String model, String fields) throws Exception {
        return gateway.post("/v1/embeddings", "{\"model\":\"" + model + "\"," + fields + "}");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode answer(String model, String fields) throws Exception {
        HttpResponse<String> response = ask(model, fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private static String texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"text " + i + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"titan", "titan-1", "titan-image", "nova", "cohere", "cohere-4", "gemini", "vertex",
        "vertex-gemini", "any-titan-text-v1"})
    void oneTextGetsOneVectorWithTheProvidersOwnDigits(String model) throws Exception {
        HttpResponse<String> response = ask(model, "\"input\":\"text 7\"");

        assertThat(response.body()).startsWith("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                + "\"embedding\":[7.10, -2e-3, 1]}],\"model\":\"" + model + "\",\"usage\":{\"prompt_tokens\":");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource({"titan, 21, 21", "cohere, 200, 3", "gemini, 201, 3", "vertex, 251, 2", "vertex-gemini, 21, 21"})
    void manyTextsKeepTheirOrderHoweverManyRequestsTheyMake(String model, int texts, int requests) throws Exception {
        JsonNode answer = answer(model, "\"input\":" + texts(texts));

        assertThat(models.bodies()).hasSize(requests);
        assertThat(answer.path("data")).hasSize(texts);
        for (int i = 0; i < texts; i++) {
            assertThat(answer.at("/data/" + i + "/index").asInt()).isEqualTo(i);
            assertThat(answer.at("/data/" + i + "/embedding/0").asText()).isEqualTo(i + ".10");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"titan", "vertex-gemini"})
    void requestsThatTextsMakeGoOutTogetherButNotAllAtOnce(String model) throws Exception {
        answer(model, "\"input\":" + texts(40));

        assertThat(models.most()).isBetween(2, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"titan", "titan-image", "nova", "cohere", "cohere-4", "vertex", "vertex-gemini"})
    void usageIsTheSumOfWhatTheProviderCounted(String model) throws Exception {
        JsonNode usage = answer(model, "\"input\":[\"text 1\",\"text 2\"]").path("usage");

        assertThat(usage.toString()).isEqualTo("{\"prompt_tokens\":6,\"total_tokens\":6}");
    }

    @Test
    void whereTheProviderCountsNothingUsageIsAnEstimateAndSaysSo() throws Exception {
        HttpResponse<String> response = ask("gemini", "\"input\":\"text 1\"");

        assertThat(json(response).at("/usage/prompt_tokens").asInt()).isBetween(1, 20);
        assertThat(response.headers().firstValue("x-gateway-token-count")).contains("estimate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"titan", "cohere", "gemini", "vertex"})
    void base64IsOfLittleEndianFloats(String model) throws Exception {
        JsonNode answer = answer(model, "\"input\":[\"text 1\",\"text 16\"],\"encoding_format\":\"base64\"");

        ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(answer.at("/data/1/embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(List.of(floats.getFloat(), floats.getFloat(), floats.getFloat()))
                .containsExactly(16.1f, -0.002f, 1f);
        assertThat(floats.hasRemaining()).isFalse();
    }

    @Test
    void openAisOwnClientReadsThem() {
        OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl(gateway.url() + "/v1").apiKey("none").build();

        var answer = client.embeddings().create(EmbeddingCreateParams.builder().model("titan")
                .inputOfArrayOfStrings(List.of("text 1", "text 2")).build());
        client.close();

        assertThat(answer.data()).extracting(each -> each.embedding().get(0)).containsExactly(1.1f, 2.1f);
        assertThat(answer.usage().promptTokens()).isEqualTo(6);
    }

    @Test
    void dimensionsAndWhatTheyAreForAreSaidInTheProvidersWords() throws Exception {
        String fields = "\"input\":\"a 1\",\"dimensions\":256,\"input_type\":\"search_query\"";
        for (String model : List.of("titan", "titan-image", "nova", "cohere-4", "gemini", "vertex")) {
            answer(model, fields);
        }

        assertThat(models.bodies()).extracting(JsonNode::toString).containsExactly(
                "{\"inputText\":\"a 1\",\"dimensions\":256}",
                "{\"inputText\":\"a 1\",\"embeddingConfig\":{\"outputEmbeddingLength\":256}}",
                "{\"taskType\":\"SINGLE_EMBEDDING\",\"singleEmbeddingParams\":{"
                        + "\"embeddingPurpose\":\"GENERIC_RETRIEVAL\","
                        + "\"embeddingDimension\":256,\"text\":{\"truncationMode\":\"NONE\",\"value\":\"a 1\"}}}",
                "{\"texts\":[\"a 1\"],\"input_type\":\"search_query\",\"output_dimension\":256}",
                "{\"requests\":[{\"model\":\"models/text-embedding-004\",\"content\":{\"parts\":[{\"text\":\"a 1\"}]},"
                        + "\"taskType\":\"RETRIEVAL_QUERY\",\"outputDimensionality\":256}]}",
                "{\"instances\":[{\"content\":\"a 1\",\"task_type\":\"RETRIEVAL_QUERY\"}],"
                        + "\"parameters\":{\"outputDimensionality\":256}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"titan-1", "cohere"})
    void dimensionsThatAModelDoesNotHaveAreRefused(String model) throws Exception {
        HttpResponse<String> response = ask(model, "\"input\":\"a\",\"dimensions\":256");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/param").asText()).isEqualTo("dimensions");
        assertThat(models.bodies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenient", "unwanted"})
    void theOperatorMayHaveThemDroppedWhichAHeaderTells(String model) throws Exception {
        HttpResponse<String> response = ask(model, "\"input\":\"a 1\",\"dimensions\":256,\"user\":\"u\"");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-gateway-dropped").orElse("")).contains("dimensions", "user");
        assertThat(models.bodies().get(0).toString()).isEqualTo("{\"inputText\":\"a 1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2,3]", "[[1,2],[3]]"})
    void tokensAreRefusedForTheyAreOfOpenAisModels(String input) throws Exception {
        HttpResponse<String> response = ask("titan", "\"input\":" + input);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("tokens").contains("Send the text itself");
    }

    @ParameterizedTest
    @CsvSource({
        "marengo, twelvelabs.marengo-embed-3-0-v1:0, Titan",
        "vertex-gemini-2, gemini-embedding-2-preview, gemini-embedding-001"})
    void aModelWhoseFormatIsNotKnownIsRefusedWithThoseThatAre(String model, String name, String known)
            throws Exception {
        HttpResponse<String> response = ask(model, "\"input\":\"a\"");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(name, known);
        assertThat(models.bodies()).isEmpty();
    }

    @Test
    void aWildcardsModelIsTheOneThatWasAskedFor() throws Exception {
        HttpResponse<String> response = ask("any-titan-text-v9", "\"input\":\"a 1\"");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("amazon.titan-embed-text-v9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"titan", "vertex"})
    void aConversationIsRefused(String model) throws Exception {
        HttpResponse<String> response = gateway.post("/v1/chat/completions", "{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("embeddings only");
    }

    @Test
    void bedrocksErrorsArriveInOpenAisFormat() throws Exception {
        models.instead(StubProvider.json(429, "{\"message\":\"Too many tokens, please wait\"}", "x-amzn-errortype",
                "ThrottlingException", "retry-after", "7"));

        HttpResponse<String> response = ask("titan", "\"input\":" + texts(30));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(json(response).at("/error/message").asText()).contains("Too many tokens");
        assertThat(response.headers().firstValue("retry-after")).contains("7");
        // The requests that went out together, none after them.
        assertThat(models.bodies().size()).isBetween(1, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini", "vertex"})
    void googlesErrorsArriveInOpenAisFormat(String model) throws Exception {
        models.instead(StubProvider.json(429, "{\"error\":{\"code\":429,\"message\":\"Quota exceeded\","
                + "\"status\":\"RESOURCE_EXHAUSTED\"}}"));

        HttpResponse<String> response = ask(model, "\"input\":\"a\"");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(json(response).at("/error/message").asText()).contains("Quota exceeded");
    }

    @Test
    void whereOneTextFailsAnotherDeploymentAnswersForAll() throws Exception {
        models.instead((asked, response) -> response.setStatusCode(asked.text().contains("text 9\"") ? 503 : 200)
                .putHeader("content-type", "application/json")
                .end("{\"embedding\":[1.5],\"inputTextTokenCount\":1}"));

        JsonNode answer = answer("two", "\"input\":" + texts(12));

        assertThat(second.bodies()).hasSize(12);
        assertThat(answer.at("/data/11/embedding/0").asText()).isEqualTo("11.10");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(36);
    }

    @Test
    void anAnswerWithoutAVectorForEachTextIsNone() throws Exception {
        models.instead(StubProvider.json(200, "{\"embeddings\":[{\"values\":[0.5]}]}"));

        HttpResponse<String> response = ask("gemini", "\"input\":[\"a\",\"b\"]");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("1 vectors for 2 texts");
    }
}
