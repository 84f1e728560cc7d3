package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputFile;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseTextConfig;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** OpenAI's SDK for Java speaks Responses with models that other APIs serve. */
class OpenAiResponsesSdkTest {

    static final List<Family> PROVIDERS =
            List.of(Family.ANTHROPIC, Family.OPENAI, Family.GEMINI, Family.BEDROCK_CONVERSE);

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

    private static ResponseCreateParams.Builder ask(Family family) {
        return ResponseCreateParams.builder().model(scene.model(family)).store(false).maxOutputTokens(3000);
    }

    /** The same request twice, whole and streamed. */
    private static List<Response> answers(ResponseCreateParams params) {
        ResponseAccumulator whole = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(params)) {
            events.stream().map(ResponseStreamEvent::validate).forEach(whole::accumulate);
        }
        return List.of(client.responses().create(params).validate(), whole.response().validate());
    }

    private static ResponseInputItem user(String what) {
        return ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER).addInputTextContent(what).build());
    }

    private static String text(Response response) {
        return response.output().stream().flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream()).map(part -> part.asOutputText().text())
                .reduce("", String::concat);
    }

    private static List<ResponseFunctionToolCall> calls(Response response) {
        return response.output().stream().flatMap(item -> item.functionCall().stream()).toList();
    }

    private static FunctionTool tool(String name, Map<String, Object> properties) {
        return FunctionTool.builder().name(name).description(Weather.DESCRIPTION).strict(false)
                .parameters(FunctionTool.Parameters.builder().putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(properties)).build()).build();
    }

    private static ResponseCreateParams.Builder withTools(ResponseCreateParams.Builder params) {
        return params.addTool(tool(Told.TOOL, Weather.PROPERTIES))
                .addTool(tool(Told.SECOND_TOOL, Map.of("zone", Map.of("type", "string"))));
    }

    /** The conversation so far, as a client without a store on the server keeps it. */
    private static List<ResponseInputItem> next(String question, Response calls) {
        List<ResponseInputItem> items = new ArrayList<>(List.of(user(question)));
        calls.output().forEach(item -> items.add(returned(item)));
        calls(calls).forEach(call -> items.add(ResponseInputItem.ofFunctionCallOutput(
                ResponseInputItem.FunctionCallOutput.builder().callId(call.callId()).output(Weather.RESULT).build())));
        return items;
    }

    private static ResponseInputItem returned(ResponseOutputItem item) {
        return item.isReasoning() ? ResponseInputItem.ofReasoning(item.asReasoning())
                : item.isFunctionCall() ? ResponseInputItem.ofFunctionCall(item.asFunctionCall())
                : ResponseInputItem.ofResponseOutputMessage(item.asMessage());
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aQuestionIsAnsweredWithItsUsage(Family family) {
        for (Response response : answers(ask(family).input("2+2?").instructions("Be brief.").build())) {
            assertThat(text(response)).isEqualTo(Told.TEXT);
            assertThat(response.status()).contains(ResponseStatus.COMPLETED);
            var usage = response.usage().orElseThrow();
            assertThat(usage.inputTokens()).isEqualTo(Told.FRESH + Told.CACHED);
            assertThat(usage.inputTokensDetails().cachedTokens()).isEqualTo(Told.CACHED);
            assertThat(usage.outputTokens()).isEqualTo(Told.WRITTEN);
            assertThat(usage.totalTokens()).isEqualTo(Told.FRESH + Told.CACHED + Told.WRITTEN);
            assertThat(scene.heard(family).system()).isEqualTo("Be brief.");
            assertThat(scene.heard(family).maxTokens()).isEqualTo(3000);
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void functionsAreCalledAndTheirResultsReachTheModel(Family family) {
        String question = Scenario.PARALLEL_TOOLS.marker();
        for (Response calls : answers(withTools(ask(family)).input(question).build())) {
            assertThat(calls(calls)).extracting(ResponseFunctionToolCall::name)
                    .containsExactly(Told.TOOL, Told.SECOND_TOOL);
            assertThat(calls(calls).get(0).arguments(Map.class)).isEqualTo(Weather.INPUT);

            for (Response response : answers(withTools(ask(family)).inputOfResponse(next(question, calls)).build())) {
                assertThat(text(response)).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).results()).hasSize(2).extracting(Heard.Result::text)
                        .allMatch(text -> text.contains(Weather.RESULT));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void reasoningIsReturnedToWhoReasoned(Family family) {
        String question = Scenario.THINKING.marker();
        for (Response calls : answers(reasoning(withTools(ask(family)).input(question)))) {
            if (family != Family.OPENAI) {
                var reasoning = calls.output().get(0).asReasoning();
                assertThat(reasoning.summary().get(0).text()).isEqualTo(Told.THOUGHT);
                assertThat(reasoning.encryptedContent()).isPresent();
            }
            for (Response response : answers(reasoning(withTools(ask(family))
                    .inputOfResponse(next(question, calls))))) {
                assertThat(text(response)).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).signatures()).hasSize(family == Family.OPENAI ? 0 : 1);
                assertThat(scene.heard(family).thoughts()).filteredOn(thought -> !thought.isEmpty())
                        .hasSizeLessThan(2).allMatch(Told.THOUGHT::equals);
            }
        }
    }

    private static ResponseCreateParams reasoning(ResponseCreateParams.Builder params) {
        return params.reasoning(Reasoning.builder().effort(ReasoningEffort.LOW).summary(Reasoning.Summary.AUTO).build())
                .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT).build();
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aSchemaForTheAnswerReachesTheModel(Family family) {
        for (Response response : answers(ask(family).input(Scenario.STRUCTURED_OUTPUT.marker())
                .text(ResponseTextConfig.builder().format(ResponseFormatTextJsonSchemaConfig.builder().name("weather")
                        .strict(true).schema(ResponseFormatTextJsonSchemaConfig.Schema.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(Weather.PROPERTIES))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city", "days")))
                                .putAdditionalProperty("additionalProperties", JsonValue.from(false)).build()).build())
                        .build()).build())) {
            assertThat(text(response)).isEqualTo(Told.OBJECT);
            assertThat(scene.heard(family).schema().at("/properties/days/type").asText()).isEqualTo("integer");
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aPictureAndADocumentReachTheModel(Family family) {
        answers(ask(family).inputOfResponse(List.of(ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addContent(ResponseInputImage.builder().detail(ResponseInputImage.Detail.AUTO)
                        .imageUrl("data:image/png;base64," + Attachment.PIXEL.base64()).build())
                .addContent(ResponseInputFile.builder().filename("report.pdf")
                        .fileData("data:application/pdf;base64," + Attachment.PDF.base64()).build())
                .addInputTextContent("What are they?").build()))).build());

        assertThat(scene.heard(family).images()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PIXEL.digest());
        assertThat(scene.heard(family).files()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PDF.digest());
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void theLimitOfTokensLeavesTheAnswerIncomplete(Family family) {
        for (Response response : answers(ask(family).input(Scenario.MAX_TOKENS.marker()).build())) {
            assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
            assertThat(response.incompleteDetails().orElseThrow().reason().orElseThrow())
                    .isEqualTo(Response.IncompleteDetails.Reason.MAX_OUTPUT_TOKENS);
            assertThat(text(response)).isEqualTo(Told.TEXT);
        }
    }
}
