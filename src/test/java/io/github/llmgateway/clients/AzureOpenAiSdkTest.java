package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** OpenAI's SDK for Java, set up for Azure OpenAI, names the model in the path and its key in {@code api-key}. */
class AzureOpenAiSdkTest {

    static final List<Family> PROVIDERS =
            List.of(Family.AZURE, Family.ANTHROPIC, Family.GEMINI, Family.BEDROCK_CONVERSE);

    private static StandInScene scene;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        scene = new StandInScene(PROVIDERS.toArray(Family[]::new));
        client = withKey(StandInScene.MASTER_KEY);
    }

    @AfterAll
    static void stop() {
        client.close();
        scene.close();
    }

    @AfterEach
    void noProviderWasMisunderstood() {
        scene.assertNoViolations();
    }

    private static OpenAIClient withKey(String key) {
        return OpenAIOkHttpClient.builder().baseUrl(scene.url()).credential(AzureApiKeyCredential.create(key))
                .azureServiceVersion(AzureOpenAIServiceVersion.getV2024_10_21())
                .azureUrlPathMode(AzureUrlPathMode.LEGACY).maxRetries(0).build();
    }

    private static ChatCompletionCreateParams ask(String model, String what) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(what).build();
    }

    private static ChatCompletion streamed(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> events = client.chat().completions().createStreaming(params.toBuilder()
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()).build())) {
            events.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aQuestionIsAnsweredWithItsUsage(Family family) {
        ChatCompletionCreateParams question = ask(scene.model(family), "2+2?");

        for (ChatCompletion completion : List.of(client.chat().completions().create(question), streamed(question))) {
            assertThat(completion.choices().get(0).message().content()).contains(Told.TEXT);
            assertThat(completion.choices().get(0).finishReason().asString()).isEqualTo("stop");
            assertThat(completion.usage().orElseThrow().promptTokens()).isEqualTo(Told.FRESH + Told.CACHED);
            assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(Told.WRITTEN);
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aRateLimitIsOne(Family family) {
        RateLimitException refused = catchThrowableOfType(RateLimitException.class, () -> client.chat().completions()
                .create(ask(scene.model(family), Scenario.RATE_LIMIT.marker())));

        assertThat(refused.code()).isPresent();
    }

    @Test
    void anUnknownDeploymentIsNotFound() {
        assertThat(catchThrowableOfType(NotFoundException.class,
                () -> client.chat().completions().create(ask("model-of-nobody", "Hi")))).isNotNull();
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        OpenAIClient stranger = withKey("sk-wrong");

        assertThat(catchThrowableOfType(UnauthorizedException.class,
                () -> stranger.chat().completions().create(ask(scene.model(Family.ANTHROPIC), "Hi"))).code())
                .contains("invalid_api_key");
        stranger.close();
    }
}
