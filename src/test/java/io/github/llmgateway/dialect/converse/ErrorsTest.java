package io.github.llmgateway.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.anthropic.StrictOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {

    private final Dialect converse = new ConverseDialect();
    private final Dialect invoke = new BedrockPayload(new AnthropicDialect());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            429 | ThrottlingException | Too many requests, please wait | RATE_LIMIT
            400 | ValidationException | The provided model identifier is invalid. | INVALID_REQUEST
            400 | ValidationException:http://coral/bedrock/ | Input is too long for requested model. | CONTEXT_WINDOW
            400 | ValidationException | prompt is too long: 210000 tokens > 200000 maximum | CONTEXT_WINDOW
            400 | ValidationException | Too many input tokens. Max input tokens: 8192 | CONTEXT_WINDOW
            400 | ValidationException | Output blocked by content filtering policy | CONTENT_POLICY
            403 | AccessDeniedException | You don't have access to the model with the specified model ID. | PERMISSION
            403 | AccessDeniedException | Model access is denied due to INVALID_PAYMENT_INSTRUMENT | BILLING
            404 | ResourceNotFoundException | This model version has reached the end of its life. | NOT_FOUND
            408 | ModelTimeoutException | too slow | TIMEOUT
            424 | ModelErrorException | the model failed | API_ERROR
            429 | ModelNotReadyException | warming up | UNAVAILABLE
            400 | ServiceQuotaExceededException | quota | RATE_LIMIT
            503 | ServiceUnavailableException | later | UNAVAILABLE
            500 | InternalServerException | oops | API_ERROR
            403 | ExpiredTokenException | The security token included in the request is expired | AUTHENTICATION
            403 | UnrecognizedClientException | The security token included in the request is invalid. | AUTHENTICATION
            403 | InvalidSignatureException | Signature expired | AUTHENTICATION
            400 | IncompleteSignature | no | AUTHENTICATION
            429 | '' | Too many tokens | RATE_LIMIT
            """)
    void aTypeInTheHeaderSaysWhatWentWrong(int status, String type, String message, FailureKind kind) {
        for (Dialect dialect : new Dialect[] {converse, invoke}) {
            Failure failure = dialect.readFailure(status, name -> name.equals("x-amzn-errortype") ? type : null,
                    utf8("{\"message\":\"" + message + "\"}"));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.getMessage()).isEqualTo(message);
        }
    }

    @Test
    void theTypeMayStandInTheBodyAndTheMessageWithACapital() {
        Failure failure = converse.readFailure(400, name -> null,
                utf8("{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\",\"Message\":\"no\"}"));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.getMessage()).isEqualTo("no");
        assertThat(converse.readFailure(502, name -> null, utf8("<html>")).kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void bedrocksOwnBodyGoesUntouchedToAClientOfBedrockAndToNobodyElse() {
        byte[] body = utf8("{\"message\" : \"Input is too long for requested model.\", \"extra\":1.0}");
        Failure failure = invoke.readFailure(400,
                name -> name.equals("x-amzn-errortype") ? "ValidationException" : null, body);

        assertThat(invoke.writeFailure(failure, "r")).isEqualTo(body);
        assertThat(converse.writeFailure(failure, "r")).isEqualTo(body);
        assertThat(converse.failureHeaders(failure)).containsEntry("x-amzn-errortype", "ValidationException");
        String anthropic = new String(new AnthropicDialect().writeFailure(failure, "r"), StandardCharsets.UTF_8);
        assertThat(anthropic).contains("\"type\":\"error\"", "invalid_request_error", "prompt is too long");
    }

    @Test
    void anthropicsOwnBodyDoesNotReachAClientOfBedrock() {
        Failure failure = new AnthropicDialect().readFailure(529, name -> "application/json",
                utf8("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));

        assertThat(new String(invoke.writeFailure(failure, "r"), StandardCharsets.UTF_8))
                .isEqualTo("{\"message\":\"Overloaded\"}");
        assertThat(invoke.failureHeaders(failure)).containsEntry("x-amzn-errortype", "ServiceUnavailableException");
        assertThat(invoke.failureStatus(failure)).isEqualTo(503);
    }

    @Test
    void aPromptThatIsTooLongIsSaidInBedrocksWords() {
        Failure failure = Failure.of(FailureKind.CONTEXT_WINDOW, "prompt is too long: 9 tokens");

        assertThat(new String(converse.writeFailure(failure, null), StandardCharsets.UTF_8))
                .isEqualTo("{\"message\":\"Input is too long for requested model. prompt is too long: 9 tokens\"}");
    }

    @Test
    void anExceptionAmongAModelsOwnEventsBreaksItsStreamOff() {
        StreamDecoder decoder = invoke.decoder();
        StreamObserver observer = invoke.observer(false);
        StrictOrder order = new StrictOrder();
        Tally tally = new Tally();
        byte[] data = utf8("{\"message\":\"Too many requests\"}");

        decoder.event("throttlingException", data, order);
        decoder.event("ping", utf8("{\"type\":\"ping\"}"), order);
        decoder.end(order);
        observer.event("throttlingException", data, 0, data.length, tally);

        assertThat(order.events).hasSize(1);
        assertThat(((StreamEvent.Failed) order.last()).failure().kind()).isEqualTo(FailureKind.RATE_LIMIT);
        assertThat(tally.failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
        assertThat(observer.complete()).isTrue();
    }

    @Test
    void theBodyOfAnInvocationNeedNotNameItsModel() throws Failure {
        ChatRequest request = invoke.read(utf8("{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":5,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));

        assertThat(invoke.name()).isEqualTo("anthropic");
        assertThat(request.maxTokens()).isEqualTo(5);
        assertThat(request.messages()).hasSize(1);
        assertThat(request.extras()).isEmpty();
    }

    @Test
    void anExceptionInAConverseStreamBreaksItOffAndAMalformedCallIsNoAnswer() {
        for (String[] event : new String[][] {{"modelStreamErrorException", "{\"message\":\"x\"}"},
            {"messageStop", "{\"stopReason\":\"malformed_tool_use\"}"}}) {
            StrictOrder order = new StrictOrder();
            StreamDecoder decoder = converse.decoder();
            decoder.event("messageStart", utf8("{\"role\":\"assistant\"}"), order);
            decoder.event("contentBlockDelta", utf8("{\"contentBlockIndex\":0,\"delta\":{\"text\":\"a\"}}"), order);
            decoder.event(event[0], utf8(event[1]), order);
            decoder.end(order);

            assertThat(((StreamEvent.Failed) order.last()).failure().kind()).isEqualTo(FailureKind.API_ERROR);
        }
    }

    @Test
    void sealedThoughtsOfAnyMakerReturnAsTheyCame() {
        for (byte[] bytes : new byte[][] {utf8("EvAFCoYBGAIiQL7asI=="), {0, -1, 127, 9}}) {
            String wire = Base64.getEncoder().encodeToString(bytes);
            ContentBlock.RedactedThinking sealed = Sealed.read(wire);

            assertThat(Sealed.write(sealed)).isEqualTo(wire);
        }
        assertThat(Sealed.read("RXZBRg==").data()).isEqualTo("EvAF");
        assertThat(Sealed.write(new ContentBlock.RedactedThinking("gemini#x"))).isNull();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
