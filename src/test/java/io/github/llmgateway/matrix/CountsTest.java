package io.github.llmgateway.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.StandIn;
import io.github.llmgateway.standin.Told;
import io.github.llmgateway.testing.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many tokens a prompt has, asked at any door that has the question: the provider's count where it counts. */
class CountsTest {

    private static final String GROUP = "counted";

    /** Claude on Bedrock is counted by Converse's form of the question. */
    @Test
    void claudeOnBedrockIsCountedByBedrock() throws Exception {
        try (StandIn provider = Family.BEDROCK_CONVERSE.start();
                RunningGateway gateway = RunningGateway.with("model_list:\n"
                        + provider.configuration(GROUP).replace("bedrock/converse/", "bedrock/invoke/"))) {
            count(provider, "input_tokens", gateway.post("/v1/messages/count_tokens", "{\"model\":\"" + GROUP + "\","
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}"));
            assertThat(provider.heard()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Family.class, mode = EnumSource.Mode.EXCLUDE, names = "BEDROCK_INVOKE")
    void aCountIsTheProvidersOwnOrIsMarkedAsAnEstimate(Family family) throws Exception {
        try (StandIn provider = family.start();
                RunningGateway gateway = RunningGateway.with("model_list:\n" + provider.configuration(GROUP))) {
            Question question = new Question(Scenario.TOOL_CALL, GROUP, false);
            String anthropic = Bodies.anthropic(question).replaceFirst("\"max_tokens\":\\d+,", "");

            count(provider, "input_tokens", gateway.post("/v1/messages/count_tokens",
                    "{\"model\":\"" + GROUP + "\"," + anthropic + "}"));
            count(provider, "totalTokens", gateway.post("/v1beta/models/" + GROUP + ":countTokens",
                    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"2+2\"}]}]}"));
            count(provider, "inputTokens", gateway.post("/model/" + GROUP + "/count-tokens",
                    "{\"input\":{\"converse\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"2+2\"}]}]}}}"));
            count(provider, "input_tokens", gateway.post(
                    "/v1/projects/p/locations/l/publishers/anthropic/models/count-tokens:rawPredict",
                    "{\"anthropic_version\":\"vertex-2023-10-16\",\"model\":\"" + GROUP + "\"," + anthropic + "}"));
        }
    }

    private static void count(StandIn provider, String field, HttpResponse<String> answer) {
        assertThat(provider.violations()).isEmpty();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        int count = Json.parse(answer.body().getBytes(StandardCharsets.UTF_8)).path(field).asInt();
        boolean estimate = answer.headers().firstValue("x-gateway-token-count").isPresent();
        assertThat(count).as(answer.body()).matches(tokens -> estimate ? tokens > 0 : tokens == Told.FRESH + Told.CACHED);
    }
}
