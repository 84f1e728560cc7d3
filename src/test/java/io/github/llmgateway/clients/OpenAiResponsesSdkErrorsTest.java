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
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.ModelApi;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** OpenAI's SDK for Java throws the exception that says what is wrong with a call of Responses. */
class OpenAiResponsesSdkErrorsTest {

    static final List<Family> PROVIDERS =
            List.of(Family.ANTHROPIC, Family.OPENAI, Family.GEMINI, Family.BEDROCK_CONVERSE);

    private static StandInScene scene;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        scene = new StandInScene(PROVIDERS.toArray(Family[]::new));
        client = at(scene.url(), StandInScene.MASTER_KEY);
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

    private static OpenAIClient at(String url, String key) {
        return OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey(key).maxRetries(0).build();
    }

    private static ResponseCreateParams ask(String model, String what) {
        return ResponseCreateParams.builder().model(model).store(false).input(what).build();
    }

    private static List<ResponseStreamEvent> read(ResponseCreateParams params) {
        List<ResponseStreamEvent> all = new ArrayList<>();
        try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(params)) {
            events.stream().forEach(all::add);
        }
        return all;
    }

    private static <T extends OpenAIServiceException> List<T> refusals(Family family, Scenario scenario,
            Class<T> type) {
        ResponseCreateParams params = ask(scene.model(family), scenario.marker());
        return List.of(catchThrowableOfType(type, () -> client.responses().create(params)),
                catchThrowableOfType(type, () -> read(params)));
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aRateLimitIsOne(Family family) {
        for (RateLimitException refused : refusals(family, Scenario.RATE_LIMIT, RateLimitException.class)) {
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.code()).isPresent();
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aPromptThatIsTooLongIsToldByItsCode(Family family) {
        for (BadRequestException refused : refusals(family, Scenario.CONTEXT_WINDOW, BadRequestException.class)) {
            assertThat(refused.code()).contains("context_length_exceeded");
            assertThat(refused.type()).contains("invalid_request_error");
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void anOverloadedProviderIsAServersError(Family family) {
        for (InternalServerException refused : refusals(family, Scenario.OVERLOADED, InternalServerException.class)) {
            assertThat(refused.statusCode()).isGreaterThanOrEqualTo(500);
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aStreamThatBreaksOffSaysSo(Family family) {
        SseException broken = catchThrowableOfType(SseException.class,
                () -> read(ask(scene.model(family), Scenario.MID_STREAM_ERROR.marker())));

        assertThat(broken.getMessage()).contains("broke as the scenario says");
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void anEarlierResponseIsNotKeptAndThatIsSaid(Family family) {
        BadRequestException refused = catchThrowableOfType(BadRequestException.class, () -> client.responses().create(
                ResponseCreateParams.builder().model(scene.model(family)).input("And then?")
                        .previousResponseId("resp_123").build()));

        assertThat(refused.getMessage()).contains("previous_response_id").containsIgnoringCase("input");
        assertThat(refused.param()).contains("previous_response_id");
    }

    @Test
    void anUnknownModelIsNotFoundAndTheNearestNamed() {
        NotFoundException refused = catchThrowableOfType(NotFoundException.class,
                () -> client.responses().create(ask("model-of-anthropi", "Hi")));

        assertThat(refused.getMessage()).contains("model-of-anthropic");
        assertThat(refused.code()).contains("model_not_found");
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        OpenAIClient stranger = at(scene.url(), "sk-wrong");

        UnauthorizedException refused = catchThrowableOfType(UnauthorizedException.class,
                () -> stranger.responses().create(ask(scene.model(Family.ANTHROPIC), "Hi")));

        assertThat(refused.code()).contains("invalid_api_key");
        stranger.close();
    }

    @Test
    void eventsComeAsTheyAreProduced() throws Exception {
        LiveProvider live = new LiveProvider();
        try (Scene scripted = new Scene()) {
            OpenAIClient own = at(scripted.url(), Scene.MASTER_KEY);
            scripted.provider(ModelApi.OPENAI).behave(live);
            CompletableFuture<StreamResponse<ResponseStreamEvent>> begun = CompletableFuture.supplyAsync(
                    () -> own.responses().createStreaming(ask(scripted.model(ModelApi.OPENAI), "Count.")));
            LiveAnswer answer = live.next().events();
            answer.say(ChatChunk.text("one"));
            try (StreamResponse<ResponseStreamEvent> stream = begun.get(20, TimeUnit.SECONDS)) {
                Iterator<ResponseStreamEvent> events = stream.stream().iterator();

                assertThat(nextText(events)).isEqualTo("one");
                answer.say(ChatChunk.text("two"));
                assertThat(nextText(events)).isEqualTo("two");
                answer.say(ChatChunk.stop());
                answer.end();
                List<ResponseStreamEvent> rest = new ArrayList<>();
                events.forEachRemaining(rest::add);
                assertThat(rest.get(rest.size() - 1).isCompleted()).isTrue();
            }
            own.close();
        }
    }

    private static String nextText(Iterator<ResponseStreamEvent> events) {
        ResponseStreamEvent event = events.next();
        while (!event.isOutputTextDelta()) {
            event = events.next();
        }
        return event.asOutputTextDelta().delta();
    }
}
