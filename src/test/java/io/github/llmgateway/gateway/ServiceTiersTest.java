package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On Bedrock a service tier is a header for InvokeModel and a field for Converse, whatever API a client speaks. */
class ServiceTiersTest {

    private static final String TIER = "x-amzn-bedrock-service-tier";
    private static final String CONVERSE = "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"4\"}]}},"
            + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":7,\"outputTokens\":3,\"totalTokens\":10}}";
    private static final String REST = ", \"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";

    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        provider = new StubProvider((asked, response) -> response.putHeader("content-type", "application/json")
                .end(asked.uri().endsWith("/converse") ? CONVERSE : Answers.ANTHROPIC));
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: claude
                    litellm_params: &claude {model: bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0, api_key: k, api_base: %1$s}
                  - model_name: nova
                    litellm_params: &nova {model: bedrock/us.amazon.nova-pro-v1:0, api_key: k, api_base: %1$s}
                  - model_name: claude-flex
                    litellm_params: {<<: *claude, serviceTier: {type: flex}}
                  - model_name: nova-flex
                    litellm_params: {<<: *nova, service_tier: flex}
                """.formatted(provider.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, standard_only, default", "/v1/messages, auto, ", "/v1/chat/completions, flex, flex",
        "/v1/chat/completions, priority, priority", "/v1/chat/completions, default, default",
        "/v1/chat/completions, scale, "})
    void aClientsTierGoesToClaudeInAHeaderAndNotInTheBody(String path, String said, String sent) throws Exception {
        HttpResponse<String> answer = gateway.post(path, "{\"model\":\"claude\",\"service_tier\":\"" + said + "\"" + REST);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.last().headers().get(TIER)).isEqualTo(sent);
        assertThat(provider.last().json().has("service_tier")).isFalse();
        assertThat(answer.headers().firstValue("x-gateway-dropped").isPresent()).isEqualTo(said.equals("scale"));
    }

    @Test
    void aHeaderOfBedrocksOwnClientGoesAlong() throws Exception {
        gateway.post("/model/claude-flex/invoke", "{\"anthropic_version\":\"bedrock-2023-05-31\"" + REST,
                "X-Amzn-Bedrock-Service-Tier", "priority");

        assertThat(provider.last().headers().getAll(TIER)).containsExactly("priority");
    }

    @Test
    void aDeploymentsTierIsForThoseWhoSayNone() throws Exception {
        gateway.post("/v1/messages", "{\"model\":\"claude-flex\"" + REST);
        assertThat(provider.last().headers().get(TIER)).isEqualTo("flex");

        gateway.post("/v1/messages", "{\"model\":\"claude-flex\",\"service_tier\":\"standard_only\"" + REST);
        assertThat(provider.last().headers().get(TIER)).isEqualTo("default");

        gateway.post("/v1/messages", "{\"model\":\"nova-flex\"" + REST);
        assertThat(provider.last().json().at("/serviceTier/type").asText()).isEqualTo("flex");

        gateway.post("/v1/chat/completions", "{\"model\":\"nova-flex\",\"service_tier\":\"priority\"" + REST);
        assertThat(provider.last().json().at("/serviceTier/type").asText()).isEqualTo("priority");

        gateway.post("/model/nova-flex/converse", "{\"serviceTier\":{\"type\":\"priority\"},\"messages\":[{\"role\":\"user\","
                + "\"content\":[{\"text\":\"2+2\"}]}]}");
        assertThat(provider.last().json().at("/serviceTier/type").asText()).isEqualTo("priority");
    }
}
