package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's errors as its clients see them: untouched where both speak one dialect, else translated. */
class ErrorsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = new StubProvider(StubProvider.json(200, "{}"));
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpt, litellm_params: {model: openai/gpt-test, api_key: k, api_base: "%1$s"}}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                gateway_settings: {drain_seconds: 1}
                """.formatted(provider.url()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    private static HttpResponse<String> ask(String path, String model, boolean stream) throws Exception {
        return gateway.post(path, "{\"model\":\"" + model + "\",\"max_tokens\":9,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnthropicErrorReachesAnAnthropicClientAsItCame(boolean stream) throws Exception {
        String error = "{ \"type\": \"error\", \"error\": {\"type\":\"invalid_request_error\",\"message\":"
                + "\"messages.3.content.0: thinking blocks cannot be modified \\u00fc\", \"new\": 1.50 },\"request_id\":\"req_9\"}";
        provider.behave(StubProvider.json(400, error, "request-id", "req_9", "x-should-retry", "false",
                "anthropic-ratelimit-unified-status", "allowed", "retry-after", "12"));

        HttpResponse<String> answer = ask("/v1/messages", "claude", stream);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(error);
        assertThat(answer.headers().firstValue("request-id")).contains("req_9");
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
        assertThat(answer.headers().firstValue("anthropic-ratelimit-unified-status")).contains("allowed");
        assertThat(answer.headers().firstValue("retry-after")).contains("12");
    }

    @Test
    void anOpenAiErrorReachesAnOpenAiClientAsItCame() throws Exception {
        String error = "{\n  \"error\": {\n    \"message\": \"Bad tool\",\n \"type\": \"invalid_request_error\","
                + " \"param\": \"tools[0]\", \"code\": \"x\", \"extra\": 2.0\n  }\n}\n";
        provider.behave(StubProvider.json(422, error, "x-request-id", "req_o", "x-ratelimit-remaining-tokens", "5"));

        HttpResponse<String> answer = ask("/v1/chat/completions", "gpt", false);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo(error);
        assertThat(answer.headers().firstValue("x-request-id")).contains("req_o");
        assertThat(answer.headers().firstValue("x-ratelimit-remaining-tokens")).contains("5");
    }

    @Test
    void aPromptThatIsTooLongForAnotherVendorMakesClaudeCodeCompact() throws Exception {
        provider.behave(StubProvider.json(400, "{\"error\":{\"message\":\"This model's maximum context length is 8192 "
                + "tokens.\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}"));

        HttpResponse<String> answer = ask("/v1/messages", "gpt", true);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).contains("prompt is too long", "capability_rejected: prompt_too_long",
                "8192");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, gpt, 429, rate_limit_exceeded, 429, rate_limit_error",
        "/v1/messages, gpt, 503, server_error, 503, api_error",
        "/v1/messages, gpt, 500, server_error, 500, api_error",
        "/v1/messages, gpt, 404, model_not_found, 404, not_found_error",
        "/v1/chat/completions, claude, 429, rate_limit_error, 429, rate_limit_error",
        "/v1/chat/completions, claude, 529, overloaded_error, 529, overloaded_error",
        "/v1/chat/completions, claude, 500, api_error, 500, api_error",
        "/v1/chat/completions, claude, 400, invalid_request_error, 400, invalid_request_error"})
    void aTranslatedErrorKeepsStatusTypeAndTheWayBack(String path, String model, int status, String type, int seen,
            String seenType) throws Exception {
        provider.behave(StubProvider.json(status, model.equals("claude")
                ? "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"told so\"},\"request_id\":\"req_7\"}"
                : "{\"error\":{\"message\":\"told so\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + type + "\"}}",
                "retry-after", "3", model.equals("claude") ? "request-id" : "x-request-id", "req_7"));

        HttpResponse<String> answer = ask(path, model, false);

        assertThat(answer.statusCode()).isEqualTo(seen);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("type").asText()).isEqualTo(seenType);
        assertThat(error.path("message").asText()).contains("told so");
        assertThat(answer.headers().firstValue("retry-after")).contains("3");
        assertThat(answer.headers().firstValue("x-request-id")).contains("req_7");
    }

    @Test
    void anErrorThatIsAPageKeepsItsStatusAndIsNoPage() throws Exception {
        provider.behave((asked, response) -> response.setStatusCode(503).putHeader("content-type", "text/html")
                .end("<html>maintenance</html>"));

        HttpResponse<String> answer = ask("/v1/messages", "claude", false);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JSON.readTree(answer.body()).path("type").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude", "/v1/chat/completions, claude"})
    void theHeadersSayWhoAnsweredAndHowLongItTook(String path, String model) throws Exception {
        provider.behave(StubProvider.json(200, io.github.llmgateway.testing.Answers.ANTHROPIC));

        var headers = ask(path, model, false).headers();

        assertThat(headers.firstValue("x-request-id")).isPresent();
        assertThat(headers.firstValue("x-litellm-model-group")).contains("claude");
        assertThat(headers.firstValue("x-litellm-model-id")).contains(
                gateway.gateway().config().deployments().get(0).id());
        assertThat(headers.firstValue("x-litellm-attempted-retries")).contains("0");
        assertThat(headers.firstValue("x-litellm-attempted-fallbacks")).contains("0");
        double all = Double.parseDouble(headers.firstValue("x-litellm-response-duration-ms").orElseThrow());
        double own = Double.parseDouble(headers.firstValue("x-litellm-overhead-duration-ms").orElseThrow());
        assertThat(own).isBetween(0.0, all);
    }
}
