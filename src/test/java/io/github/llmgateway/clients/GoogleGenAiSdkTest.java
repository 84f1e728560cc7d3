package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.GetModelConfig;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Google's Gen AI SDK for Java speaks with models that are not Google's, as to Gemini and as to Vertex AI. */
class GoogleGenAiSdkTest {

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

    /** What was said, whole or in the parts of a stream. */
    private record Said(Content content, FinishReason reason, GenerateContentResponseUsageMetadata usage) {

        static Said of(GenerateContentResponse response) {
            return new Said(response.candidates().orElseThrow().get(0).content().orElseThrow(),
                    response.finishReason(), response.usageMetadata().orElseThrow());
        }

        static Said of(List<GenerateContentResponse> responses) {
            List<Part> parts = new ArrayList<>();
            responses.forEach(response -> response.candidates().ifPresent(candidates -> candidates.get(0).content()
                    .flatMap(Content::parts).ifPresent(parts::addAll)));
            GenerateContentResponse last = responses.get(responses.size() - 1);
            return new Said(Content.builder().role("model").parts(parts).build(), last.finishReason(),
                    last.usageMetadata().orElseThrow());
        }

        String text() {
            return content.parts().orElseThrow().stream().filter(part -> !part.thought().orElse(false))
                    .map(part -> part.text().orElse("")).reduce("", String::concat);
        }

        String thought() {
            return content.parts().orElseThrow().stream().filter(part -> part.thought().orElse(false))
                    .map(part -> part.text().orElse("")).reduce("", String::concat);
        }

        List<FunctionCall> calls() {
            return content.parts().orElseThrow().stream().flatMap(part -> part.functionCall().stream()).toList();
        }
    }

    private static List<Said> answers(GoogleClients by, Family family, List<Content> contents,
            GenerateContentConfig config) {
        Client client = CLIENTS.get(by);
        List<GenerateContentResponse> parts = new ArrayList<>();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(scene.model(family), contents, config)) {
            stream.forEach(parts::add);
        }
        return List.of(Said.of(client.models.generateContent(scene.model(family), contents, config)), Said.of(parts));
    }

    private static Content user(Part... parts) {
        return Content.builder().role("user").parts(parts).build();
    }

    private static List<Content> ask(String what) {
        return List.of(user(Part.fromText(what)));
    }

    private static Schema schema() {
        return Schema.builder().type("OBJECT").properties(Map.of("city", Schema.builder().type("STRING").build(),
                "days", Schema.builder().type("INTEGER").build())).required("city").build();
    }

    private static GenerateContentConfig.Builder withTools() {
        return GenerateContentConfig.builder().maxOutputTokens(3000).tools(Tool.builder().functionDeclarations(
                FunctionDeclaration.builder().name(Told.TOOL).description(Weather.DESCRIPTION).parameters(schema()),
                FunctionDeclaration.builder().name(Told.SECOND_TOOL).description("The time.")
                        .parametersJsonSchema(Map.of("type", "object", "properties",
                                Map.of("zone", Map.of("type", "string"))))));
    }

    private static Content results(Said calls) {
        return user(calls.calls().stream().map(call -> Part.builder().functionResponse(response(call)).build())
                .toArray(Part[]::new));
    }

    private static FunctionResponse response(FunctionCall call) {
        FunctionResponse.Builder response = FunctionResponse.builder().name(call.name().orElseThrow())
                .response(Map.of("output", Weather.RESULT));
        call.id().ifPresent(response::id);
        return response.build();
    }

    @Test
    void theModelsAreListedAndOneIsFoundByItsName() {
        Client client = CLIENTS.get(GoogleClients.GEMINI);
        String model = scene.model(PROVIDERS.get(0));
        List<String> names = new ArrayList<>();
        client.models.list(ListModelsConfig.builder().build()).forEach(each -> names.add(each.name().orElseThrow()));
        assertThat(names).contains("models/" + model);
        assertThat(client.models.get(model, GetModelConfig.builder().build()).displayName()).contains(model);
        assertThatThrownBy(() -> client.models.get("nobody", GetModelConfig.builder().build()))
                .isInstanceOf(ClientException.class).hasMessageContaining("'nobody' is not known here");
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aQuestionIsAnsweredWithItsUsage(GoogleClients by, Family family) {
        for (Said said : answers(by, family, ask("2+2?"), GenerateContentConfig.builder().temperature(0.5f)
                .maxOutputTokens(100).systemInstruction(Content.fromParts(Part.fromText("Be brief."))).build())) {
            assertThat(said.text()).isEqualTo(Told.TEXT);
            assertThat(said.reason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
            assertThat(said.usage().promptTokenCount()).contains(Told.FRESH + Told.CACHED);
            assertThat(said.usage().cachedContentTokenCount()).contains(Told.CACHED);
            assertThat(said.usage().candidatesTokenCount()).contains(Told.WRITTEN);
            assertThat(said.usage().totalTokenCount()).contains(Told.FRESH + Told.CACHED + Told.WRITTEN);
            assertThat(scene.heard(family).system()).isEqualTo("Be brief.");
            assertThat(scene.heard(family).maxTokens()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void functionsAreCalledAndTheirResultsReachTheModel(GoogleClients by, Family family) {
        List<Content> question = ask(Scenario.PARALLEL_TOOLS.marker());
        for (Said calls : answers(by, family, question, withTools().build())) {
            assertThat(calls.calls()).extracting(call -> call.name().orElseThrow())
                    .containsExactly(Told.TOOL, Told.SECOND_TOOL);
            assertThat(calls.calls().get(0).args()).contains(Weather.INPUT);
            assertThat(calls.reason().knownEnum()).isEqualTo(FinishReason.Known.STOP);

            for (Said said : answers(by, family, List.of(question.get(0), calls.content(), results(calls)),
                    withTools().build())) {
                assertThat(said.text()).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).results()).hasSize(2).extracting(Heard.Result::text)
                        .allMatch(text -> text.contains(Weather.RESULT));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void thoughtIsReturnedToWhoHadIt(GoogleClients by, Family family) {
        List<Content> question = ask(Scenario.THINKING.marker());
        GenerateContentConfig config = withTools()
                .thinkingConfig(ThinkingConfig.builder().includeThoughts(true).thinkingBudget(2048)).build();
        for (Said calls : answers(by, family, question, config)) {
            assertThat(calls.thought()).isEqualTo(family == Family.OPENAI ? "" : Told.THOUGHT);
            for (Said said : answers(by, family, List.of(question.get(0), calls.content(), results(calls)), config)) {
                assertThat(said.text()).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).signatures()).hasSize(family == Family.OPENAI ? 0 : 1);
                assertThat(scene.heard(family).thoughts()).filteredOn(thought -> !thought.isEmpty())
                        .hasSizeLessThan(2).allMatch(Told.THOUGHT::equals);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aSchemaForTheAnswerReachesTheModel(GoogleClients by, Family family) {
        for (Said said : answers(by, family, ask(Scenario.STRUCTURED_OUTPUT.marker()), GenerateContentConfig.builder()
                .maxOutputTokens(100).responseMimeType("application/json").responseSchema(schema()).build())) {
            assertThat(said.text()).isEqualTo(Told.OBJECT);
            assertThat(scene.heard(family).schema().at("/properties/city/type").asText()).isEqualTo("string");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aPictureAndADocumentReachTheModel(GoogleClients by, Family family) {
        answers(by, family, List.of(user(Part.fromBytes(Attachment.PIXEL.bytes(), "image/png"),
                Part.fromBytes(Attachment.PDF.bytes(), "application/pdf"), Part.fromText("What are they?"))),
                GenerateContentConfig.builder().maxOutputTokens(100).build());

        assertThat(scene.heard(family).images()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PIXEL.digest());
        assertThat(scene.heard(family).files()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PDF.digest());
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void theLimitOfTokensIsTold(GoogleClients by, Family family) {
        for (Said said : answers(by, family, ask(Scenario.MAX_TOKENS.marker()),
                GenerateContentConfig.builder().maxOutputTokens(100).build())) {
            assertThat(said.reason().knownEnum()).isEqualTo(FinishReason.Known.MAX_TOKENS);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tokensAreCounted(GoogleClients by, Family family) {
        int tokens = CLIENTS.get(by).models.countTokens(scene.model(family), "How many tokens are these?", null)
                .totalTokens().orElseThrow();

        if (family == Family.OPENAI || family == Family.OPENAI_RESPONSES) {
            assertThat(tokens).isBetween(5, 100);
        } else {
            assertThat(tokens).isEqualTo(Told.FRESH + Told.CACHED);
        }
    }
}
