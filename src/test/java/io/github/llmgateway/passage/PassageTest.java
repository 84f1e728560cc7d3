package io.github.llmgateway.passage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.standin.AwsSignature;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Asked;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no conversation passes to its provider: where to, whose key, what of the client's, what is told of it. */
class PassageTest {

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

    @AfterEach
    void allIsTold() throws Exception {
        Eventually.holds("the last exchange ended", () -> house.gateway.gateway().open() == 0);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /anthropic/v1/models?limit=3             | /a/v1/models?limit=3             | x-api-key      | sk-anthropic
            DELETE | /anthropic/v1/files/f_1                  | /a/v1/files/f_1                  | x-api-key      | sk-anthropic
            GET    | /openai/v1/files                         | /o/v1/files                      | authorization  | Bearer sk-openai
            GET    | /openai/files                            | /o/v1/files                      | authorization  | Bearer sk-openai
            DELETE | /openai/v1/responses/resp_1              | /o/v1/responses/resp_1           | authorization  | Bearer sk-openai
            GET    | /openai/v1/chat/completions?limit=2      | /o/v1/chat/completions?limit=2   | authorization  | Bearer sk-openai
            PATCH  | /openai/v1/things/1                      | /o/v1/things/1                   | authorization  | Bearer sk-openai
            GET    | /azure/openai/files?api-version=9        | /z/openai/files?api-version=9    | api-key        | sk-azure
            GET    | /azure/openai/files                      | /z/openai/files?api-version=2025-01-01 | api-key  | sk-azure
            GET    | /azure/openai/v1/files                   | /z/openai/v1/files               | api-key        | sk-azure
            GET    | /gemini/v1beta/files                     | /g/v1beta/files                  | x-goog-api-key | sk-gemini
            GET    | /gemini/upload/v1beta/files?key=k&a=b    | /g/upload/v1beta/files?a=b       | x-goog-api-key | sk-gemini
            GET    | /vertex_ai/v1/projects/p/locations/l/cachedContents | /v/v1/projects/p/locations/l/cachedContents | x-goog-api-key | sk-vertex
            GET    | /v1/messages/batches                     | /a/v1/messages/batches           | x-api-key      | sk-anthropic
            POST   | /v1/messages/batches/b_1/cancel          | /a/v1/messages/batches/b_1/cancel | x-api-key     | sk-anthropic
            GET    | /v1/files/f/content                      | /o/v1/files/f/content            | authorization  | Bearer sk-openai
            GET    | /v1/batches                              | /o/v1/batches                    | authorization  | Bearer sk-openai
            GET    | /batches/b_1                             | /o/v1/batches/b_1                | authorization  | Bearer sk-openai
            GET    | /v1/responses/r_1?stream=true            | /o/v1/responses/r_1?stream=true  | authorization  | Bearer sk-openai
            DELETE | /responses/r_1                           | /o/v1/responses/r_1              | authorization  | Bearer sk-openai
            GET    | /v1/responses/r_1/input_items?limit=2    | /o/v1/responses/r_1/input_items?limit=2 | authorization | Bearer sk-openai
            POST   | /responses/r_1/cancel                    | /o/v1/responses/r_1/cancel       | authorization  | Bearer sk-openai
            POST   | /v1/conversations                        | /o/v1/conversations              | authorization  | Bearer sk-openai
            DELETE | /conversations/c_1/items/i_1             | /o/v1/conversations/c_1/items/i_1 | authorization | Bearer sk-openai
            GET    | /azure/openai/responses/r_1              | /z/openai/responses/r_1?api-version=2025-01-01 | api-key | sk-azure
            """)
    void eachPrefixAndPathReachesItsProviderWithTheDeploymentsKey(String method, String path, String there, String header,
            String key) throws Exception {
        HttpResponse<String> answer = house.send(method, path, null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"id\":\"it\"}");
        Asked asked = provider.last();
        assertThat(asked.method()).isEqualTo(method);
        assertThat(asked.uri()).isEqualTo(there);
        assertThat(asked.headers().getAll(header)).containsExactly(key);
        assertThat(asked.body()).isEmpty();
        assertThat(asked.headers().toString()).doesNotContain(House.KEY);
    }

    @ParameterizedTest
    @CsvSource({"GET, /bedrock/guardrails?maxResults=2&a=%20b", "POST, /bedrock/guardrail/g/version/1/apply",
        "DELETE, /bedrock/thing/arn%3Aaws%3Abedrock"})
    void whatGoesToBedrockIsSignedAsItIsSent(String method, String path) throws Exception {
        assertThat(house.send(method, path, method.equals("POST") ? "{\"a\": 1.0}" : null, "x-amz-security-token", "mine")
                .statusCode()).isEqualTo(200);

        Asked asked = provider.last();
        assertThat(asked.uri()).isEqualTo(path.substring("/bedrock".length()));
        assertThat(AwsSignature.right(asked)).as("signature").isTrue();
        assertThat(asked.headers().contains("x-amz-security-token")).isFalse();
    }

    @Test
    void filesAreAnthropicsForItsClients() throws Exception {
        house.send("GET", "/v1/files", null, "anthropic-version", "2023-06-01");
        assertThat(provider.last().uri()).isEqualTo("/a/v1/files");

        house.gateway.get("/v1/files", "x-api-key", House.KEY);
        assertThat(provider.last().uri()).isEqualTo("/a/v1/files");
        assertThat(provider.last().headers().getAll("x-api-key")).containsExactly("sk-anthropic");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /anthropic/v1/messages                    | claude    | /a/v1/messages
            /openai/v1/chat/completions               | gpt       | /o/v1/chat/completions
            /openai/chat/completions                  | gpt       | /o/v1/chat/completions
            /openai/v1/responses                      | gpt       | /o/v1/chat/completions
            /v1/responses/                            | gpt       | /o/v1/chat/completions
            /azure/openai/v1/chat/completions         | azure-gpt | /z/openai/deployments/deployed/chat/completions?api-version=2025-01-01
            /openai/deployments/azure-gpt/chat/completions?api-version=1 | azure-gpt | /z/openai/deployments/deployed/chat/completions?api-version=2025-01-01
            /azure/openai/deployments/gpt/chat/completions | gpt  | /o/v1/chat/completions
            /azure/anthropic/v1/messages              | claude    | /a/v1/messages
            /gemini/v1beta/openai/chat/completions    | gpt       | /o/v1/chat/completions
            /vertex_ai/v1/projects/p/locations/l/endpoints/openapi/chat/completions | gpt | /o/v1/chat/completions
            """)
    void conversationsGoTheWayOfAllOthers(String path, String model, String there) throws Exception {
        provider.behave(StubProvider.json(200, model.equals("claude") ? Answers.ANTHROPIC : Answers.OPENAI));
        String content = path.matches(".*/responses/?") ? "\"input\":\"2+2\"" : "\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]";

        HttpResponse<String> answer = house.send("POST", path, "{\"model\":\"" + model + "\",\"max_tokens\":9," + content
                + "}", "content-type", "application/json");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-litellm-model-group")).contains(model);
        assertThat(provider.last().uri()).isEqualTo(there);
        assertThat(provider.last().json().path("model").asText()).endsWith(model.equals("azure-gpt") ? "deployed" : "-test");
    }

    @Test
    void whatAnAzureDeploymentHasBesideConversationsPassesUnderTheDeploymentsName() throws Exception {
        house.send("POST", "/openai/deployments/azure-gpt/images/generations?api-version=7", "{\"prompt\":\"a cat\"}",
                "content-type", "application/json");

        assertThat(provider.last().uri()).isEqualTo("/z/openai/deployments/deployed/images/generations?api-version=7");
        assertThat(provider.last().text()).isEqualTo("{\"prompt\":\"a cat\"}");
    }

    @Test
    void geminisAndVertexConversationsKeepTheirDoorsAndTheRestPasses() throws Exception {
        house.send("POST", "/gemini/v1beta/models/text-embedding-x:embedContent", "{\"content\": {}}");
        assertThat(provider.last().uri()).isEqualTo("/g/v1beta/models/text-embedding-x:embedContent");

        house.send("POST", "/vertex_ai/v1/projects/p/locations/l/publishers/google/models/imagen:predict", "{}");
        assertThat(provider.last().uri())
                .isEqualTo("/v/v1/projects/p/locations/l/publishers/google/models/imagen:predict");

        HttpResponse<String> unknown = house.send("POST", "/gemini/v1beta/models/nobody:generateContent",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"2+2\"}]}]}", "content-type", "application/json");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/anthropic/v1/files", "/openai/v1/files", "/bedrock/guardrails", "/vertex_ai/v1/x",
        "/gemini/v1beta/files", "/azure/openai/files", "/v1/messages/batches", "/v1/files", "/v1/images/generations",
        "/rerank"})
    void nothingPassesWithoutTheGatewaysKey(String path) throws Exception {
        int before = provider.asked().size();

        HttpResponse<String> answer = house.gateway.send("POST", path, "{}".getBytes(),
                HttpResponse.BodyHandlers.ofString(), "authorization", "Bearer wrong");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(provider.asked()).hasSize(before);
    }

    @Test
    void allHeadersOfTheClientGoAlongButItsKeysAndWhatBelongsToTheConnection() throws Exception {
        house.send("GET", "/openai/v1/files", null, "openai-beta", "assistants=v2", "x-goog-user-project", "p", "range",
                "bytes=0-9", "accept", "audio/mpeg", "x-unknown", "kept", "x-api-key", "k1", "x-goog-api-key", "k2",
                "api-key", "k3", "x-litellm-api-key", House.KEY, "cookie", "c=1", "x-litellm-tags", "t",
                "x-forwarded-for", "10.0.0.1", "accept-encoding", "br");

        var headers = provider.last().headers();
        assertThat(headers.get("openai-beta")).isEqualTo("assistants=v2");
        assertThat(headers.get("x-goog-user-project")).isEqualTo("p");
        assertThat(headers.get("range")).isEqualTo("bytes=0-9");
        assertThat(headers.get("accept")).isEqualTo("audio/mpeg");
        assertThat(headers.get("x-unknown")).isEqualTo("kept");
        assertThat(headers.get("accept-encoding")).isEqualTo("identity");
        assertThat(headers.names()).doesNotContain("x-api-key", "x-goog-api-key", "api-key", "x-litellm-api-key",
                "cookie", "x-litellm-tags", "x-forwarded-for");
    }

    @Test
    void theGatewaysKeyInTheQueryOpensTheDoorAndGoesNoFurther() throws Exception {
        assertThat(house.gateway.get("/gemini/v1beta/files?pageSize=2&key=" + House.KEY).statusCode()).isEqualTo(200);

        assertThat(provider.last().uri()).isEqualTo("/g/v1beta/files?pageSize=2");
    }

    @Test
    void aProvidersErrorReachesTheClientAsItIs() throws Exception {
        String error = "{\"error\" : {\"message\":\"No such File object: f_1\",\"new\":1.0}}";
        provider.behave(StubProvider.json(404, error, "x-request-id", "req_theirs", "retry-after", "3"));

        HttpResponse<String> answer = house.send("GET", "/v1/files/f_1", null);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(error);
        assertThat(answer.headers().firstValue("x-request-id")).contains("req_theirs");
        assertThat(answer.headers().firstValue("retry-after")).contains("3");
    }

    @Test
    void aClientIsNeverSentElsewhere() throws Exception {
        provider.behave(StubProvider.json(302, "", "location", "https://elsewhere.test/"));

        HttpResponse<String> answer = house.send("GET", "/openai/v1/files/f/content", null);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("location")).isEmpty();
        assertThat(answer.body()).contains("302");
    }

    @Test
    void anAnswerWithoutABodyStaysOne() throws Exception {
        provider.behave((asked, response) -> response.setStatusCode(204).end());

        HttpResponse<String> answer = house.send("DELETE", "/openai/v1/things/1", null);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openai/v1/../secret", "/openai//v1/files", "/openai/v1/ch%61t/completions",
        "/openai/v1/%2e%2e/secret"})
    void aPathThatCanBeReadInTwoWaysIsRefused(String path) throws Exception {
        int before = provider.asked().size();

        HttpResponse<String> answer = house.send("POST", path, "{}");

        assertThat(answer.statusCode()).isBetween(400, 404);
        assertThat(provider.asked()).hasSize(before);
    }

    @Test
    void aProviderWithoutADeploymentIsToldWithTheEntryThatIsMissing() throws Exception {
        try (RunningGateway bare = RunningGateway.with("""
                model_list:
                  - {model_name: gpt, litellm_params: {model: openai/gpt-test, api_key: k, api_base: "http://127.0.0.1:9"}}
                """)) {
            HttpResponse<String> answer = bare.get("/anthropic/v1/files");

            assertThat(answer.statusCode()).isEqualTo(404);
            JsonNode error = json(answer.body());
            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.at("/error/message").asText()).contains("no deployment",
                    "{model_name: anthropic/*, litellm_params: {model: anthropic/*, api_key: os.environ/ANTHROPIC_API_KEY}}");
        }
    }

    @Test
    void anUnreachableProviderIsToldInTheDialectOfThePrefix() throws Exception {
        try (RunningGateway bare = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/c, api_key: k, api_base: "http://127.0.0.1:9"}}
                router_settings: {allowed_fails: 0, cooldown_time: 60}
                """)) {
            HttpResponse<String> answer = bare.get("/anthropic/v1/files");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer.body()).path("type").asText()).isEqualTo("error");

            HttpResponse<String> resting = bare.get("/anthropic/v1/files");
            assertThat(resting.statusCode()).isEqualTo(503);
            assertThat(resting.headers().firstValue("retry-after")).isPresent();
            assertThat(resting.body()).contains("rest");
        }
    }

    @Test
    void aDeploymentRestsForAsLongAsGoogleSaysInItsError() throws Exception {
        provider.behave(StubProvider.json(503, "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"busy\","
                + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"40s\"}]}}"));
        try (RunningGateway one = RunningGateway.with("""
                model_list:
                  - {model_name: g, litellm_params: {model: gemini/g, api_key: k, api_base: "%s/g/v1beta"}}
                router_settings: {allowed_fails: 0, cooldown_time: 1}
                """.formatted(provider.url()))) {
            assertThat(one.get("/gemini/v1beta/files").body()).contains("busy");

            HttpResponse<String> resting = one.get("/gemini/v1beta/files");
            assertThat(resting.headers().firstValueAsLong("retry-after").orElseThrow()).isGreaterThan(30);
        }
    }

    @Test
    void theNextDeploymentOfTheProviderTakesOverFromOneThatRests() throws Exception {
        try (RunningGateway two = RunningGateway.with("""
                model_list:
                  - {model_name: one, litellm_params: {model: openai/a, api_key: k1, api_base: "http://127.0.0.1:9/v1"}}
                  - {model_name: two, litellm_params: {model: openai/b, api_key: k2, api_base: "%s/o/v1"}}
                router_settings: {allowed_fails: 0, cooldown_time: 60}
                """.formatted(provider.url()))) {
            assertThat(two.get("/v1/files").statusCode()).isEqualTo(503);

            assertThat(two.get("/v1/files").statusCode()).isEqualTo(200);
            assertThat(provider.last().headers().get("authorization")).isEqualTo("Bearer k2");
        }
    }

    @Test
    void whatAClientAsksInVainDoesNotSendADeploymentToRest() throws Exception {
        for (int status : new int[] {401, 403, 404, 429}) {
            provider.behave(StubProvider.json(status, "{\"error\":{\"message\":\"no\"}}"));
            house.send("GET", "/openai/v1/organization/costs", null);
        }
        provider.behave(StubProvider.json(200, "{}"));

        assertThat(house.send("GET", "/openai/v1/files", null).statusCode()).isEqualTo(200);
    }

    @Test
    void theAccessLogHasALineWithWhoAnsweredAndWhatWasUsed() throws Exception {
        provider.behave(StubProvider.json(200, Answers.OPENAI));
        try (CapturedLog log = CapturedLog.of("access")) {
            house.send("POST", "/openai/v1/moderations", "{\"input\":\"the secret text\"}", "content-type",
                    "application/json");
            provider.behave(StubProvider.json(404, "{\"error\":{\"message\":\"no\"}}"));
            house.send("GET", "/openai/v1/files/f_1", null);
            Eventually.holds("two lines", () -> log.lines().size() == 2);

            List<JsonNode> lines = log.lines().stream().map(PassageTest::json).toList();
            JsonNode used = lines.get(0);
            assertThat(used.path("route").asText()).isEqualTo("openai-below");
            assertThat(used.path("provider").asText()).isEqualTo("openai");
            assertThat(used.path("deployment").asText()).isNotEmpty();
            assertThat(used.path("status").asInt()).isEqualTo(200);
            assertThat(used.path("ms").asDouble()).isPositive();
            assertThat(used.path("input_tokens").asInt()).isPositive();
            assertThat(used.path("output_tokens").asInt()).isPositive();
            assertThat(used.path("key").asText()).isEqualTo("master");
            assertThat(lines.get(1).path("status").asInt()).isEqualTo(404);
            assertThat(lines.get(1).path("failure").asText()).isEqualTo("NOT_FOUND");
            assertThat(log.lines().toString()).doesNotContain("secret text", House.KEY, "sk-openai");
        }
    }
}
