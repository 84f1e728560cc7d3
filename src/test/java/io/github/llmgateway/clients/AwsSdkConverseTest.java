package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** AWS' SDK for Java speaks Converse with models that are not on Bedrock. */
class AwsSdkConverseTest {

    static final List<Family> PROVIDERS =
            List.of(Family.ANTHROPIC, Family.OPENAI, Family.OPENAI_RESPONSES, Family.GEMINI);

    private static final Document THINKING = Document.mapBuilder().putDocument("thinking", Document.mapBuilder()
            .putString("type", "enabled").putNumber("budget_tokens", 2048).build()).build();

    private static StandInScene scene;
    private static BedrockRuntimeClient client;
    private static BedrockRuntimeAsyncClient streaming;

    @BeforeAll
    static void start() {
        scene = new StandInScene(PROVIDERS.toArray(Family[]::new));
        client = AwsClients.withBearer(scene.url(), StandInScene.MASTER_KEY);
        streaming = AwsClients.streamingSigning(scene.url() + "/bedrock", StandInScene.MASTER_KEY);
    }

    @AfterAll
    static void stop() {
        client.close();
        streaming.close();
        scene.close();
    }

    @AfterEach
    void noProviderWasMisunderstood() {
        scene.assertNoViolations();
    }

    private static ConverseRequest.Builder ask(Family family, String what) {
        return ConverseRequest.builder().modelId(scene.model(family)).messages(user(ContentBlock.fromText(what)))
                .inferenceConfig(limits -> limits.maxTokens(3000));
    }

    private static Message user(ContentBlock... content) {
        return Message.builder().role(ConversationRole.USER).content(content).build();
    }

    /** The same question twice, by either operation. */
    private static List<ConverseMessage> answers(ConverseRequest request) throws Exception {
        return List.of(ConverseMessage.of(client.converse(request)), streamed(request));
    }

    private static ConverseMessage streamed(ConverseRequest request) throws Exception {
        return ConverseMessage.streamed(streaming, ConverseStreamRequest.builder().modelId(request.modelId())
                .messages(request.messages()).system(request.system()).toolConfig(request.toolConfig())
                .inferenceConfig(request.inferenceConfig()).outputConfig(request.outputConfig())
                .additionalModelRequestFields(request.additionalModelRequestFields()).build());
    }

    private static ToolConfiguration tools() {
        return ToolConfiguration.builder().tools(
                tool -> tool.toolSpec(spec -> spec.name(Told.TOOL).description(Weather.DESCRIPTION)
                        .inputSchema(schema -> schema.json(Document.mapBuilder().putString("type", "object")
                                .putDocument("properties", Document.mapBuilder()
                                        .putDocument("city", ofType("string")).putDocument("days", ofType("integer"))
                                        .build())
                                .putList("required", required -> required.addString("city")).build()))),
                tool -> tool.toolSpec(spec -> spec.name(Told.SECOND_TOOL).description("The time.")
                        .inputSchema(schema -> schema.json(Document.mapBuilder().putString("type", "object")
                                .putDocument("properties", Document.mapBuilder().putDocument("zone", ofType("string"))
                                        .build()).build())))).build();
    }

    private static Document ofType(String type) {
        return Document.mapBuilder().putString("type", type).build();
    }

    private static Message results(ConverseMessage calls) {
        return user(calls.calls().stream().map(call -> ContentBlock.builder().toolResult(result -> result
                .toolUseId(call.toolUseId()).content(part -> part.text(Weather.RESULT))).build())
                .toArray(ContentBlock[]::new));
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aQuestionIsAnsweredWithItsUsage(Family family) throws Exception {
        for (ConverseMessage answer : answers(ask(family, "2+2?").system(s -> s.text("Be brief.")).build())) {
            assertThat(answer.text()).isEqualTo(Told.TEXT);
            assertThat(answer.stop()).isEqualTo(StopReason.END_TURN);
            assertThat(answer.message().role()).isEqualTo(ConversationRole.ASSISTANT);
            assertThat(answer.usage().inputTokens()).isEqualTo(Told.FRESH);
            assertThat(answer.usage().cacheReadInputTokens()).isEqualTo(Told.CACHED);
            assertThat(answer.usage().outputTokens()).isEqualTo(Told.WRITTEN);
            assertThat(answer.usage().totalTokens()).isEqualTo(Told.FRESH + Told.CACHED + Told.WRITTEN);
            assertThat(scene.heard(family).system()).isEqualTo("Be brief.");
            assertThat(scene.heard(family).maxTokens()).isEqualTo(3000);
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void toolsAreCalledAndTheirResultsReachTheModel(Family family) throws Exception {
        ConverseRequest question = ask(family, Scenario.PARALLEL_TOOLS.marker()).toolConfig(tools()).build();
        for (ConverseMessage calls : answers(question)) {
            assertThat(calls.stop()).isEqualTo(StopReason.TOOL_USE);
            assertThat(calls.calls()).extracting(ToolUseBlock::name).containsExactly(Told.TOOL, Told.SECOND_TOOL);
            assertThat(calls.calls().get(0).input().asMap().get("city").asString()).isEqualTo("Paris");
            assertThat(calls.calls().get(0).input().asMap().get("days").asNumber().intValue()).isEqualTo(3);

            for (ConverseMessage answer : answers(question.toBuilder().messages(question.messages().get(0),
                    calls.message(), results(calls)).build())) {
                assertThat(answer.text()).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).results()).extracting(Heard.Result::text)
                        .allMatch(text -> text.contains(Weather.RESULT)).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void thoughtIsReturnedToWhoHadIt(Family family) throws Exception {
        ConverseRequest question = ask(family, Scenario.THINKING.marker()).toolConfig(tools())
                .additionalModelRequestFields(THINKING).build();
        for (ConverseMessage calls : answers(question)) {
            if (family != Family.OPENAI) {
                assertThat(calls.message().content().get(0).reasoningContent().reasoningText().text())
                        .isEqualTo(Told.THOUGHT);
            }
            ConverseMessage answer = streamed(question.toBuilder().messages(question.messages().get(0),
                    calls.message(), results(calls)).build());

            assertThat(answer.text()).isEqualTo(Told.AFTER_RESULTS);
            assertThat(scene.heard(family).signatures()).hasSize(family == Family.OPENAI ? 0 : 1);
            assertThat(scene.heard(family).thoughts()).filteredOn(thought -> !thought.isEmpty())
                    .hasSizeLessThan(2).allMatch(Told.THOUGHT::equals);
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aPictureAndADocumentReachTheModel(Family family) {
        client.converse(ask(family, "").messages(user(
                ContentBlock.builder().image(image -> image.format("png")
                        .source(source -> source.bytes(SdkBytes.fromByteArray(Attachment.PIXEL.bytes())))).build(),
                ContentBlock.builder().document(document -> document.format("pdf").name("report")
                        .source(source -> source.bytes(SdkBytes.fromByteArray(Attachment.PDF.bytes())))).build(),
                ContentBlock.fromText("What are they?"))).build());

        assertThat(scene.heard(family).images()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PIXEL.digest());
        assertThat(scene.heard(family).files()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PDF.digest());
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aSchemaForTheAnswerReachesTheModel(Family family) throws Exception {
        for (ConverseMessage answer : answers(ask(family, Scenario.STRUCTURED_OUTPUT.marker()).outputConfig(output ->
                output.textFormat(format -> format.type("json_schema").structure(structure -> structure.jsonSchema(
                        definition -> definition.name("weather").schema("{\"type\":\"object\",\"properties\":"
                                + "{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],"
                                + "\"additionalProperties\":false}"))))).build())) {
            assertThat(answer.text()).isEqualTo(Told.OBJECT);
            assertThat(scene.heard(family).schema().at("/properties/city/type").asText())
                    .isEqualToIgnoringCase("string");
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void theReasonForTheEndIsTold(Family family) throws Exception {
        for (ConverseMessage answer : answers(ask(family, Scenario.MAX_TOKENS.marker()).build())) {
            assertThat(answer.stop()).isEqualTo(StopReason.MAX_TOKENS);
        }
        List<StopReason> reasons = new ArrayList<>();
        for (ConverseMessage answer : answers(ask(family, Scenario.REFUSAL.marker()).build())) {
            reasons.add(answer.stop());
        }
        assertThat(reasons).hasSize(2).containsOnly(reasons.get(0)).doesNotContain(StopReason.UNKNOWN_TO_SDK_VERSION);
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void tokensAreCounted(Family family) {
        int tokens = client.countTokens(request -> request.modelId(scene.model(family)).input(input -> input
                .converse(question -> question.messages(user(ContentBlock.fromText("How many tokens are these?"))))))
                .inputTokens();

        if (family == Family.OPENAI || family == Family.OPENAI_RESPONSES) {
            assertThat(tokens).isBetween(5, 100);
        } else {
            assertThat(tokens).isEqualTo(Told.FRESH + Told.CACHED);
        }
    }
}
