package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Turn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Anthropic's SDK for Java gets what its own types promise, whichever provider answers. */
class AnthropicSdkTest {

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static Scene scene;
    private static AnthropicClient client;

    @BeforeAll
    static void start() {
        scene = new Scene();
        client = AnthropicOkHttpClient.builder().baseUrl(scene.url()).apiKey(Scene.MASTER_KEY).maxRetries(0).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        scene.close();
    }

    private static MessageCreateParams.Builder ask(ModelApi api, String what) {
        return MessageCreateParams.builder().model(scene.model(api)).maxTokens(3000).addUserMessage(what);
    }

    private static void script(ModelApi api, Turn turn) {
        scene.provider(api).behave(api.says(turn));
    }

    private static JsonNode asked(ModelApi api) {
        return scene.provider(api).last().json();
    }

    private static Message streamed(MessageCreateParams params) {
        MessageAccumulator whole = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(params)) {
            events.stream().forEach(whole::accumulate);
        }
        return whole.message();
    }

    private static String text(Message message) {
        return message.content().stream().filter(ContentBlock::isText).map(block -> block.asText().text())
                .reduce("", String::concat);
    }

    @ParameterizedTest
    @EnumSource
    void aQuestionIsAnsweredWithItsUsage(ModelApi api) {
        script(api, Turn.text("It is four.").using(30, 1000, 7));

        Message message = client.messages().create(ask(api, "2+2?").system("Be brief.").build());

        assertThat(text(message)).isEqualTo("It is four.");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isEqualTo(30);
        assertThat(message.usage().cacheReadInputTokens()).contains(1000L);
        assertThat(message.usage().outputTokens()).isEqualTo(7);
        message.validate();
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsTheSameAnswer(ModelApi api) {
        script(api, Turn.text("It is four, in parts.").using(30, 1000, 7));

        Message message = streamed(ask(api, "2+2?").build());

        assertThat(text(message)).isEqualTo("It is four, in parts.");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().outputTokens()).isEqualTo(7);
        message.validate();
    }

    @ParameterizedTest
    @EnumSource
    void aToolIsCalledAndItsResultReachesTheModel(ModelApi api) {
        script(api, Turn.tool("weather", "{\"city\":\"Zürich\"}"));
        Tool weather = Tool.builder().name("weather").description("The weather.").inputSchema(Tool.InputSchema.builder()
                .properties(Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string"))).build())
                .addRequired("city").build()).build();
        MessageCreateParams.Builder conversation = ask(api, "Weather?").addTool(weather);

        for (Message message : List.of(client.messages().create(conversation.build()),
                streamed(conversation.build()))) {
            var call = message.content().get(0).asToolUse();
            assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
            assertThat(call.name()).isEqualTo("weather");
            assertThat(call._input().convert(Map.class)).isEqualTo(Map.of("city", "Zürich"));

            client.messages().create(ask(api, "Weather?").addTool(weather).addMessage(message)
                    .addUserMessageOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam
                            .builder().toolUseId(call.id()).content("21 degrees").build()))).build());
            assertThat(asked(api).path("messages").toString()).contains("21 degrees", call.id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void thinkingComesBeforeTheAnswer(ModelApi api) {
        script(api, Turn.text("42").afterThinking("Six times seven."));
        MessageCreateParams params = ask(api, "6*7?").enabledThinking(2048).build();

        for (Message message : List.of(client.messages().create(params), streamed(params))) {
            assertThat(message.content().get(0).asThinking().thinking()).isEqualTo("Six times seven.");
            assertThat(message.content().get(0).asThinking().signature()).isNotNull();
            assertThat(message.content().get(1).asText().text()).isEqualTo("42");
        }
        assertThat(asked(api).at(api == ModelApi.ANTHROPIC ? "/thinking/budget_tokens" : "/reasoning_effort").asText())
                .isEqualTo(api == ModelApi.ANTHROPIC ? "2048" : "low");
    }

    @ParameterizedTest
    @EnumSource
    void aPictureReachesTheModel(ModelApi api) {
        script(api, Turn.text("A pixel."));

        client.messages().create(MessageCreateParams.builder().model(scene.model(api)).maxTokens(100)
                .addUserMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofImage(ImageBlockParam.builder().source(Base64ImageSource.builder()
                                .mediaType(Base64ImageSource.MediaType.IMAGE_PNG).data(PIXEL).build()).build()),
                        ContentBlockParam.ofText(TextBlockParam.builder().text("What is it?").build()))).build());

        JsonNode picture = asked(api).at("/messages/0/content/0");
        assertThat(picture.at(api == ModelApi.ANTHROPIC ? "/source/data" : "/image_url/url").asText())
                .isEqualTo(api == ModelApi.ANTHROPIC ? PIXEL : "data:image/png;base64," + PIXEL);
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaForTheAnswerReachesTheModel(ModelApi api) {
        script(api, Turn.text("{\"n\":4}"));
        Map<String, Object> schema = Map.of("type", "object", "properties", Map.of("n", Map.of("type", "integer")),
                "required", List.of("n"), "additionalProperties", false);

        client.messages().create(ask(api, "2+2?").outputConfig(OutputConfig.builder().format(JsonOutputFormat.builder()
                .schema(JsonOutputFormat.Schema.builder().additionalProperties(schema.entrySet().stream().collect(
                        java.util.stream.Collectors.toMap(Map.Entry::getKey, each -> JsonValue.from(each.getValue()))))
                        .build()).build()).build()).build());

        JsonNode sent = asked(api).at(api == ModelApi.ANTHROPIC ? "/output_config/format/schema"
                : "/response_format/json_schema/schema");
        assertThat(sent.at("/properties/n/type").asText()).isEqualTo("integer");
    }

    @Test
    void tokensAreCountedByAnthropicAndEstimatedForOpenAi() {
        scene.provider(ModelApi.ANTHROPIC).behave(StubProvider.json(200, "{\"input_tokens\":17}"));

        assertThat(count(ModelApi.ANTHROPIC)).isEqualTo(17);
        assertThat(count(ModelApi.OPENAI)).isBetween(5L, 100L);
    }

    private static long count(ModelApi api) {
        return client.messages().countTokens(MessageCountTokensParams.builder().model(scene.model(api))
                .addUserMessage("How many tokens are these?").build()).inputTokens();
    }

    @Test
    void theModelsAreListedAndFound() {
        assertThat(client.models().list().data()).extracting(model -> model.id()).containsExactly("claude", "gpt");
        assertThat(client.models().retrieve("gpt").displayName()).isEqualTo("gpt");
    }
}
