package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.RunningGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that ask for a model by the name that it has at its provider. */
class OwnModelNamesTest {

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: first
                    litellm_params: {model: simulator/us.anthropic.claude-sonnet-4-5-20250929-v1:0}
                  - model_name: second
                    litellm_params: {model: simulator/us.anthropic.claude-sonnet-4-5-20250929-v1:0}
                  - model_name: second
                    litellm_params: {model: simulator/claude-sonnet-4-5@20250929}
                  - model_name: gpt-*
                    litellm_params: {model: simulator/gpt-*}
                  - model_name: third
                    litellm_params: {model: simulator/gpt-own}
                router_settings: {model_group_alias: {sonnet: second}}
                """);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> ask(String model) throws Exception {
        return gateway.post("/v1/messages", "{\"model\":\"" + model
                + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0, first",
        "simulator/us.anthropic.claude-sonnet-4-5-20250929-v1:0, first",
        "claude-sonnet-4-5@20250929, second",
        "claude-sonnet-4-5@20250929[1m], second",
        "sonnet[1m], second",
        "second[1m], second",
        "gpt-own, gpt-*"})
    void theFirstGroupThatHasTheModelAnswers(String asked, String group) throws Exception {
        HttpResponse<String> answer = ask(asked);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-litellm-model-group")).contains(group);
    }

    @Test
    void whatNobodyHasIsStillNotFound() throws Exception {
        assertThat(ask("claude-sonnet-4-6[1m]").statusCode()).isEqualTo(404);
        assertThat(ask("[1m]").statusCode()).isEqualTo(404);
    }
}
