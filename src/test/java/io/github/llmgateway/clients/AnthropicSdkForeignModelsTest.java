package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.Base64PdfSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.DocumentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Anthropic's SDK for Java with each of its backends speaks with models of other makers. */
class AnthropicSdkForeignModelsTest {

    private static final List<Family> PROVIDERS =
            List.of(Family.OPENAI, Family.OPENAI_RESPONSES, Family.GEMINI, Family.BEDROCK_CONVERSE);
    private static final Map<AnthropicClients, AnthropicClient> CLIENTS = new EnumMap<>(AnthropicClients.class);

    private static StandInScene scene;

    @BeforeAll
    static void start() {
        scene = new StandInScene(PROVIDERS.toArray(Family[]::new));
        for (AnthropicClients each : AnthropicClients.values()) {
            CLIENTS.put(each, each.at(scene.url(), StandInScene.MASTER_KEY));
        }
    }

    @AfterAll
    static void stop() {
        CLIENTS.values().forEach(AnthropicClient::close);
        scene.close();
    }

    @AfterEach
    void noProviderWasMisunderstood() {
        scene.assertNoViolations();
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(AnthropicClients.values()).flatMap(client -> PROVIDERS.stream()
                .map(family -> Arguments.of(client, family)));
    }

    private static MessageCreateParams.Builder ask(Family family) {
        return MessageCreateParams.builder().model(scene.model(family)).maxTokens(3000);
    }

    /** The same request twice, whole and streamed. */
    private static List<Message> answers(AnthropicClients by, MessageCreateParams params) {
        return List.of(CLIENTS.get(by).messages().create(params).validate(), streamed(by, params).validate());
    }

    private static Message streamed(AnthropicClients by, MessageCreateParams params) {
        MessageAccumulator whole = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = CLIENTS.get(by).messages().createStreaming(params)) {
            events.stream().forEach(whole::accumulate);
        }
        return whole.message();
    }

    private static String text(Message message) {
        return message.content().stream().flatMap(block -> block.text().stream()).map(block -> block.text())
                .reduce("", String::concat);
    }

    private static List<ToolUseBlock> calls(Message message) {
        return message.content().stream().flatMap(block -> block.toolUse().stream()).toList();
    }

    private static MessageCreateParams.Builder withTools(MessageCreateParams.Builder params) {
        return params.addTool(tool(Told.TOOL, Weather.PROPERTIES))
                .addTool(tool(Told.SECOND_TOOL, Map.of("zone", Map.of("type", "string"))));
    }

    private static Tool tool(String name, Map<String, Object> properties) {
        Tool.InputSchema.Properties.Builder schema = Tool.InputSchema.Properties.builder();
        properties.forEach((property, type) -> schema.putAdditionalProperty(property, JsonValue.from(type)));
        return Tool.builder().name(name).description(Weather.DESCRIPTION)
                .inputSchema(Tool.InputSchema.builder().properties(schema.build()).build()).build();
    }

    private static MessageCreateParams next(MessageCreateParams.Builder params, Message calls) {
        return params.addMessage(calls).addUserMessageOfContentBlockParams(calls(calls).stream()
                .map(call -> ContentBlockParam.ofToolResult(ToolResultBlockParam.builder().toolUseId(call.id())
                        .content(Weather.RESULT).build())).toList()).build();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aQuestionIsAnsweredWithItsUsage(AnthropicClients by, Family family) {
        for (Message message : answers(by, ask(family).addUserMessage("2+2?").system("Be brief.").build())) {
            assertThat(text(message)).isEqualTo(Told.TEXT);
            assertThat(message.stopReason()).contains(StopReason.END_TURN);
            assertThat(message.usage().inputTokens()).isEqualTo(Told.FRESH);
            assertThat(message.usage().cacheReadInputTokens()).contains((long) Told.CACHED);
            assertThat(message.usage().outputTokens()).isEqualTo(Told.WRITTEN);
            assertThat(scene.heard(family).system()).isEqualTo("Be brief.");
            assertThat(scene.heard(family).maxTokens()).isEqualTo(3000);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void toolsAreCalledAndTheirResultsReachTheModel(AnthropicClients by, Family family) {
        String question = Scenario.PARALLEL_TOOLS.marker();
        for (Message calls : answers(by, withTools(ask(family).addUserMessage(question)).build())) {
            assertThat(calls.stopReason()).contains(StopReason.TOOL_USE);
            assertThat(calls(calls)).extracting(ToolUseBlock::name).containsExactly(Told.TOOL, Told.SECOND_TOOL);
            assertThat(calls(calls).get(0)._input().convert(Map.class)).isEqualTo(Weather.INPUT);

            for (Message answer : answers(by, next(withTools(ask(family).addUserMessage(question)), calls))) {
                assertThat(text(answer)).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).results()).hasSize(2).extracting(Heard.Result::text)
                        .allMatch(text -> text.contains(Weather.RESULT));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void thoughtIsReturnedToWhoHadIt(AnthropicClients by, Family family) {
        String question = Scenario.THINKING.marker();
        for (Message calls : answers(by, withTools(ask(family).addUserMessage(question)).enabledThinking(2048)
                .build())) {
            if (family != Family.OPENAI) {
                assertThat(calls.content().get(0).asThinking().thinking()).isEqualTo(Told.THOUGHT);
                assertThat(calls.content().get(0).asThinking().signature()).isNotEmpty();
            }
            for (Message answer : answers(by, next(withTools(ask(family).addUserMessage(question))
                    .enabledThinking(2048), calls))) {
                assertThat(text(answer)).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).signatures()).hasSize(family == Family.OPENAI ? 0 : 1);
                assertThat(scene.heard(family).thoughts()).filteredOn(thought -> !thought.isEmpty())
                        .hasSizeLessThan(2).allMatch(Told.THOUGHT::equals);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aPictureAndADocumentReachTheModel(AnthropicClients by, Family family) {
        answers(by, ask(family).addUserMessageOfContentBlockParams(List.of(
                ContentBlockParam.ofImage(ImageBlockParam.builder().source(Base64ImageSource.builder()
                        .mediaType(Base64ImageSource.MediaType.IMAGE_PNG).data(Attachment.PIXEL.base64()).build())
                        .build()),
                ContentBlockParam.ofDocument(DocumentBlockParam.builder().title("report")
                        .source(Base64PdfSource.builder().data(Attachment.PDF.base64()).build()).build()),
                ContentBlockParam.ofText(TextBlockParam.builder().text("What are they?").build()))).build());

        assertThat(scene.heard(family).images()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PIXEL.digest());
        assertThat(scene.heard(family).files()).extracting(Heard.Media::digest)
                .containsExactly(Attachment.PDF.digest());
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void theLimitOfTokensIsTold(AnthropicClients by, Family family) {
        for (Message message : answers(by, ask(family).addUserMessage(Scenario.MAX_TOKENS.marker()).build())) {
            assertThat(message.stopReason()).contains(StopReason.MAX_TOKENS);
            assertThat(message.content()).extracting(ContentBlock::isText).containsExactly(true);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refusalsAreTheExceptionsOfTheirKind(AnthropicClients by, Family family) {
        assertThat(refusal(by, family, Scenario.RATE_LIMIT)).isInstanceOf(RateLimitException.class);
        assertThat(refusal(by, family, Scenario.CONTEXT_WINDOW)).isInstanceOf(BadRequestException.class);
        assertThat(refusal(by, family, Scenario.OVERLOADED).statusCode()).isGreaterThanOrEqualTo(500);
    }

    private static AnthropicServiceException refusal(AnthropicClients by, Family family, Scenario scenario) {
        MessageCreateParams params = ask(family).addUserMessage(scenario.marker()).build();
        AnthropicServiceException streamed =
                catchThrowableOfType(AnthropicServiceException.class, () -> streamed(by, params));
        AnthropicServiceException whole =
                catchThrowableOfType(AnthropicServiceException.class, () -> answers(by, params));
        assertThat(streamed).hasSameClassAs(whole);
        return whole;
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownModelIsNotFoundAndTheNearestNamed(AnthropicClients by) {
        MessageCreateParams params =
                MessageCreateParams.builder().model("model-of-opena").maxTokens(9).addUserMessage("Hi").build();

        NotFoundException refused =
                catchThrowableOfType(NotFoundException.class, () -> CLIENTS.get(by).messages().create(params));

        assertThat(refused.getMessage()).contains("model-of-openai");
    }

    /** Of the backends Bedrock's alone does not count tokens. */
    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "VERTEX"})
    void tokensAreCounted(AnthropicClients by) {
        for (Family family : PROVIDERS) {
            long tokens = CLIENTS.get(by).messages().countTokens(MessageCountTokensParams.builder()
                    .model(scene.model(family)).addUserMessage("How many tokens are these?").build()).inputTokens();

            if (family == Family.OPENAI || family == Family.OPENAI_RESPONSES) {
                assertThat(tokens).isBetween(5L, 100L);
            } else {
                assertThat(tokens).isEqualTo(Told.FRESH + Told.CACHED);
            }
        }
    }
}
