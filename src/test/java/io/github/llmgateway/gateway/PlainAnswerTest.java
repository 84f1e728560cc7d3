package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.RunningGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A route that answers with a text of its own. */
class PlainAnswerTest {

    @Test
    void theRequestsHeadersAreNotSentBack() throws Exception {
        try (RunningGateway gateway = RunningGateway.with("""
                model_list:
                  - model_name: simulator
                    litellm_params: {model: simulator/simulator}
                """)) {
            HttpResponse<String> answer = gateway.get("/api/hello?q=asked", "authorization", "Bearer sk-client");

            assertThat(answer.body()).isEqualTo("Camel LLM Gateway");
            assertThat(answer.headers().map()).doesNotContainKeys("authorization", "user-agent", "host", "q");
        }
    }
}
