package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsTest {

    private final GeminiDialect dialect = new GeminiDialect();

    private Failure read(int status, String body) {
        return dialect.readFailure(status, name -> null, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRecordedErrorTellsWhenToComeBackAndIsForwardedUntouched() {
        byte[] body = Recorded.parts().stream().filter(part -> part.file().contains("429")).findFirst()
                .map(Fixtures.Part::bytes).orElseThrow();
        Failure failure = dialect.readFailure(429, name -> "application/json", body);
        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
        assertThat(failure.retryAfterMillis()).isEqualTo(34_400);
        assertThat(dialect.writeFailure(failure, "id")).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | INVALID_ARGUMENT | Invalid value at 'contents' | INVALID_REQUEST",
        "400 | INVALID_ARGUMENT | API key not valid. Please pass a valid API key. | AUTHENTICATION",
        "400 | INVALID_ARGUMENT | API key expired. Please renew the API key. | AUTHENTICATION",
        "400 | INVALID_ARGUMENT | The input token count (1048577) exceeds the maximum of 1048576 | CONTEXT_WINDOW",
        "400 | FAILED_PRECONDITION | User location is not supported for the API use. | PERMISSION",
        "401 | UNAUTHENTICATED | Request had invalid authentication credentials. | AUTHENTICATION",
        "403 | PERMISSION_DENIED | Method doesn't allow unregistered callers | PERMISSION",
        "403 | PERMISSION_DENIED | This API method requires billing to be enabled. | BILLING",
        "404 | NOT_FOUND | models/x is not found for API version v1beta | NOT_FOUND",
        "429 | RESOURCE_EXHAUSTED | You exceeded your quota, please check your plan and billing details. | RATE_LIMIT",
        "429 | RESOURCE_EXHAUSTED | Your prepayment credits are depleted. | BILLING",
        "500 | INTERNAL | An internal error has occurred. | API_ERROR",
        "503 | UNAVAILABLE | The model is overloaded. Please try again later. | OVERLOADED",
        "503 | UNAVAILABLE | Connection refused | UNAVAILABLE",
        "504 | DEADLINE_EXCEEDED | Deadline expired | TIMEOUT"})
    void everyErrorHasItsKindAlsoInAList(int status, String word, String message, FailureKind kind) {
        String body = Json.object().set("error",
                Json.object().put("code", status).put("message", message).put("status", word)).toString();
        for (String form : new String[] {body, "[" + body + "]"}) {
            Failure failure = dialect.readFailure(status, name -> null, form.getBytes(StandardCharsets.UTF_8));
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.getMessage()).isEqualTo(message);
        }
    }

    @Test
    void aWrongKeyIsKnownByItsReasonAndAWrongFieldByItsName() {
        assertThat(read(400, "{'error':{'code':400,'message':'no','status':'INVALID_ARGUMENT','details':[{'@type':"
                + "'type.googleapis.com/google.rpc.ErrorInfo','reason':'API_KEY_INVALID'}]}}").kind())
                .isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(read(400, "{'error':{'code':400,'message':'no','status':'INVALID_ARGUMENT','details':[{'@type':"
                + "'type.googleapis.com/google.rpc.BadRequest','fieldViolations':[{'field':'contents'}]}]}}").param())
                .isEqualTo("contents");
    }

    @Test
    void whatIsNoErrorOfGooglesIsReadByItsStatus() {
        assertThat(read(502, "<html>Bad Gateway</html>").kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(read(403, "").kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(read(403, "").verbatim()).isNull();
        assertThat(read(500, "{'error':'broken'}").getMessage()).isEqualTo("broken");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void everyKindOfFailureIsToldInGooglesForm(FailureKind kind) {
        Failure failure = Failure.of(kind, "why").withRetryAfterMillis(1_500);
        JsonNode error = Json.parse(dialect.writeFailure(failure, null)).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(dialect.failureStatus(failure)).isNotEqualTo(529);
        assertThat(error.path("message").asText()).isEqualTo("why");
        assertThat(error.path("status").asText()).matches("[A-Z_]+");
        assertThat(error.path("details").path(0).path("retryDelay").asText()).isEqualTo("1.500s");
    }
}
