package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.GenerateContentResponse;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.ModelApi;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Google's Gen AI SDK for Java throws what says what is wrong, whichever provider refused. */
class GoogleGenAiSdkErrorsTest {

    private static final List<Family> PROVIDERS = List.of(Family.ANTHROPIC, Family.OPENAI, Family.OPENAI_RESPONSES,
            Family.BEDROCK_CONVERSE);
    private static final Map<GoogleClients, Client> CLIENTS = new EnumMap<>(GoogleClients.class);

    private static StandInScene scene;

    @BeforeAll
    static void start() {
        scene = new StandInScene(PROVIDERS.toArray(Family[]::new));
        for (GoogleClients each : GoogleClients.values()) {
            CLIENTS.put(each, each.at(scene.url(), StandInScene.MASTER_KEY));
        }
    }

    @AfterAll
    static void stop() {
        CLIENTS.values().forEach(Client::close);
        scene.close();
    }

    @AfterEach
    void noProviderWasMisunderstood() {
        scene.assertNoViolations();
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(GoogleClients.values()).flatMap(client -> PROVIDERS.stream()
                .map(family -> Arguments.of(client, family)));
    }

    /** Both operations fail so. */
    private static void fails(GoogleClients by, Family family, Scenario scenario, int code) {
        Client client = CLIENTS.get(by);
        String model = scene.model(family);
        Class<? extends ApiException> type = code < 500 ? ClientException.class : ServerException.class;
        for (ApiException refused : List.of(
                catchThrowableOfType(type, () -> client.models.generateContent(model, scenario.marker(), null)),
                catchThrowableOfType(type, () -> read(client, model, scenario.marker())))) {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.message()).isNotEmpty();
        }
    }

    private static List<GenerateContentResponse> read(Client client, String model, String what) {
        List<GenerateContentResponse> parts = new ArrayList<>();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(model, what, null)) {
            stream.forEach(parts::add);
        }
        return parts;
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tooManyRequestsExhaustTheResource(GoogleClients by, Family family) {
        fails(by, family, Scenario.RATE_LIMIT, 429);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aPromptThatIsTooLongIsAnInvalidArgument(GoogleClients by, Family family) {
        fails(by, family, Scenario.CONTEXT_WINDOW, 400);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void anOverloadedProviderIsUnavailable(GoogleClients by, Family family) {
        fails(by, family, Scenario.OVERLOADED, 503);
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownModelIsNotFoundAndTheNearestNamed(GoogleClients by) {
        ClientException refused = catchThrowableOfType(ClientException.class,
                () -> CLIENTS.get(by).models.generateContent("model-of-opena", "Hi", null));

        assertThat(refused.code()).isEqualTo(404);
        assertThat(refused.message()).contains("model-of-openai");
    }

    @ParameterizedTest
    @EnumSource
    void aWrongKeyIsUnauthenticated(GoogleClients by) {
        try (Client stranger = by.at(scene.url(), "sk-wrong")) {
            ClientException refused = catchThrowableOfType(ClientException.class,
                    () -> stranger.models.generateContent(scene.model(Family.OPENAI), "Hi", null));

            assertThat(refused.code()).isEqualTo(401);
            assertThat(refused.message()).contains("not valid for this gateway");
        }
    }

    /** The SDK hands a part over when it has the one behind it. */
    @ParameterizedTest
    @EnumSource
    void partsComeAsTheyAreProduced(GoogleClients by) throws Exception {
        LiveProvider live = new LiveProvider();
        try (Scene scripted = new Scene(); Client client = by.at(scripted.url(), Scene.MASTER_KEY)) {
            scripted.provider(ModelApi.OPENAI).behave(live);
            CompletableFuture<Iterator<GenerateContentResponse>> begun = CompletableFuture.supplyAsync(() -> client
                    .models.generateContentStream(scripted.model(ModelApi.OPENAI), "Count.", null).iterator());
            LiveAnswer answer = live.next().events();
            answer.say(ChatChunk.text("one"));
            answer.say(ChatChunk.text("two"));
            Iterator<GenerateContentResponse> parts = begun.get(20, TimeUnit.SECONDS);

            assertThat(parts.next().text()).isEqualTo("one");
            answer.say(ChatChunk.text("three"));
            assertThat(parts.next().text()).isEqualTo("two");
            answer.say(ChatChunk.stop());
            answer.end();
            assertThat(parts.next().text()).isEqualTo("three");
            assertThat(parts.next().finishReason().toString()).isEqualTo("STOP");
        }
    }
}
