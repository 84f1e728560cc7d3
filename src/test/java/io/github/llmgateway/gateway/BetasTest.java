package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.http.HttpServerResponse;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claude at others than Anthropic: the envelope is theirs, and betas that they refuse do not reach them twice. */
class BetasTest {

    private static final String QUESTION = "{\"model\": \"claude\", \"max_tokens\": 9, \"messages\": [{\"role\": \"user\","
            + " \"content\": \"2+2\"}]}";

    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: claude
                    litellm_params:
                      model: vertex_ai/claude-sonnet-4-5@20250929
                      vertex_project: p1
                      vertex_location: europe-west1
                      api_key: k
                      api_base: %1$s
                  - model_name: direct
                    litellm_params: {model: anthropic/claude-test, api_key: k, api_base: %1$s}
                """.formatted(provider.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void onVertexModelAndVersionChangePlacesAndNothingElseDoes() throws Exception {
        String body = "{\"max_tokens\": 9, \"x\": 20.0, \"messages\": [{\"role\": \"user\", \"content\": \"2+2\"}], \"model\": \"claude\"}";

        HttpResponse<String> answer = gateway.post("/v1/messages", body, "anthropic-version", "2023-06-01");

        assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC);
        assertThat(provider.last().uri()).isEqualTo("/v1/projects/p1/locations/europe-west1/publishers/anthropic/models/"
                + "claude-sonnet-4-5@20250929:rawPredict");
        assertThat(provider.last().text()).isEqualTo("{\"anthropic_version\":\"vertex-2023-10-16\",\"max_tokens\": 9, "
                + "\"x\": 20.0, \"messages\": [{\"role\": \"user\", \"content\": \"2+2\"}]}");
        assertThat(provider.last().headers().contains("anthropic-version")).isFalse();
    }

    @Test
    void onVertexACountNamesItsModelInTheBody() throws Exception {
        provider.behave(StubProvider.json(200, "{\"input_tokens\": 14}"));

        HttpResponse<String> answer = gateway.post("/v1/messages/count_tokens", QUESTION);

        assertThat(answer.body()).isEqualTo("{\"input_tokens\": 14}");
        assertThat(provider.last().uri()).endsWith("/publishers/anthropic/models/count-tokens:rawPredict");
        assertThat(provider.last().json().path("model").asText()).isEqualTo("claude-sonnet-4-5@20250929");
    }

    @Test
    void aBetaThatARuleNamesIsDroppedOrRenamedAndOthersGoThrough() throws Exception {
        HttpResponse<String> answer = gateway.post("/v1/messages", QUESTION, "anthropic-beta",
                "claude-code-20250219,advanced-tool-use-2025-11-20,not-yet-known-2027-01-01");

        assertThat(provider.last().headers().get("anthropic-beta"))
                .isEqualTo("tool-search-tool-2025-10-19,not-yet-known-2027-01-01");
        assertThat(answer.headers().firstValue("x-gateway-dropped")).contains("anthropic-beta:claude-code-20250219");
    }

    @Test
    void aBetaThatTheProviderNamesAsUnknownIsLeftOutFromThenOn() throws Exception {
        provider.behave((asked, response) -> {
            boolean sent = asked.headers().contains("anthropic-beta")
                    && asked.headers().get("anthropic-beta").contains("new-2027");
            answer(response, sent ? 400 : 200, sent ? "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                    + "\"message\":\"Unexpected value(s) `new-2027` for the `anthropic-beta` header. Please consult our "
                    + "documentation.\"}}" : Answers.ANTHROPIC);
        });

        HttpResponse<String> first = gateway.post("/v1/messages", QUESTION, "anthropic-beta", "old-2026,new-2027");
        HttpResponse<String> second = gateway.post("/v1/messages", QUESTION, "anthropic-beta", "old-2026,new-2027");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("x-gateway-dropped")).contains("anthropic-beta:new-2027");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(provider.asked()).as("one call was repeated").hasSize(3);
        assertThat(provider.last().headers().get("anthropic-beta")).isEqualTo("old-2026");
    }

    @Test
    void whereARefusalNamesNoBetaThoseNotKnownToWorkAreLeftOut() throws Exception {
        provider.behave((asked, response) -> {
            boolean sent = asked.headers().contains("anthropic-beta")
                    && asked.headers().get("anthropic-beta").contains("new-2027");
            answer(response, sent ? 400 : 200, sent ? "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                    + "\"message\":\"invalid beta flag\"}}" : Answers.ANTHROPIC);
        });

        HttpResponse<String> answer = gateway.post("/v1/messages", QUESTION, "anthropic-beta",
                "interleaved-thinking-2025-05-14,new-2027");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.last().headers().get("anthropic-beta")).isEqualTo("interleaved-thinking-2025-05-14");
    }

    @Test
    void aFieldThatGoesWithABetaIsLeftOutWhereItIsRefused() throws Exception {
        provider.behave((asked, response) -> {
            boolean sent = asked.json().has("context_management");
            answer(response, sent ? 400 : 200, sent ? "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                    + "\"message\":\"context_management: Extra inputs are not permitted\"}}" : Answers.ANTHROPIC);
        });

        HttpResponse<String> answer = gateway.post("/v1/messages",
                QUESTION.replace("\"max_tokens\": 9", "\"max_tokens\": 9, \"context_management\": {\"edits\": []}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.last().text()).contains("\"max_tokens\": 9, \"messages\"").doesNotContain("context_management");
    }

    @Test
    void aFieldStaysBehindWithItsBetaWhereARuleDropsThat() throws Exception {
        String body = "{\"model\": \"claude\", \"x\": 20.0, \"messages\": [{\"role\": \"user\", \"content\": \"2+2\"}, "
                + "{\"role\": \"system\", \"content\": \"a\" , \"output_config\": {\"effort\": \"low\"}}, "
                + "{\"output_config\": {\"effort\": \"low\"}, \"role\": \"system\", \"content\": \"b\"}]}";

        HttpResponse<String> answer = gateway.post("/v1/messages?beta=true", body, "anthropic-beta",
                "per-turn-control-2026-07-01,effort-2025-11-24");

        assertThat(provider.last().text()).endsWith("\"x\": 20.0, \"messages\": [{\"role\": \"user\", \"content\": "
                + "\"2+2\"}, {\"role\": \"system\", \"content\": \"a\"}, {\"role\": \"system\", \"content\": \"b\"}]}");
        assertThat(provider.last().headers().get("anthropic-beta")).isEqualTo("effort-2025-11-24");
        assertThat(provider.last().uri()).as("a parameter that Vertex AI does not know").doesNotContain("?");
        assertThat(answer.headers().firstValue("x-gateway-dropped").orElse("")).contains("messages.output_config");
    }

    @Test
    void aMessagesFieldGoesThroughWhereItsBetaDoes() throws Exception {
        String body = QUESTION.replace("claude", "direct").replace("\"2+2\"}", "\"2+2\", \"output_config\": {}}");

        gateway.post("/v1/messages?beta=true", body, "anthropic-beta", "per-turn-control-2026-07-01");

        assertThat(provider.last().text()).isEqualTo(body.replace("direct", "claude-test"));
        assertThat(provider.last().uri()).isEqualTo("/v1/messages?beta=true");
    }

    @Test
    void theFieldsOfARefusedBetaAreLeftOutWithIt() throws Exception {
        provider.behave((asked, response) -> {
            boolean sent = asked.headers().contains("anthropic-beta");
            answer(response, sent ? 400 : 200, sent ? "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                    + "\"message\":\"Unexpected value(s) `context-management-2025-06-27`, `effort-2025-11-24` for the "
                    + "`anthropic-beta` header.\"}}" : Answers.ANTHROPIC);
        });
        String fields = "\"context_management\": {\"edits\": []}, \"output_config\": {\"effort\": \"low\"%s}, \"max_tokens\"";

        for (String schema : new String[] {"", ", \"format\": {\"type\": \"json_schema\"}"}) {
            HttpResponse<String> answer = gateway.post("/v1/messages",
                    QUESTION.replace("\"max_tokens\"", fields.formatted(schema)), "anthropic-beta",
                    "context-management-2025-06-27,effort-2025-11-24");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(provider.last().json().has("context_management")).isFalse();
            assertThat(provider.last().json().at("/output_config/effort").isMissingNode()).isTrue();
            assertThat(provider.last().json().has("output_config")).isEqualTo(!schema.isEmpty());
        }
    }

    @Test
    void aRefusalThatTeachesNothingReachesTheClientAsItCame() throws Exception {
        String refusal = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"invalid beta flag\"}}";
        provider.behave(StubProvider.json(400, refusal));

        HttpResponse<String> answer = gateway.post("/v1/messages", QUESTION.replace("claude", "direct"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(refusal);
        assertThat(provider.asked()).hasSize(1);
    }

    private static void answer(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status).putHeader("content-type", "application/json").end(body);
    }
}
