package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of models on Vertex AI that users' configurations hold: each is asked where Google serves it. */
class VertexModelsTest {

    private static final String GEMINI = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"four\"}]},"
            + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":3,"
            + "\"totalTokenCount\":10}}";

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-oss-20b-maas, /endpoints/openapi/chat/completions, openai/gpt-oss-20b-maas",
        "deepseek-ai/deepseek-r1-0528-maas, /endpoints/openapi/chat/completions, deepseek-ai/deepseek-r1-0528-maas",
        "meta/llama-3.1-405b-instruct-maas, /endpoints/openapi/chat/completions, meta/llama-3.1-405b-instruct-maas",
        "qwen/qwen3-coder-480b-a35b-instruct-maas, /endpoints/openapi/chat/completions, qwen/qwen3-coder-480b-a35b-instruct-maas",
        "qwen/qwen3-235b-a22b-instruct-2507-maas, /endpoints/openapi/chat/completions, qwen/qwen3-235b-a22b-instruct-2507-maas",
        "codestral-2, /publishers/mistralai/models/codestral-2:rawPredict, codestral-2",
        "gemini-2.5-flash, /publishers/google/models/gemini-2.5-flash:generateContent,",
        "gemini-2.5-pro, /publishers/google/models/gemini-2.5-pro:generateContent,",
        "claude-sonnet-4-5@20250929, /publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict,"})
    void aModelIsAskedAtItsPublishersPath(String model, String path, String inBody) throws Exception {
        String answer = model.startsWith("gemini") ? GEMINI : model.startsWith("claude") ? Answers.ANTHROPIC
                : Answers.OPENAI;
        try (StubProvider provider = new StubProvider(StubProvider.json(200, answer));
                RunningGateway gateway = RunningGateway.with("""
                        model_list:
                          - model_name: mine
                            litellm_params:
                              model: vertex_ai/%s
                              vertex_project: p1
                              vertex_location: us-central1
                              api_key: k
                              api_base: %s
                        """.formatted(model, provider.url()))) {
            HttpResponse<String> got = gateway.post("/v1/messages", "{\"model\":\"mine\",\"max_tokens\":9,\"messages\":["
                    + "{\"role\":\"user\",\"content\":\"2+2\"}]}");

            assertThat(got.statusCode()).as(got.body()).isEqualTo(200);
            assertThat(got.body()).containsAnyOf("\"four\"", "\"4\"");
            assertThat(provider.last().uri()).isEqualTo("/v1/projects/p1/locations/us-central1" + path);
            assertThat(provider.last().json().path("model").asText(null)).isEqualTo(inBody);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "europe-west1, https://europe-west1-aiplatform.googleapis.com/v1/projects/p1/locations/europe-west1",
        "global, https://aiplatform.googleapis.com/v1/projects/p1/locations/global",
        "eu, https://aiplatform.eu.rep.googleapis.com/v1/projects/p1/locations/eu"})
    void aLocationHasItsHost(String location, String base) {
        try (RunningGateway gateway = RunningGateway.with("""
                model_list:
                  - model_name: mine
                    litellm_params: {model: vertex_ai/gemini-2.5-pro, vertex_project: p1, vertex_location: %s}
                """.formatted(location))) {
            assertThat(gateway.gateway().config().deployments().get(0).endpoint().base()).hasToString(base);
        }
    }

    @Test
    void aProjectThatNothingNamesIsAskedFor() {
        try (RunningGateway gateway = RunningGateway.with("""
                model_list:
                  - {model_name: one, litellm_params: {model: simulator/one}}
                  - {model_name: mine, litellm_params: {model: vertex_ai/gemini-2.5-pro, vertex_credentials: '{"project_id": "p9"}'}}
                """)) {
            assertThat(gateway.gateway().config().deployments().get(1).endpoint().base().toString())
                    .as("the project of the credentials").contains("/projects/p9/");
        }
    }
}
