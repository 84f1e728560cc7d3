package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.Turn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Anthropic's SDK for Java throws the exception that says what is wrong, whichever provider refused. */
class AnthropicSdkErrorsTest {

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = new Scene();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static AnthropicClient client(int retries) {
        return AnthropicOkHttpClient.builder().baseUrl(scene.url()).apiKey(Scene.MASTER_KEY).maxRetries(retries)
                .build();
    }

    private static Message ask(AnthropicClient client, String model) {
        return client.messages().create(
                MessageCreateParams.builder().model(model).maxTokens(100).addUserMessage("Hello?").build());
    }

    private static <T extends AnthropicServiceException> T refusal(ModelApi api, Class<T> type) {
        return catchThrowableOfType(type, () -> ask(client(0), scene.model(api)));
    }

    @ParameterizedTest
    @EnumSource
    void aBadRequestIsToldInTheProvidersWords(ModelApi api) {
        scene.provider(api).behave(api.fails(400, "invalid_request_error", "temperature: range is 0..1"));

        BadRequestException refused = refusal(api, BadRequestException.class);

        assertThat(refused.getMessage()).contains("temperature: range is 0..1");
        assertThat(refused.errorType().orElseThrow().toString()).isEqualTo("invalid_request_error");
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        AnthropicClient stranger = AnthropicOkHttpClient.builder().baseUrl(scene.url()).apiKey("sk-wrong").maxRetries(0)
                .build();

        UnauthorizedException refused =
                catchThrowableOfType(UnauthorizedException.class, () -> ask(stranger, "claude"));

        assertThat(refused.headers().values("x-should-retry")).containsExactly("false");
        assertThat(refused.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
        assertThat(refused.errorType().orElseThrow().toString()).isEqualTo("authentication_error");
    }

    @Test
    void anUnknownModelIsNotFoundAndTheNearestNamed() {
        NotFoundException refused = catchThrowableOfType(NotFoundException.class, () -> ask(client(0), "claud"));

        assertThat(refused.getMessage()).contains("claud").contains("claude");
    }

    @ParameterizedTest
    @EnumSource
    void aRateLimitSaysWhenToComeBack(ModelApi api) {
        scene.provider(api).behave(api.fails(429, "rate_limit_error", "Too many.", "retry-after", "17"));

        RateLimitException refused = refusal(api, RateLimitException.class);

        assertThat(refused.headers().values("retry-after")).containsExactly("17");
        assertThat(refused.errorType().orElseThrow().toString()).isEqualTo("rate_limit_error");
    }

    @ParameterizedTest
    @EnumSource
    void anOverloadStaysOne(ModelApi api) {
        scene.provider(api).behave(api.fails(529, "overloaded_error", "Overloaded"));

        AnthropicServiceException refused = refusal(api, AnthropicServiceException.class);

        assertThat(refused.statusCode()).isEqualTo(529);
        assertThat(refused.errorType().orElseThrow().toString()).isEqualTo("overloaded_error");
    }

    @ParameterizedTest
    @EnumSource
    void theProvidersOwnKeyIsNotTheClientsFault(ModelApi api) {
        scene.provider(api).behave(api.fails(401, "authentication_error", "invalid x-api-key"));

        AnthropicServiceException refused = refusal(api, AnthropicServiceException.class);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.getMessage()).doesNotContain("x-api-key");
    }

    @ParameterizedTest
    @EnumSource
    void theSdksOwnRetrySucceeds(ModelApi api) {
        scene.provider(api).behave(ModelApi.first(
                api.fails(529, "overloaded_error", "Overloaded", "retry-after-ms", "5"), api.says(Turn.text("Now."))));

        Message message = ask(client(1), scene.model(api));

        assertThat(message.content().get(0).asText().text()).isEqualTo("Now.");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatTheClientLeavesEndsAtTheProvider(ModelApi api) throws Exception {
        scene.provider(api).behave(api.beginsToSay(Turn.text("A long story, never told to its end.")));

        try (StreamResponse<RawMessageStreamEvent> events = client(0).messages().createStreaming(MessageCreateParams
                .builder().model(scene.model(api)).maxTokens(100).addUserMessage("Tell.").build())) {
            assertThat(events.stream().findFirst()).isPresent();
        }

        assertThat(scene.provider(api).wasLeft(10)).isTrue();
    }
}
