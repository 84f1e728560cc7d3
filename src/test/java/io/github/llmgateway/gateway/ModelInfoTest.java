package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.testing.RunningGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gateway tells of its deployments at {@code /v1/model/info}. */
class ModelInfoTest {

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: gpt
                    litellm_params: {model: openai/gpt-test, api_key: sk-provider, api_base: "http://127.0.0.1:9/v1", input_cost_per_token: 2e-6}
                    model_info: {id: first, mode: chat, team: {owner_token: tok-secret, name: search}}
                general_settings: {master_key: sk-master}
                """);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aDeploymentIsShownWithWhatTheFileSaysAndNoSecret() throws Exception {
        HttpResponse<String> answer = gateway.get("/v1/model/info", "authorization", "Bearer sk-master");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("sk-provider", "tok-secret", "sk-master");
        JsonNode shown = new ObjectMapper().readTree(answer.body()).at("/data/0");
        assertThat(shown.path("model_name").asText()).isEqualTo("gpt");
        assertThat(shown.at("/litellm_params/model").asText()).isEqualTo("openai/gpt-test");
        assertThat(shown.at("/model_info/id").asText()).isEqualTo("first");
        assertThat(shown.at("/model_info/mode").asText()).isEqualTo("chat");
        assertThat(shown.at("/model_info/team/name").asText()).isEqualTo("search");
        assertThat(shown.at("/model_info/team/owner_token").asText()).isEqualTo("***");
        assertThat(shown.at("/model_info/input_cost_per_token").asDouble()).isEqualTo(2e-6);
    }

    @Test
    void nobodySeesItWithoutTheKey() throws Exception {
        assertThat(gateway.get("/v1/model/info").statusCode()).isEqualTo(401);
    }
}
