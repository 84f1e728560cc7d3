package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.MultiMap;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, what of a client's keys goes on, and what is told of a request afterwards. */
class AccessTest {

    private static final String KEY = "sk-master-key-of-the-test";
    private static final String OAUTH = "Bearer sk-ant-oat01-of-the-test";
    private static StubProvider provider;
    private static RunningGateway gateway;
    private static RunningGateway forwarding;

    @BeforeAll
    static void start() {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        String config = """
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: sk-provider, api_base: "%1$s"}}
                  - {model_name: gpt, litellm_params: {model: openai/gpt-test, api_key: sk-provider, api_base: "%1$s"}}
                general_settings: {master_key: %2$s}
                router_settings: {num_retries: 0}
                """.formatted(provider.url(), KEY);
        gateway = RunningGateway.with(config + "gateway_settings: {drain_seconds: 1}\n");
        forwarding = RunningGateway.with(config + "gateway_settings: {drain_seconds: 1, forward_oauth: true}\n");
    }

    @AfterEach
    void allIsTold() throws Exception {
        Eventually.holds("the last exchange ended", () -> gateway.gateway().open() + forwarding.gateway().open() == 0);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        forwarding.close();
        provider.close();
    }

    private static HttpResponse<String> ask(RunningGateway gateway, String path, String model, String... headers)
            throws Exception {
        provider.behave(StubProvider.json(200, model.equals("gpt") ? Answers.OPENAI : Answers.ANTHROPIC));
        return gateway.post(path, "{\"model\":\"" + model
                + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"the secret question\"}]}", headers);
    }

    @ParameterizedTest
    @CsvSource({"authorization, Bearer ", "authorization, bearer ", "x-api-key, ''", "x-litellm-api-key, ''",
        "x-litellm-api-key, Bearer ", "x-gateway-api-key, ''"})
    void theKeyIsTakenFromEachOfItsHeadersAndReachesNoProvider(String header, String prefix) throws Exception {
        for (String model : new String[] {"claude", "gpt"}) {
            for (String path : new String[] {"/v1/messages", "/v1/chat/completions"}) {
                assertThat(ask(gateway, path, model, header, prefix.trim() + (prefix.isBlank() ? "" : " ") + KEY)
                        .statusCode()).isEqualTo(200);

                assertThat(provider.last().headers().toString()).doesNotContain(KEY);
                assertThat(provider.last().headers().get(model.equals("gpt") ? "authorization" : "x-api-key"))
                        .endsWith("sk-provider");
            }
        }
    }

    @Test
    void theSameKeyInTwoHeadersIsFine() throws Exception {
        assertThat(ask(gateway, "/v1/messages", "claude", "x-api-key", KEY, "authorization", "Bearer " + KEY).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"x-api-key, sk-wrong", "authorization, Bearer sk-wrong", "authorization, Basic c2s6c2s=", "x-other, sk-elsewhere",
        "x-litellm-api-key, sk-master-key-of-the-tes"})
    void whoHasNoKeyIsRefusedInItsDialect(String header, String value) throws Exception {
        int asked = provider.asked().size();

        HttpResponse<String> anthropic = ask(gateway, "/v1/messages", "claude", header, value);
        HttpResponse<String> openai = ask(gateway, "/v1/chat/completions", "claude", header, value);
        HttpResponse<String> models = gateway.get("/v1/models", header, value);

        assertThat(anthropic.statusCode()).isEqualTo(401);
        assertThat(anthropic.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"");
        assertThat(openai.statusCode()).isEqualTo(401);
        assertThat(openai.body()).startsWith("{\"error\":{").contains("\"code\":\"invalid_api_key\"");
        assertThat(models.statusCode()).isEqualTo(401);
        assertThat(anthropic.body() + openai.body() + models.body()).doesNotContain(value);
        assertThat(provider.asked()).hasSize(asked);
    }

    @Test
    void healthIsAskedWithoutAKey() throws Exception {
        assertThat(gateway.get("/health/readiness").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/health/liveliness").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/health").statusCode()).isEqualTo(401);
    }

    @Test
    void aSignedInUsersTokenGoesOnWhereTheOperatorAllowsIt() throws Exception {
        ask(forwarding, "/v1/messages", "claude", "x-litellm-api-key", KEY, "authorization", OAUTH,
                "anthropic-beta", "oauth-2025-04-20");

        MultiMap headers = provider.last().headers();
        assertThat(headers.get("authorization")).isEqualTo(OAUTH);
        assertThat(headers.get("x-api-key")).isNull();
        assertThat(headers.get("anthropic-beta")).isEqualTo("oauth-2025-04-20");
        assertThat(headers.toString()).doesNotContain(KEY);

        ask(gateway, "/v1/messages", "claude", "x-litellm-api-key", KEY, "authorization", OAUTH);
        assertThat(provider.last().headers().toString()).doesNotContain(OAUTH);
        assertThat(provider.last().headers().get("x-api-key")).isEqualTo("sk-provider");
    }

    @Test
    void aSignedInUsersTokenGoesToNoOtherVendorAndOpensNoDoor() throws Exception {
        ask(forwarding, "/v1/messages", "gpt", "x-litellm-api-key", KEY, "authorization", OAUTH);
        assertThat(provider.last().headers().get("authorization")).isEqualTo("Bearer sk-provider");

        assertThat(ask(forwarding, "/v1/messages", "claude", "authorization", OAUTH).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude, false", "/v1/messages, claude, true", "/v1/chat/completions, claude, true"})
    void theAccessLogHasALineARequestAndNoContent(String path, String model, boolean stream) throws Exception {
        try (CapturedLog log = CapturedLog.of("access")) {
            provider.behave(stream ? StubProvider.events(Answers.ANTHROPIC_STREAM)
                    : StubProvider.json(200, Answers.ANTHROPIC));
            String id = gateway.post(path, "{\"model\":\"" + model + "\",\"max_tokens\":9,\"stream\":" + stream
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"the secret question\"}]}", "x-api-key", KEY)
                    .headers().firstValue("x-request-id").orElseThrow();
            Eventually.holds("the line is written", () -> !log.lines().isEmpty());

            assertThat(log.lines()).hasSize(1);
            String line = log.lines().get(0);
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.path("request_id").asText()).isEqualTo(id);
            assertThat(json.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(json.path("route").asText()).isNotEmpty();
            assertThat(json.path("model").asText()).isEqualTo(model);
            assertThat(json.path("deployment").asText()).isEqualTo(
                    gateway.gateway().config().deployments().get(0).id());
            assertThat(json.path("status").asInt()).isEqualTo(200);
            assertThat(json.path("input_tokens").asInt()).isEqualTo(12);
            assertThat(json.path("output_tokens").asInt()).isEqualTo(5);
            assertThat(json.path("ms").asDouble()).isPositive();
            assertThat(json.path("first_byte_ms").asDouble()).isPositive();
            assertThat(json.path("key").asText()).isEqualTo("master");
            assertThat(line).doesNotContain("secret question", KEY, "sk-provider", "\"4\"");
        }
    }

    @Test
    void refusedRequestsHaveALineToo() throws Exception {
        try (CapturedLog log = CapturedLog.of("access")) {
            ask(gateway, "/v1/messages", "claude", "x-api-key", "sk-wrong");
            ask(gateway, "/v1/messages", "claud", "x-api-key", KEY);
            gateway.post("/v1/messages", "{", "x-api-key", KEY);
            gateway.get("/no/such/path");
            gateway.get("/health/readiness");
            Eventually.holds("the lines are written", () -> log.lines().size() >= 4);

            assertThat(log.lines()).hasSize(4);
            int[] statuses = {401, 404, 400, 404};
            for (int i = 0; i < 4; i++) {
                JsonNode json = new ObjectMapper().readTree(log.lines().get(i));
                assertThat(json.path("status").asInt()).isEqualTo(statuses[i]);
                assertThat(json.path("request_id").asText()).startsWith("req_");
                assertThat(json.path("failure").asText()).isNotEmpty();
            }
            assertThat(String.join("", log.lines())).doesNotContain("sk-", "secret question");
        }
    }
}
