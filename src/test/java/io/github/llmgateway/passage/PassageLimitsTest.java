package io.github.llmgateway.passage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deployment's limits hold for conversations and for what passes alike, and for both together. */
class PassageLimitsTest {

    private static final String SPEECH = "{\"model\":\"ear\",\"input\":\"hi\"}";
    private static final String CHAT = "{\"model\":\"ear\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";

    private static RunningGateway gateway(StubProvider provider, String limit) {
        return RunningGateway.with("""
                router_settings: {num_retries: 0, enable_pre_call_checks: true}
                model_list:
                  - {model_name: ear, litellm_params: {model: openai/a, api_key: k1, api_base: "%1$s/1/v1", %2$s}}
                  - {model_name: two, litellm_params: {model: openai/b, api_key: k2, api_base: "%1$s/2/v1"}}
                """.formatted(provider.url(), limit));
    }

    private static HttpResponse<String> post(RunningGateway gateway, String path, String body) throws Exception {
        return gateway.send("POST", path, body.getBytes(), BodyHandlers.ofString(), "content-type", "application/json");
    }

    private static void assertFull(HttpResponse<String> answer, String whose) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(answer.body()).contains("All deployments of " + whose + " have as many requests as the configuration "
                + "allows.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/audio/speech", "/v1/chat/completions"})
    void whereADeploymentHasAsManyRequestsAsItMayNothingPassesAndNoConversationBegins(String underWay) throws Exception {
        LiveProvider live = new LiveProvider();
        try (StubProvider provider = new StubProvider(live);
                RunningGateway gateway = gateway(provider, "max_parallel_requests: 1")) {
            CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> {
                try {
                    return post(gateway, underWay, underWay.endsWith("speech") ? SPEECH : CHAT);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            LiveAnswer answer = live.next();

            HttpResponse<String> passing = post(gateway, "/v1/audio/speech", SPEECH);
            assertFull(passing, "the model ear");
            HttpResponse<String> conversation = post(gateway, "/v1/chat/completions", CHAT);
            assertThat(conversation.statusCode()).isEqualTo(429);
            assertThat(conversation.body()).isEqualTo(passing.body());
            // Files are the first account's; the second has others.
            assertFull(gateway.get("/v1/files"), "the provider openai");
            assertThat(provider.asked()).hasSize(1);

            answer.head(200, "application/json").say(Answers.OPENAI).end();
            assertThat(first.get().statusCode()).isEqualTo(200);
            provider.behave(StubProvider.json(200, Answers.OPENAI));
            assertThat(post(gateway, "/v1/audio/speech", SPEECH).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatPassesCountsAmongTheRequestsOfAMinute() throws Exception {
        try (StubProvider provider = new StubProvider(StubProvider.json(200, Answers.OPENAI));
                RunningGateway gateway = gateway(provider, "rpm: 2")) {
            assertThat(post(gateway, "/v1/audio/speech", SPEECH).statusCode()).isEqualTo(200);
            assertThat(post(gateway, "/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);

            assertFull(post(gateway, "/v1/audio/speech", SPEECH), "the model ear");
            assertFull(post(gateway, "/openai/v1/files", "{}"), "the provider openai");
            assertThat(provider.asked()).hasSize(2);
        }
    }

    @Test
    void aMemberOfTheGroupThatHasRoomTakesOver() throws Exception {
        try (StubProvider provider = new StubProvider(StubProvider.json(200, "{}"));
                RunningGateway gateway = RunningGateway.with("""
                        router_settings: {enable_pre_call_checks: true}
                        model_list:
                          - {model_name: ear, litellm_params: {model: openai/a, api_key: k1, api_base: "%1$s/1/v1", rpm: 1}}
                          - {model_name: ear, litellm_params: {model: openai/b, api_key: k2, api_base: "%1$s/2/v1", rpm: 1}}
                        """.formatted(provider.url()))) {
            post(gateway, "/v1/audio/speech", SPEECH);
            post(gateway, "/v1/audio/speech", SPEECH);

            assertThat(provider.asked()).extracting(StubProvider.Asked::uri)
                    .containsExactly("/1/v1/audio/speech", "/2/v1/audio/speech");
            assertFull(post(gateway, "/v1/audio/speech", SPEECH), "the model ear");
        }
    }
}
