package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import org.junit.jupiter.api.Test;

/** An operator's guardrail on Bedrock holds for every client. */
class GuardrailsTest {

    private static final String CONVERSE = "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"4\"}]}},"
            + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":7,\"outputTokens\":3,\"totalTokens\":10}}";
    private static final String QUESTION = "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";

    @Test
    void aGuardrailGoesIntoConversesBodyAndIntoInvokesHeaders() throws Exception {
        try (StubProvider provider = new StubProvider((asked, response) -> response
                .putHeader("content-type", "application/json")
                .end(asked.uri().endsWith("/converse") ? CONVERSE : Answers.ANTHROPIC));
                RunningGateway gateway = RunningGateway.with("""
                        model_list:
                          - model_name: nova
                            litellm_params: &bedrock
                              model: bedrock/us.amazon.nova-pro-v1:0
                              api_key: k
                              api_base: %1$s
                              guardrailConfig: {guardrailIdentifier: ours, guardrailVersion: "2", trace: enabled}
                          - model_name: claude
                            litellm_params:
                              <<: *bedrock
                              model: bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0
                          - model_name: free
                            litellm_params:
                              model: bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0
                              api_key: k
                              api_base: %1$s
                        """.formatted(provider.url()))) {
            gateway.post("/v1/messages", QUESTION.formatted("nova"));
            assertThat(provider.last().json().at("/guardrailConfig/guardrailIdentifier").asText()).isEqualTo("ours");

            gateway.post("/model/nova/converse", "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"2+2\"}]}],"
                    + "\"guardrailConfig\":{\"guardrailIdentifier\":\"theirs\",\"guardrailVersion\":\"1\"}}");
            assertThat(provider.last().json().at("/guardrailConfig/guardrailIdentifier").asText()).isEqualTo("ours");

            gateway.post("/v1/messages", QUESTION.formatted("claude"));
            assertThat(provider.last().headers().get("x-amzn-bedrock-guardrailidentifier")).isEqualTo("ours");
            assertThat(provider.last().headers().get("x-amzn-bedrock-guardrailversion")).isEqualTo("2");
            assertThat(provider.last().json().has("guardrailConfig")).isFalse();

            gateway.post("/model/free/invoke", "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":["
                    + "{\"role\":\"user\",\"content\":\"2+2\"}]}", "X-Amzn-Bedrock-GuardrailIdentifier", "theirs");
            assertThat(provider.last().headers().get("x-amzn-bedrock-guardrailidentifier"))
                    .as("where the operator demands none, the client's holds").isEqualTo("theirs");
        }
    }
}
