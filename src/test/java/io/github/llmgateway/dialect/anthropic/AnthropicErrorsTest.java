package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnthropicErrorsTest {

    private final AnthropicDialect dialect = new AnthropicDialect();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | invalid_request_error | messages: Field required | INVALID_REQUEST",
        "400 | invalid_request_error | prompt is too long: 210000 tokens > 200000 maximum | CONTEXT_WINDOW",
        "400 | invalid_request_error | input length and `max_tokens` exceed context limit: 1 + 2 > 2 | CONTEXT_WINDOW",
        "400 | invalid_request_error | Your credit balance is too low to access the Anthropic API | BILLING",
        "400 | invalid_request_error | Output blocked by content filtering policy | CONTENT_POLICY",
        "401 | authentication_error | invalid x-api-key | AUTHENTICATION",
        "402 | billing_error | pay | BILLING",
        "403 | permission_error | no | PERMISSION",
        "404 | not_found_error | model: x | NOT_FOUND",
        "413 | request_too_large | Request exceeds the maximum size | TOO_LARGE",
        "429 | rate_limit_error | This would exceed your rate limit; too many tokens | RATE_LIMIT",
        "500 | api_error | Internal server error | API_ERROR",
        "504 | timeout_error | slow | TIMEOUT",
        "529 | overloaded_error | Overloaded | OVERLOADED",
        "500 | overloaded_error | Overloaded | OVERLOADED",
        "400 | brand_new_error | what | INVALID_REQUEST"})
    void theKindIsReadFromStatusTypeAndWording(int status, String type, String message, FailureKind kind) {
        Failure failure = read(status, "{'type':'error','error':{'type':'" + type + "','message':'" + message + "'}}");
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.getMessage()).isEqualTo(message);
        assertThat(failure.type()).isEqualTo(type);
    }

    @Test
    void whatTheProviderSaidReachesItsOwnClientByteForByte() {
        String body = "{ 'type':'error', 'error':{'type':'invalid_request_error','message':'thinking: bad','x':1e3},"
                + "'request_id':'req_1'}";
        Failure failure = read(400, body);
        assertThat(dialect.writeFailure(failure, "other")).isEqualTo(bytes(body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "502 | <html><body>Bad Gateway</body></html> | UNAVAILABLE",
        "503 | '' | UNAVAILABLE",
        "429 | '' | RATE_LIMIT",
        "400 | [] | INVALID_REQUEST",
        "404 | null | NOT_FOUND"})
    void bodiesThatAreNoneAreNotForwarded(int status, String body, FailureKind kind) {
        Failure failure = dialect.readFailure(status, name -> "text/html", body.getBytes(StandardCharsets.UTF_8));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.verbatim()).isNull();
        assertThat(failure.getMessage()).contains(String.valueOf(status)).doesNotContain("html");
    }

    @Test
    void aCloudsErrorIsReadButNotForwardedAsAnthropics() {
        Failure failure = read(400, "{'message':'Input is too long for requested model.'}");
        assertThat(failure.kind()).isEqualTo(FailureKind.CONTEXT_WINDOW);
        assertThat(failure.verbatim()).isNull();
    }

    @Test
    void aPromptThatIsTooLongForAnotherProviderIsSaidInTheWordsThatClientsKnow() {
        JsonNode error = written(Failure.of(FailureKind.CONTEXT_WINDOW,
                "This model's maximum context length is 128000 tokens.")).path("error");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).isEqualTo("prompt is too long: This model's maximum context length "
                + "is 128000 tokens. (capability_rejected: prompt_too_long)");
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST, invalid_request_error", "CONTENT_POLICY, invalid_request_error",
        "AUTHENTICATION, authentication_error", "PERMISSION, permission_error", "NOT_FOUND, not_found_error",
        "TOO_LARGE, request_too_large", "RATE_LIMIT, rate_limit_error", "NOT_SUPPORTED, not_supported",
        "OVERLOADED, overloaded_error", "BILLING, billing_error", "TIMEOUT, timeout_error", "API_ERROR, api_error",
        "UNAVAILABLE, api_error"})
    void ourOwnErrorsHaveTheContractsTypes(FailureKind kind, String type) {
        JsonNode body = written(Failure.of(kind, "why"));
        assertThat(body.toString()).isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"" + type
                + "\",\"message\":\"why\"},\"request_id\":\"req_9\"}");
    }

    @Test
    void anotherProvidersTypeStaysIfItIsOneOfAnthropicsAndNoVaguer() {
        assertThat(written(Failure.of(FailureKind.RATE_LIMIT, "").withType("overloaded_error"))
                .path("error").path("type").asText()).isEqualTo("overloaded_error");
        assertThat(written(Failure.of(FailureKind.AUTHENTICATION, "").withType("invalid_request_error"))
                .path("error").path("type").asText()).isEqualTo("authentication_error");
        assertThat(written(Failure.of(FailureKind.RATE_LIMIT, "").withType("insufficient_quota"))
                .path("error").path("type").asText()).isEqualTo("rate_limit_error");
        Failure foreign = Failure.of(FailureKind.RATE_LIMIT, "slow down")
                .withVerbatim(new Failure.Verbatim("openai", new byte[0], "application/json"));
        assertThat(written(foreign).path("error").path("message").asText()).isEqualTo("slow down");
    }

    @ParameterizedTest
    @EnumSource(value = FailureKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CLIENT_LEFT")
    void whatIsWrittenReadsAsTheSameKind(FailureKind kind) {
        byte[] body = dialect.writeFailure(Failure.of(kind, "why"), null);
        FailureKind read = dialect.readFailure(kind.status(), name -> "application/json", body).kind();
        FailureKind expected = switch (kind) {
            case METHOD, CONTENT_POLICY -> FailureKind.INVALID_REQUEST;
            case UNAVAILABLE -> FailureKind.API_ERROR;
            default -> kind;
        };
        assertThat(read).isEqualTo(expected);
    }

    private JsonNode written(Failure failure) {
        return Json.parse(dialect.writeFailure(failure, "req_9"));
    }

    private Failure read(int status, String quoted) {
        return dialect.readFailure(status, name -> "application/json", bytes(quoted));
    }

    private static byte[] bytes(String quoted) {
        return quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
