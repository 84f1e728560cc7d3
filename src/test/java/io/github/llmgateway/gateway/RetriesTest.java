package io.github.llmgateway.gateway;

import static io.github.llmgateway.testing.Answers.anthropicError;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.ByModel;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Behaviour;
import io.github.llmgateway.testing.Wire;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, where, how often, and who rests afterwards. */
class RetriesTest {

    private static final Behaviour GOOD = StubProvider.json(200, Answers.ANTHROPIC);
    private static final Behaviour BROKEN = anthropicError(500, "api_error");
    private static final Behaviour BUSY = anthropicError(529, "overloaded_error");

    private final ByModel models = new ByModel();
    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void startProvider() {
        provider = new StubProvider(models);
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    /** A gateway with the groups {@code one} (a), {@code two} (b, then c), {@code turns} (d, e) and {@code any-*}. */
    private void start(String router) {
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: one, litellm_params: {model: anthropic/a, api_key: k, api_base: "%1$s"}}
                  - {model_name: other, litellm_params: {model: openai/g, api_key: k, api_base: "%1$s"}}
                  - {model_name: two, litellm_params: {model: anthropic/b, order: 1, api_key: k, api_base: "%1$s"}}
                  - {model_name: two, litellm_params: {model: anthropic/c, order: 2, api_key: k, api_base: "%1$s"}}
                  - {model_name: turns, litellm_params: {model: anthropic/d, api_key: k, api_base: "%1$s"}}
                  - {model_name: turns, litellm_params: {model: anthropic/e, api_key: k, api_base: "%1$s"}}
                  - {model_name: any-*, litellm_params: {model: anthropic/any-*, api_key: k, api_base: "%1$s"}}
                router_settings: {%2$s}
                gateway_settings: {drain_seconds: 1, forward_oauth: true}
                """.formatted(provider.url(), router));
    }

    private HttpResponse<String> ask(String model, String... headers) throws Exception {
        return gateway.post("/v1/messages", "{\"model\":\"" + model
                + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}", headers);
    }

    private static double millis(HttpResponse<String> answer, String which) {
        return Double.parseDouble(answer.headers().firstValue("x-litellm-" + which + "-duration-ms").orElseThrow());
    }

    private static long header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValueAsLong(name).orElse(-1);
    }

    @Test
    void aFailedCallIsTriedAgainAsOftenAsConfigured() throws Exception {
        start("num_retries: 2, allowed_fails: 9");
        models.when("a", BROKEN, BROKEN, GOOD);

        HttpResponse<String> answer = ask("one");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "x-litellm-attempted-retries")).isEqualTo(2);
        assertThat(models.count("a")).isEqualTo(3);
    }

    @Test
    void afterThatTheLastErrorIsTheClients() throws Exception {
        start("num_retries: 1, allowed_fails: 9");
        models.when("a", BROKEN, BUSY);

        HttpResponse<String> answer = ask("one");

        assertThat(answer.statusCode()).isEqualTo(529);
        assertThat(answer.body()).contains("overloaded_error");
        assertThat(models.count("a")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"400, invalid_request_error", "413, request_too_large"})
    void whatIsTheClientsFaultIsNotTriedAgain(int status, String type) throws Exception {
        start("num_retries: 3, allowed_fails: 0");
        models.when("b", anthropicError(status, type)).when("c", GOOD);

        assertThat(ask("two").statusCode()).isEqualTo(status);
        assertThat(ask("two").statusCode()).isEqualTo(status);

        assertThat(models.count("b")).isEqualTo(2);
        assertThat(models.count("c")).isZero();
    }

    @Test
    void aPolicySaysHowOftenByTheKindOfError() throws Exception {
        start("num_retries: 0, allowed_fails: 9, retry_policy: {ServiceUnavailableErrorRetries: 2, "
                + "InternalServerErrorRetries: 0}");
        models.when("a", BUSY, BUSY, GOOD).when("b", BROKEN);

        assertThat(header(ask("one"), "x-litellm-attempted-retries")).isEqualTo(2);
        assertThat(ask("two").statusCode()).isEqualTo(500);
        assertThat(models.count("c")).isZero();
    }

    @Test
    void aPoliciesBadGatewayIsTheSameForEveryProvider() throws Exception {
        start("num_retries: 0, allowed_fails: 9, retry_policy: {BadGatewayErrorRetries: 1}");
        models.when("a", anthropicError(502, "api_error"), GOOD);
        assertThat(ask("one").statusCode()).isEqualTo(200);
        models.when("g", StubProvider.json(502, "{\"error\":{\"message\":\"bad gateway\"}}"),
                StubProvider.json(200, Answers.OPENAI));
        assertThat(ask("other").statusCode()).isEqualTo(200);
    }

    @Test
    void aProvidersRetryAfterIsHeeded() throws Exception {
        start("num_retries: 1, allowed_fails: 9");
        models.when("a", anthropicError(429, "rate_limit_error", "retry-after", "1"), GOOD);
        long before = System.nanoTime();

        HttpResponse<String> answer = ask("one");

        assertThat(answer.statusCode()).isEqualTo(200);
        // Never sooner than the provider said; how much later is the machine's affair.
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(990_000_000L);
        // The pause is the provider's wish and no work of the gateway's.
        assertThat(millis(answer, "response") - millis(answer, "overhead")).isGreaterThanOrEqualTo(990);
    }

    @Test
    void aProviderThatWantsMoreThanAMinuteIsNotWaitedFor() throws Exception {
        start("num_retries: 1, allowed_fails: 9");
        models.when("a", anthropicError(429, "rate_limit_error", "retry-after", "3600"), GOOD);

        HttpResponse<String> answer = ask("one");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "retry-after")).isEqualTo(3600);
    }

    @Test
    void aClientThatLeavesDuringAPauseIsNotWaitedFor() throws Exception {
        start("num_retries: 1, allowed_fails: 9");
        models.when("a", anthropicError(429, "rate_limit_error", "retry-after", "50"), GOOD);
        Wire client = Wire.to(gateway);
        client.send(StreamingTest.ask("/v1/messages", "one", true));
        Eventually.holds("the provider was asked", () -> models.count("a") == 1);

        client.close();

        Eventually.holds("the exchange ended", () -> gateway.gateway().open() == 0);
        assertThat(models.count("a")).isEqualTo(1);
    }

    @Test
    void aDeploymentThatFailsTooOftenRestsAndComesBack() throws Exception {
        start("num_retries: 1, allowed_fails: 1, cooldown_time: 0.5");
        models.when("b", BROKEN, BROKEN, GOOD).when("c", GOOD);

        ask("two");
        ask("two");
        HttpResponse<String> resting = ask("two");

        assertThat(models.count("b")).isEqualTo(2);
        assertThat(header(resting, "x-litellm-attempted-retries")).isZero();
        Eventually.holds("the deployment is asked again", () -> {
            ask("two");
            return models.count("b") == 3;
        });
    }

    @Test
    void whenAllRestTheClientLearnsTheClassOfTheLastErrorAndWhenToComeBack() throws Exception {
        start("num_retries: 1, allowed_fails: 0, cooldown_time: 40");
        models.when("b", BUSY).when("c", anthropicError(429, "rate_limit_error", "retry-after", "7"));
        ask("two");

        HttpResponse<String> answer = ask("two");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("rate_limit_error");
        assertThat(header(answer, "retry-after")).isBetween(1L, 40L);
        assertThat(models.count("b") + models.count("c")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"529, overloaded_error, 529", "500, api_error, 503", "503, api_error, 503", "429, rate_limit_error, 429"})
    void theLatestFailureCountsNotTheLastInTheFile(int status, String type, int expected) throws Exception {
        start("num_retries: 0, allowed_fails: 0, cooldown_time: 40, routing_strategy: round-robin");
        models.when("d", GOOD, anthropicError(status, type))
                .when("e", status == 429 ? BUSY : anthropicError(429, "rate_limit_error"));
        ask("turns");
        ask("turns");
        ask("turns");
        assertThat(models.count("d")).isEqualTo(2);
        assertThat(models.count("e")).isEqualTo(1);

        HttpResponse<String> answer = ask("turns");

        assertThat(answer.statusCode()).isEqualTo(expected);
        assertThat(header(answer, "retry-after")).isBetween(1L, 40L);
        assertThat(models.count("d") + models.count("e")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"401, authentication_error", "403, permission_error"})
    void aRefusedKeyIsTheOperatorsAffair(int status, String type) throws Exception {
        start("num_retries: 1");
        models.when("b", anthropicError(status, type)).when("c", GOOD).when("a", anthropicError(status, type));
        try (CapturedLog log = CapturedLog.of("io.github.llmgateway.routing.Attempts")) {
            assertThat(ask("two").statusCode()).isEqualTo(200);
            assertThat(ask("two").statusCode()).isEqualTo(200);
            assertThat(models.count("b")).isEqualTo(1);

            HttpResponse<String> answer = ask("one");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("credentials").doesNotContain(type);
            assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
            assertThat(log.lines()).anyMatch(line -> line.contains("of two is refused by its provider")
                    && line.contains("api_key"));
        }
    }

    @Test
    void theOperatorIsToldOfARefusedKeyAlsoWhereNobodyRests() throws Exception {
        start("num_retries: 1, disable_cooldowns: true");
        models.when("b", anthropicError(401, "authentication_error")).when("c", GOOD);
        try (CapturedLog log = CapturedLog.of("io.github.llmgateway.routing.Attempts")) {
            ask("two");

            assertThat(log.lines()).anyMatch(line -> line.contains("of two is refused by its provider"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429})
    void aRefusalOfTheClientsOwnAccountIsTheClients(int status) throws Exception {
        start("num_retries: 1, allowed_fails: 0");
        models.when("b", anthropicError(status, status == 401 ? "authentication_error" : "rate_limit_error"), GOOD);

        HttpResponse<String> answer = ask("two", "authorization", "Bearer sk-ant-oat01-mine");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(provider.last().headers().get("authorization")).isEqualTo("Bearer sk-ant-oat01-mine");
        assertThat(ask("two").statusCode()).isEqualTo(200);
        assertThat(models.count("b")).isEqualTo(2);
    }

    @Test
    void aNameThatAWildcardLetsThroughAndNobodyKnowsHarmsNoOther() throws Exception {
        start("num_retries: 0, allowed_fails: 0");
        models.when("any-typo", anthropicError(404, "not_found_error")).when("any-good", GOOD);

        assertThat(ask("any-typo").statusCode()).isEqualTo(404);
        assertThat(ask("any-good").statusCode()).isEqualTo(200);
    }
}
