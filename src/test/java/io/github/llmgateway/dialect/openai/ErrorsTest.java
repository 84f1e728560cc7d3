package io.github.llmgateway.dialect.openai;

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

class ErrorsTest {

    private final OpenAiDialect dialect = new OpenAiDialect();

    private Failure read(int status, String body) {
        return dialect.readFailure(status, name -> "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | CONTEXT_WINDOW  | {"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","code":"context_length_exceeded"}}
            400 | CONTEXT_WINDOW  | {"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens","type":"BadRequestError","code":400}
            400 | CONTEXT_WINDOW  | {"object":"error","message":"Prompt contains 66385 tokens, too large for model with 32768 maximum context length","type":"invalid_request_error","code":"3051"}
            400 | CONTEXT_WINDOW  | {"error":{"message":"Please reduce the length of the messages or completion.","type":"invalid_request_error"}}
            400 | CONTEXT_WINDOW  | {"error":{"code":400,"message":"request (9000 tokens) exceeds the available context size (4096 tokens)","type":"exceed_context_size_error"}}
            400 | CONTEXT_WINDOW  | {"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\\"error\\":{\\"message\\":\\"prompt is too long: 210000 tokens\\"}}"}}}
            400 | CONTEXT_WINDOW  | {"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 500000 tokens."}
            413 | RATE_LIMIT      | {"error":{"message":"Request too large for model `llama` on tokens per minute (TPM): Limit 6000","type":"tokens","code":"rate_limit_exceeded"}}
            400 | CONTENT_POLICY  | {"error":{"message":"The response was filtered","code":"content_filter","param":"prompt"}}
            403 | CONTENT_POLICY  | {"error":{"code":403,"message":"Your input was flagged","metadata":{"reasons":["x"]}}}
            429 | BILLING         | {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}
            402 | BILLING         | {"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}
            404 | NOT_FOUND       | {"error":{"message":"The model `x` does not exist","type":"invalid_request_error","code":"model_not_found"}}
            404 | NOT_FOUND       | {"error":"model 'x' not found, try pulling it first"}
            400 | NOT_FOUND       | {"object":"error","message":"Invalid model: x","type":"invalid_model","code":"1500"}
            429 | RATE_LIMIT      | {"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}
            429 | OVERLOADED      | {"error":{"message":"The engine is currently overloaded, please try again later","type":"engine_overloaded_error"}}
            401 | AUTHENTICATION  | {"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}
            400 | AUTHENTICATION  | {"code":"Client specified an invalid argument","error":"Incorrect API key provided: xx"}
            422 | INVALID_REQUEST | {"detail":[{"loc":["body","x"],"msg":"Extra inputs are not permitted","input":"secret"}]}
            422 | INVALID_REQUEST | {"object":"error","message":{"detail":[{"loc":["body","x"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"}
            400 | INVALID_REQUEST | [{"error":{"code":400,"message":"Invalid JSON payload","status":"INVALID_ARGUMENT"}}]
            500 | API_ERROR       | {"error":{"message":"The server had an error","type":"server_error"}}
            503 | OVERLOADED      | {"error":{"message":"The model is overloaded","type":"server_error"}}
            502 | UNAVAILABLE     | <html>Bad gateway</html>
            504 | TIMEOUT         | ''
            """)
    void errorsAreKnownByCodeWordingAndStatus(int status, FailureKind kind, String body) {
        Failure failure = read(status, body);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.getMessage()).isNotBlank().doesNotContain("secret").doesNotContain("<");
        assertThat(failure.verbatim() == null).isEqualTo(body.isEmpty() || body.startsWith("<"));
    }

    @Test
    void theProvidersWordsGoThroughUntouched() {
        String body = "{ \"error\" : {\"message\":\"m\",\"x\":20.0} }";
        assertThat(dialect.writeFailure(read(400, body), "req")).asString(StandardCharsets.UTF_8).isEqualTo(body);
    }

    @Test
    void anothersErrorKeepsItsTypeAndGetsOpenAisCode() {
        Failure failure = Failure.of(FailureKind.CONTEXT_WINDOW, "prompt is too long").withType("invalid_request_error")
                .withVerbatim(new Failure.Verbatim("anthropic", new byte[0], "application/json"));
        JsonNode error = Json.parse(dialect.writeFailure(failure, null)).get("error");
        assertThat(error.path("code").asText()).isEqualTo("context_length_exceeded");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.has("param")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = FailureKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CLIENT_LEFT")
    void everyKindIsReadBackAsItself(FailureKind kind) {
        Failure failure = Failure.of(kind, "m").withParam(kind == FailureKind.NOT_FOUND ? "model" : null);
        byte[] body = dialect.writeFailure(failure, null);
        assertThat(dialect.readFailure(kind.status(), name -> null, body).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"Please try again in 20ms., 20", "Please try again in 1.5s, 1500", "try again in 1m2s, 62000",
        "try again in 6m, 360000", "try again in a while, -1", "no hint, -1"})
    void theHintWhenToTryAgainIsRead(String message, long millis) {
        assertThat(OpenAiErrors.retryAfter(message)).isEqualTo(millis);
    }
}
