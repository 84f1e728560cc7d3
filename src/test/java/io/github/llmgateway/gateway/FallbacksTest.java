package io.github.llmgateway.gateway;

import static io.github.llmgateway.testing.Answers.anthropicError;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.ByModel;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Behaviour;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which model stands in for one that fails, by why it failed. */
class FallbacksTest {

    private static final Behaviour GOOD = StubProvider.json(200, Answers.ANTHROPIC);
    private static final Behaviour BROKEN = anthropicError(500, "api_error");
    private static final Behaviour TOO_LONG = StubProvider.json(400,
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 9 > 8\"}}");
    private static final Behaviour FORBIDDEN = StubProvider.json(400, "{\"type\":\"error\",\"error\":{\"type\":"
            + "\"invalid_request_error\",\"message\":\"Output blocked by content filtering policy\"}}");
    private static final ByModel MODELS = new ByModel();
    private static StubProvider provider;
    private static RunningGateway gateway;
    private static RunningGateway withDefault;

    @BeforeAll
    static void start() {
        provider = new StubProvider(MODELS);
        StringBuilder models = new StringBuilder("model_list:\n");
        for (String name : List.of("a", "b", "c", "d", "long", "safe", "gpt")) {
            models.append("  - {model_name: ").append(name).append(", litellm_params: {model: ")
                    .append(name.equals("gpt") ? "openai/" : "anthropic/").append(name)
                    .append(", api_key: k, api_base: \"").append(provider.url()).append("\"}}\n");
        }
        String settings = "gateway_settings: {drain_seconds: 1}\n";
        gateway = RunningGateway.with(models + settings + """
                router_settings:
                  num_retries: 0
                  disable_cooldowns: true
                  fallbacks: [{a: [b]}, {b: [c]}, {d: [b, c]}, {gpt: [a]}]
                  context_window_fallbacks: [{a: [long]}]
                  content_policy_fallbacks: [{a: [safe]}]
                """);
        withDefault = RunningGateway.with(models + settings + """
                router_settings:
                  num_retries: 0
                  disable_cooldowns: true
                  fallbacks: [{a: [b, c]}]
                  default_fallbacks: [c, d]
                  max_fallbacks: 2
                """);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        withDefault.close();
        provider.close();
    }

    @BeforeEach
    void allAreBroken() {
        MODELS.forget();
        List.of("a", "b", "c", "d", "long", "safe", "gpt").forEach(each -> MODELS.when(each, BROKEN));
    }

    private static HttpResponse<String> ask(RunningGateway gateway, String model) throws Exception {
        return gateway.post("/v1/messages", "{\"model\":\"" + model
                + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");
    }

    private static void answeredBy(HttpResponse<String> answer, String model, int fallbacks) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-litellm-model-group")).contains(model);
        assertThat(answer.headers().firstValueAsLong("x-litellm-attempted-fallbacks")).hasValue(fallbacks);
    }

    @Test
    void theFallbackOfAFallbackAnswers() throws Exception {
        MODELS.when("c", GOOD);

        answeredBy(ask(gateway, "a"), "c", 2);
    }

    @Test
    void aFallbackMaySpeakAnotherDialect() throws Exception {
        MODELS.when("a", GOOD);

        answeredBy(ask(gateway, "gpt"), "a", 1);
    }

    @Test
    void aPromptThatIsTooLongGoesToItsOwnFallback() throws Exception {
        MODELS.when("a", TOO_LONG).when("long", GOOD).when("b", GOOD);

        answeredBy(ask(gateway, "a"), "long", 1);
        assertThat(MODELS.count("b")).isZero();
    }

    @Test
    void whatAPolicyForbidsGoesToItsOwnFallback() throws Exception {
        MODELS.when("a", FORBIDDEN).when("safe", GOOD).when("b", GOOD);

        answeredBy(ask(gateway, "a"), "safe", 1);
        assertThat(MODELS.count("b")).isZero();
    }

    @Test
    void aWrongRequestGoesToNobodyElse() throws Exception {
        MODELS.when("a", anthropicError(400, "invalid_request_error")).when("b", GOOD);

        assertThat(ask(gateway, "a").statusCode()).isEqualTo(400);
        assertThat(MODELS.count("b")).isZero();
    }

    @Test
    void nobodyIsAskedTwice() throws Exception {
        // d falls back to b and c, b to c.
        assertThat(ask(gateway, "d").statusCode()).isEqualTo(500);

        assertThat(List.of(MODELS.count("d"), MODELS.count("b"), MODELS.count("c"))).containsExactly(1, 1, 1);
    }

    @Test
    void aModelWithoutFallbacksOfItsOwnHasTheDefaults() throws Exception {
        MODELS.when("d", GOOD);

        answeredBy(ask(withDefault, "b"), "d", 2);
        assertThat(MODELS.count("c")).isEqualTo(1);
    }

    @Test
    void noMoreThanTheMostAreAsked() throws Exception {
        // a falls back to b and c, b and c to the defaults.
        assertThat(ask(withDefault, "a").statusCode()).isEqualTo(500);

        assertThat(provider.asked()).isNotEmpty();
        assertThat(MODELS.count("a") + MODELS.count("b") + MODELS.count("c") + MODELS.count("d")).isEqualTo(3);
    }
}
