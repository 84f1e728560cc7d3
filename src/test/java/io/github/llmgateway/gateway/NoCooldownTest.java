package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import org.junit.jupiter.api.Test;

/** {@code cooldown_time: 0} means what it says. */
class NoCooldownTest {

    private static final String QUESTION =
            "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";

    @Test
    void aDeploymentThatNeverRestsIsAskedAgainWhateverItsProviderSaidOfPatience() throws Exception {
        try (StubProvider provider = new StubProvider(
                ModelApi.ANTHROPIC.fails(529, "overloaded_error", "Overloaded", "retry-after", "30"));
                RunningGateway gateway = RunningGateway.with("""
                        router_settings: {num_retries: 0, allowed_fails: 0, cooldown_time: 0}
                        """ + ModelApi.ANTHROPIC.config("claude", provider))) {
            assertThat(gateway.post("/v1/messages", QUESTION).statusCode()).isEqualTo(529);

            provider.behave(StubProvider.json(200, Answers.ANTHROPIC));

            assertThat(gateway.post("/v1/messages", QUESTION).statusCode()).isEqualTo(200);
        }
    }
}
