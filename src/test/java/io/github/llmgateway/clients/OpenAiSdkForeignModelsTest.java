package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** OpenAI's SDK for Java speaks Chat Completions with models in the clouds. */
class OpenAiSdkForeignModelsTest {

    static final List<Family> PROVIDERS = List.of(Family.GEMINI, Family.BEDROCK_CONVERSE, Family.BEDROCK_INVOKE,
            Family.OPENAI_RESPONSES, Family.VERTEX_GEMINI);

    private static StandInScene scene;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        scene = new StandInScene(PROVIDERS.toArray(Family[]::new));
        client = OpenAIOkHttpClient.builder().baseUrl(scene.url() + "/v1").apiKey(StandInScene.MASTER_KEY)
                .maxRetries(0).build();
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

    private static ChatCompletionCreateParams.Builder ask(Family family, String what) {
        return ChatCompletionCreateParams.builder().model(scene.model(family)).addUserMessage(what);
    }

    private static ChatCompletion streamed(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> events = client.chat().completions().createStreaming(params.toBuilder()
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()).build())) {
            events.stream().map(ChatCompletionChunk::validate).forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    /** The same request twice, whole and streamed. */
    private static List<ChatCompletion> answers(ChatCompletionCreateParams params) {
        return List.of(client.chat().completions().create(params).validate(), streamed(params));
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().get(0).message().content().orElse("");
    }

    private static String finish(ChatCompletion completion) {
        return completion.choices().get(0).finishReason().asString();
    }

    private static List<ChatCompletionMessageToolCall> calls(ChatCompletion completion) {
        return completion.choices().get(0).message().toolCalls().orElseThrow();
    }

    private static ChatCompletionCreateParams.Builder withTools(ChatCompletionCreateParams.Builder params) {
        return params.addFunctionTool(tool(Told.TOOL, Weather.PROPERTIES))
                .addFunctionTool(tool(Told.SECOND_TOOL, Map.of("zone", Map.of("type", "string"))));
    }

    private static FunctionDefinition tool(String name, Map<String, Object> properties) {
        return FunctionDefinition.builder().name(name).description(Weather.DESCRIPTION)
                .parameters(FunctionParameters.builder().putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(properties)).build()).build();
    }

    private static ChatCompletionCreateParams next(ChatCompletionCreateParams.Builder params, ChatCompletion calls) {
        params.addMessage(calls.choices().get(0).message());
        calls(calls).forEach(call -> params.addMessage(ChatCompletionToolMessageParam.builder()
                .toolCallId(call.asFunction().id()).content(Weather.RESULT).build()));
        return params.build();
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aQuestionIsAnsweredWithItsUsage(Family family) {
        for (ChatCompletion completion : answers(ChatCompletionCreateParams.builder()
                .model(scene.model(family)).addSystemMessage("Be brief.").addUserMessage("2+2?").build())) {
            assertThat(text(completion)).isEqualTo(Told.TEXT);
            assertThat(finish(completion)).isEqualTo("stop");
            var usage = completion.usage().orElseThrow();
            assertThat(usage.promptTokens()).isEqualTo(Told.FRESH + Told.CACHED);
            assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).contains((long) Told.CACHED);
            assertThat(usage.completionTokens()).isEqualTo(Told.WRITTEN);
            assertThat(usage.totalTokens()).isEqualTo(Told.FRESH + Told.CACHED + Told.WRITTEN);
            assertThat(scene.heard(family).system()).isEqualTo("Be brief.");
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void toolsAreCalledAndTheirResultsReachTheModel(Family family) {
        for (ChatCompletion calls : answers(withTools(ask(family, Scenario.PARALLEL_TOOLS.marker())).build())) {
            assertThat(finish(calls)).isEqualTo("tool_calls");
            assertThat(calls(calls)).extracting(call -> call.asFunction().function().name())
                    .containsExactly(Told.TOOL, Told.SECOND_TOOL);
            assertThat(calls(calls).get(0).asFunction().function().arguments(Map.class)).isEqualTo(Weather.INPUT);

            for (ChatCompletion answer : answers(next(withTools(ask(family, Scenario.PARALLEL_TOOLS.marker())),
                    calls))) {
                assertThat(text(answer)).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).results()).hasSize(2).extracting(Heard.Result::text)
                        .allMatch(text -> text.contains(Weather.RESULT));
            }
        }
    }

    /** Chat Completions has no place for signatures: the next turn must be answered without them. */
    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aTurnAfterThoughtIsAnswered(Family family) {
        for (ChatCompletion calls : answers(withTools(ask(family, Scenario.THINKING.marker()))
                .reasoningEffort(ReasoningEffort.LOW).build())) {
            assertThat(calls(calls)).hasSize(1);

            for (ChatCompletion answer : answers(next(withTools(ask(family, Scenario.THINKING.marker()))
                    .reasoningEffort(ReasoningEffort.LOW), calls))) {
                assertThat(text(answer)).isEqualTo(Told.AFTER_RESULTS);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aSchemaForTheAnswerReachesTheModel(Family family) {
        for (ChatCompletion completion : answers(ask(family, Scenario.STRUCTURED_OUTPUT.marker()).responseFormat(
                ResponseFormatJsonSchema.builder().jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("weather").strict(true).schema(ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(Weather.PROPERTIES))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city", "days")))
                                .putAdditionalProperty("additionalProperties", JsonValue.from(false)).build()).build())
                        .build()).build())) {
            assertThat(text(completion)).isEqualTo(Told.OBJECT);
            assertThat(scene.heard(family).schema().at("/properties/days/type").asText())
                    .isEqualToIgnoringCase("integer");
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aPictureAndADocumentReachTheModel(Family family) {
        answers(ChatCompletionCreateParams.builder().model(scene.model(family)).addUserMessageOfArrayOfContentParts(
                List.of(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder().imageUrl(
                        ChatCompletionContentPartImage.ImageUrl.builder()
                                .url("data:image/png;base64," + Attachment.PIXEL.base64()).build()).build()),
                        ChatCompletionContentPart.ofFile(ChatCompletionContentPart.File.builder().file(
                                ChatCompletionContentPart.File.FileObject.builder().filename("report.pdf")
                                        .fileData("data:application/pdf;base64," + Attachment.PDF.base64()).build())
                                .build()),
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("What are they?").build()))).build());

        assertThat(scene.heard(family).images()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PIXEL.digest());
        assertThat(scene.heard(family).files()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PDF.digest());
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void theLimitOfTokensIsTold(Family family) {
        for (ChatCompletion completion : answers(ask(family, Scenario.MAX_TOKENS.marker()).maxCompletionTokens(20)
                .build())) {
            assertThat(finish(completion)).isEqualTo("length");
            assertThat(scene.heard(family).maxTokens()).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void refusalsAreTheExceptionsOfTheirKind(Family family) {
        assertThat(catchThrowableOfType(RateLimitException.class,
                () -> answers(ask(family, Scenario.RATE_LIMIT.marker()).build())).code()).isPresent();
        assertThat(catchThrowableOfType(BadRequestException.class,
                () -> answers(ask(family, Scenario.CONTEXT_WINDOW.marker()).build())).code())
                .contains("context_length_exceeded");
        assertThat(catchThrowableOfType(RateLimitException.class,
                () -> streamed(ask(family, Scenario.RATE_LIMIT.marker()).build())).statusCode()).isEqualTo(429);
    }
}
