package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.framing.EventWriter;
import io.github.llmgateway.framing.Framing;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of the clouds' APIs expect of their doors. */
class CloudDoorsTest {

    private static final String GEMINI = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"2+2\"}]}]}";

    @Test
    void theKeyMayStandInTheAddressAsGooglesDoes() throws Exception {
        try (RunningGateway gateway = simulator()) {
            String path = "/v1beta/models/simulator:generateContent";

            assertThat(gateway.post(path + "?key=sk-master", GEMINI).statusCode()).isEqualTo(200);
            assertThat(gateway.post(path + "?key=sk-other", GEMINI).statusCode()).isEqualTo(401);
            assertThat(gateway.post(path, GEMINI, "x-goog-api-key", "sk-master").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aKeyInTheAddressReachesNoProviderAndOthersAreNotTaken() throws Exception {
        try (StubProvider provider = new StubProvider(StubProvider.json(200, Answers.OPENAI));
                RunningGateway gateway = RunningGateway.with("""
                        model_list:
                          - model_name: gpt
                            litellm_params: {model: openai_like/gpt, api_key: k, api_base: %s/v1}
                        general_settings: {master_key: sk-master}
                        """.formatted(provider.url()))) {
            String body = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";

            assertThat(gateway.post("/v1/chat/completions?a=1&%6Bey=sk-master&b=2", body).statusCode()).isEqualTo(200);
            assertThat(provider.last().uri()).isEqualTo("/v1/chat/completions?a=1&b=2");
            assertThat(gateway.post("/v1/chat/completions?x-api-key=sk-master", body).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void inferenceProfilesAreTheModelsThatMayBeAskedFor() throws Exception {
        try (RunningGateway gateway = simulator()) {
            var answer = gateway.get("/bedrock/inference-profiles?type=SYSTEM_DEFINED", "x-api-key", "sk-master");

            assertThat(Json.parse(answer.body().getBytes(StandardCharsets.UTF_8))
                    .at("/inferenceProfileSummaries/0/inferenceProfileId").asText()).isEqualTo("simulator");
            assertThat(gateway.get("/inference-profiles").statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1beta/openai", "/gemini/v1beta/openai", "/v1/projects/p/locations/l/endpoints/openapi",
        "/v1beta1/projects/p/locations/l/endpoints/openapi", "/vertex_ai/v1/projects/p/locations/l/endpoints/openapi"})
    void openAisFormatIsSpokenWhereGoogleSpeaksIt(String path) throws Exception {
        try (RunningGateway gateway = simulator()) {
            var answer = gateway.post(path + "/chat/completions",
                    "{\"model\":\"simulator\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}",
                    "authorization", "Bearer sk-master");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"object\":\"chat.completion\"");
        }
    }

    private static RunningGateway simulator() {
        return RunningGateway.with("""
                model_list:
                  - {model_name: simulator, litellm_params: {model: simulator/simulator}}
                general_settings: {master_key: sk-master}
                """);
    }

    @Test
    void aWordOfConverseReachesTheClientBeforeTheNextIsSpoken() throws Exception {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        try (StubProvider provider = new StubProvider((asked, response) -> {
            EventWriter events = Framing.AWS_EVENTS.writer();
            response.putHeader("content-type", Framing.AWS_EVENTS.contentType()).setChunked(true);
            say(events, "messageStart", "{\"role\":\"assistant\"}");
            say(events, "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"first\"}}");
            response.write(Buffer.buffer(events.take()));
            heard.thenRun(() -> {
                say(events, "contentBlockStop", "{\"contentBlockIndex\":0}");
                say(events, "messageStop", "{\"stopReason\":\"end_turn\"}");
                say(events, "metadata", "{\"usage\":{\"inputTokens\":7,\"outputTokens\":3,\"totalTokens\":10}}");
                response.end(Buffer.buffer(events.take()));
            });
        });
                RunningGateway gateway = RunningGateway.with("""
                        model_list:
                          - model_name: nova
                            litellm_params: {model: bedrock/us.amazon.nova-pro-v1:0, api_key: k, api_base: %s}
                        """.formatted(provider.url()));
                BufferedReader lines = new BufferedReader(new InputStreamReader(gateway.stream("/v1/messages",
                        "{\"model\":\"nova\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\","
                                + "\"content\":\"2+2\"}]}").body(), StandardCharsets.UTF_8))) {
            StringBuilder rest = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("first")) {
                    heard.complete(null);
                }
                rest.append(line);
            }
            assertThat(heard).isCompleted();
            assertThat(rest).contains("message_stop");
        }
    }

    private static void say(EventWriter events, String name, String data) {
        events.event(name, data.getBytes(StandardCharsets.UTF_8));
    }
}
