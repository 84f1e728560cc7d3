package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.Turn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's SDK for Java throws the exception that says what is wrong, whichever provider refused. */
class OpenAiSdkErrorsTest {

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = new Scene();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static OpenAIClient client(int retries) {
        return OpenAIOkHttpClient.builder().baseUrl(scene.url() + "/v1").apiKey(Scene.MASTER_KEY).maxRetries(retries)
                .build();
    }

    private static ChatCompletion ask(OpenAIClient client, String model) {
        return client.chat().completions().create(
                ChatCompletionCreateParams.builder().model(model).addUserMessage("Hello?").build());
    }

    private static <T extends OpenAIServiceException> T refusal(ModelApi api, Class<T> type) {
        return catchThrowableOfType(type, () -> ask(client(0), scene.model(api)));
    }

    @ParameterizedTest
    @EnumSource
    void aBadRequestIsToldInTheProvidersWords(ModelApi api) {
        scene.provider(api).behave(api.fails(400, "invalid_request_error", "temperature: range is 0..1"));

        BadRequestException refused = refusal(api, BadRequestException.class);

        assertThat(refused.getMessage()).contains("temperature: range is 0..1");
        assertThat(refused.type()).contains("invalid_request_error");
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        OpenAIClient stranger = OpenAIOkHttpClient.builder().baseUrl(scene.url() + "/v1").apiKey("sk-wrong")
                .maxRetries(0).build();

        UnauthorizedException refused = catchThrowableOfType(UnauthorizedException.class, () -> ask(stranger, "gpt"));

        assertThat(refused.code()).contains("invalid_api_key");
    }

    @Test
    void anUnknownModelIsNotFoundAndTheNearestNamed() {
        NotFoundException refused = catchThrowableOfType(NotFoundException.class, () -> ask(client(0), "gtp"));

        assertThat(refused.code()).contains("model_not_found");
        assertThat(refused.getMessage()).contains("gtp").contains("gpt");
    }

    @ParameterizedTest
    @EnumSource
    void aRateLimitSaysWhenToComeBack(ModelApi api) {
        scene.provider(api).behave(api.fails(429, "rate_limit_error", "Too many.", "retry-after", "17"));

        RateLimitException refused = refusal(api, RateLimitException.class);

        assertThat(refused.headers().values("retry-after")).containsExactly("17");
    }

    @ParameterizedTest
    @EnumSource
    void anOverloadIsAnErrorOfTheServer(ModelApi api) {
        scene.provider(api).behave(api.fails(529, "overloaded_error", "Overloaded"));

        InternalServerException refused = refusal(api, InternalServerException.class);

        assertThat(refused.statusCode()).isIn(503, 529);
        assertThat(refused.getMessage()).contains("Overloaded");
    }

    @Test
    void aModelThatAnswersConversationsOnlyMakesNoVectors() {
        BadRequestException refused = catchThrowableOfType(BadRequestException.class, () -> client(0).embeddings()
                .create(EmbeddingCreateParams.builder().model("claude").input("Hello.").build()));

        assertThat(refused.getMessage()).contains("claude").contains("conversations only");
    }

    @ParameterizedTest
    @EnumSource
    void theSdksOwnRetrySucceeds(ModelApi api) {
        scene.provider(api).behave(ModelApi.first(
                api.fails(503, "overloaded_error", "Overloaded", "retry-after-ms", "5"), api.says(Turn.text("Now."))));

        assertThat(ask(client(1), scene.model(api)).choices().get(0).message().content()).contains("Now.");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatTheClientLeavesEndsAtTheProvider(ModelApi api) throws Exception {
        scene.provider(api).behave(api.beginsToSay(Turn.text("A long story, never told to its end.")));

        try (StreamResponse<ChatCompletionChunk> events = client(0).chat().completions().createStreaming(
                ChatCompletionCreateParams.builder().model(scene.model(api)).addUserMessage("Tell.").build())) {
            assertThat(events.stream().findFirst()).isPresent();
        }

        assertThat(scene.provider(api).wasLeft(10)).isTrue();
    }
}
