package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.ModelApi;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** AWS' SDK for Java throws the exception of its model that says what is wrong, whichever provider refused. */
class AwsSdkErrorsTest {

    static final List<Family> PROVIDERS =
            List.of(Family.ANTHROPIC, Family.OPENAI, Family.OPENAI_RESPONSES, Family.GEMINI);

    private static StandInScene scene;
    private static Scene scripted;
    private static BedrockRuntimeClient client;
    private static BedrockRuntimeAsyncClient streaming;

    @BeforeAll
    static void start() {
        scene = new StandInScene(PROVIDERS.toArray(Family[]::new));
        scripted = new Scene();
        client = AwsClients.withBearer(scene.url(), StandInScene.MASTER_KEY);
        streaming = AwsClients.streamingWithBearer(scene.url(), StandInScene.MASTER_KEY);
    }

    @AfterAll
    static void stop() {
        client.close();
        streaming.close();
        scripted.close();
        scene.close();
    }

    @AfterEach
    void noProviderWasMisunderstood() {
        scene.assertNoViolations();
    }

    private static Message question(String what) {
        return Message.builder().role(ConversationRole.USER).content(ContentBlock.fromText(what)).build();
    }

    private static void converse(BedrockRuntimeClient by, String model, String what) {
        by.converse(request -> request.modelId(model).messages(question(what)));
    }

    private static void stream(Family family, Scenario scenario) throws Exception {
        try {
            streaming.converseStream(request -> request.modelId(scene.model(family))
                    .messages(question(scenario.marker())),
                    ConverseStreamResponseHandler.builder().subscriber(event -> { }).build()).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private static void invoke(Family family, Scenario scenario) {
        client.invokeModel(request -> request.modelId(scene.model(family)).body(SdkBytes.fromUtf8String(
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"" + scenario.marker() + "\"}]}")));
    }

    private static void fails(Family family, Scenario scenario, Class<?> type) {
        assertThatThrownBy(() -> converse(client, scene.model(family), scenario.marker())).isInstanceOf(type);
        assertThatThrownBy(() -> stream(family, scenario)).isInstanceOf(type);
        assertThatThrownBy(() -> invoke(family, scenario)).isInstanceOf(type);
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void tooManyRequestsAreThrottled(Family family) {
        fails(family, Scenario.RATE_LIMIT, ThrottlingException.class);
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aPromptThatIsTooLongIsNotValid(Family family) {
        fails(family, Scenario.CONTEXT_WINDOW, ValidationException.class);
        assertThatThrownBy(() -> converse(client, scene.model(family), Scenario.CONTEXT_WINDOW.marker()))
                .hasMessageContaining("Input is too long");
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void anOverloadedProviderIsUnavailable(Family family) {
        fails(family, Scenario.OVERLOADED, ServiceUnavailableException.class);
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aStreamThatBreaksOffEndsInAnException(Family family) {
        assertThatThrownBy(() -> stream(family, Scenario.MID_STREAM_ERROR))
                .isInstanceOf(BedrockRuntimeException.class);
    }

    @Test
    void anUnknownModelIsNotFoundAndTheNearestNamed() {
        assertThatThrownBy(() -> converse(client, "model-of-opena", "Hi")).isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("model-of-openai");
    }

    @Test
    void aWrongKeyIsNotRecognized() {
        try (BedrockRuntimeClient bearer = AwsClients.withBearer(scene.url(), "sk-wrong");
                BedrockRuntimeClient signing = AwsClients.signing(scene.url(), "sk-wrong")) {
            for (BedrockRuntimeClient stranger : List.of(bearer, signing)) {
                BedrockRuntimeException refused = catchThrowableOfType(BedrockRuntimeException.class,
                        () -> converse(stranger, scene.model(Family.OPENAI), "Hi"));

                assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
                assertThat(refused.getMessage()).contains("not valid for this gateway");
                assertThat(refused.requestId()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheProviderDoesNotPermitTheGatewayIsNotTheClientsFault(ModelApi api) {
        scripted.provider(api).behave(api.fails(403, "permission_error", "Your plan does not include this model."));
        try (BedrockRuntimeClient own = AwsClients.withBearer(scripted.url(), Scene.MASTER_KEY)) {
            assertThatThrownBy(() -> converse(own, scripted.model(api), "Hi"))
                    .isInstanceOf(ServiceUnavailableException.class).hasMessageNotContaining("Your plan");
        }
    }

    @Test
    void eventsComeAsTheyAreProduced() throws Exception {
        LiveProvider live = new LiveProvider();
        scripted.provider(ModelApi.OPENAI).behave(live);
        StringBuffer text = new StringBuffer();
        try (BedrockRuntimeAsyncClient own = AwsClients.streamingWithBearer(scripted.url(), Scene.MASTER_KEY)) {
            CompletableFuture<Void> end = own.converseStream(request -> request
                    .modelId(scripted.model(ModelApi.OPENAI)).messages(question("Count.")),
                    ConverseStreamResponseHandler.builder().subscriber(ConverseStreamResponseHandler.Visitor.builder()
                            .onContentBlockDelta(delta -> text.append(delta.delta().text())).build()).build());
            LiveAnswer answer = live.next().events();
            for (String so : List.of("one", "onetwo", "onetwothree")) {
                answer.say(ChatChunk.text(so.substring(text.length())));
                Eventually.holds("the client has " + so, () -> text.toString().equals(so));
            }
            assertThat(end).isNotDone();
            answer.say(ChatChunk.stop());
            answer.end();

            end.get(20, TimeUnit.SECONDS);
        }
    }
}
