package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pattern serves the names that fit it, the longest pattern first. */
class WildcardModelsTest {

    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        provider = new StubProvider(StubProvider.json(200, Answers.OPENAI));
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: claude-*haiku*
                    litellm_params: {model: openai/gpt-small, api_key: sk, api_base: "%1$s"}
                  - model_name: claude-*
                    litellm_params: {model: openai/gpt-large, api_key: sk, api_base: "%1$s"}
                  - model_name: eu/*/gpt-*
                    litellm_params: {model: "openai/*:gpt-*", api_key: sk, api_base: "%1$s"}
                """.formatted(provider.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({"claude-haiku-4-5,gpt-small", "claude-3-haiku,gpt-small", "claude-opus-5,gpt-large",
            "eu/paris/gpt-5,paris:gpt-5"})
    void theProviderIsAskedForTheModelThatThePatternNames(String asked, String model) throws Exception {
        gateway.post("/v1/chat/completions",
                "{\"model\":\"" + asked + "\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(provider.last().json().path("model").asText()).isEqualTo(model);
    }
}
