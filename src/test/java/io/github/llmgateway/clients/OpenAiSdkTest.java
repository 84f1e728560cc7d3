package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's SDK for Java gets what its own types promise, whichever provider answers. */
class OpenAiSdkTest {

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static Scene scene;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        scene = new Scene();
        client = OpenAIOkHttpClient.builder().baseUrl(scene.url() + "/v1").apiKey(Scene.MASTER_KEY).maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        scene.close();
    }

    private static ChatCompletionCreateParams.Builder ask(ModelApi api, String what) {
        return ChatCompletionCreateParams.builder().model(scene.model(api)).addUserMessage(what);
    }

    private static void script(ModelApi api, Turn turn) {
        scene.provider(api).behave(api.says(turn));
    }

    private static JsonNode asked(ModelApi api) {
        return scene.provider(api).last().json();
    }

    private static ChatCompletion answered(ChatCompletionCreateParams.Builder params) {
        return client.chat().completions().create(params.build());
    }

    private static ChatCompletion streamed(ChatCompletionCreateParams.Builder params) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> events = client.chat().completions().createStreaming(params
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()).build())) {
            events.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    private static ChatCompletionMessage message(ChatCompletion completion) {
        assertThat(completion.choices()).hasSize(1);
        return completion.choices().get(0).message();
    }

    private static String finish(ChatCompletion completion) {
        return completion.choices().get(0).finishReason().asString();
    }

    @ParameterizedTest
    @EnumSource
    void aQuestionIsAnsweredWithItsUsage(ModelApi api) {
        script(api, Turn.text("It is four.").using(30, 1000, 7));

        ChatCompletion completion = answered(ask(api, "2+2?").addSystemMessage("Be brief."));

        assertThat(message(completion).content()).contains("It is four.");
        assertThat(finish(completion)).isEqualTo("stop");
        usageIsWhole(completion);
        completion.validate();
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsTheSameAnswer(ModelApi api) {
        script(api, Turn.text("It is four, in parts.").using(30, 1000, 7));

        ChatCompletion completion = streamed(ask(api, "2+2?"));

        assertThat(message(completion).content()).contains("It is four, in parts.");
        assertThat(finish(completion)).isEqualTo("stop");
        usageIsWhole(completion);
    }

    /** OpenAI counts cached tokens among those of the prompt, Anthropic beside them. */
    private static void usageIsWhole(ChatCompletion completion) {
        var usage = completion.usage().orElseThrow();
        assertThat(usage.promptTokens()).isEqualTo(1030);
        assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).contains(1000L);
        assertThat(usage.completionTokens()).isEqualTo(7);
        assertThat(usage.totalTokens()).isEqualTo(1037);
    }

    @ParameterizedTest
    @EnumSource
    void usageComesInAStreamOnlyForWhoAsksForIt(ModelApi api) {
        script(api, Turn.text("Four."));
        List<ChatCompletionChunk> chunks = new ArrayList<>();

        try (StreamResponse<ChatCompletionChunk> events =
                client.chat().completions().createStreaming(ask(api, "2+2?").build())) {
            events.stream().forEach(chunks::add);
        }

        assertThat(chunks).isNotEmpty().allMatch(chunk -> chunk.usage().isEmpty() && !chunk.choices().isEmpty());
        chunks.forEach(ChatCompletionChunk::validate);
    }

    @ParameterizedTest
    @EnumSource
    void aToolIsCalledAndItsResultReachesTheModel(ModelApi api) {
        script(api, Turn.tool("weather", "{\"city\":\"Zürich\"}"));

        for (ChatCompletion completion : List.of(answered(withTool(ask(api, "Weather?"))),
                streamed(withTool(ask(api, "Weather?"))))) {
            var call = message(completion).toolCalls().orElseThrow().get(0).asFunction();
            assertThat(finish(completion)).isEqualTo("tool_calls");
            assertThat(call.function().name()).isEqualTo("weather");
            assertThat(call.function().arguments(Map.class)).isEqualTo(Map.of("city", "Zürich"));

            answered(withTool(ask(api, "Weather?").addMessage(message(completion)).addMessage(
                    ChatCompletionToolMessageParam.builder().toolCallId(call.id()).content("21 degrees").build())));
            assertThat(asked(api).path("messages").toString()).contains("21 degrees", call.id());
        }
    }

    private static ChatCompletionCreateParams.Builder withTool(ChatCompletionCreateParams.Builder params) {
        return params.addFunctionTool(FunctionDefinition.builder().name("weather").description("The weather.")
                .parameters(FunctionParameters.builder().putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city"))).build()).build());
    }

    @ParameterizedTest
    @EnumSource
    void thinkingIsAskedForAndComesBesideTheAnswer(ModelApi api) {
        script(api, Turn.text("42").afterThinking("Six times seven."));

        ChatCompletion completion = answered(ask(api, "6*7?").reasoningEffort(ReasoningEffort.HIGH));

        assertThat(message(completion).content()).contains("42");
        assertThat(message(completion)._additionalProperties().get("reasoning_content").toString())
                .isEqualTo("Six times seven.");
        assertThat(asked(api).at(api == ModelApi.ANTHROPIC ? "/output_config/effort" : "/reasoning_effort").asText())
                .isEqualTo("high");
    }

    @ParameterizedTest
    @EnumSource
    void aPictureReachesTheModel(ModelApi api) {
        script(api, Turn.text("A pixel."));

        answered(ChatCompletionCreateParams.builder().model(scene.model(api)).addUserMessageOfArrayOfContentParts(
                List.of(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder().imageUrl(
                        ChatCompletionContentPartImage.ImageUrl.builder().url("data:image/png;base64," + PIXEL).build())
                        .build()))));

        JsonNode picture = asked(api).at("/messages/0/content/0");
        assertThat(picture.at(api == ModelApi.ANTHROPIC ? "/source/data" : "/image_url/url").asText())
                .isEqualTo(api == ModelApi.ANTHROPIC ? PIXEL : "data:image/png;base64," + PIXEL);
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaForTheAnswerReachesTheModel(ModelApi api) {
        script(api, Turn.text("{\"n\":4}"));

        answered(ask(api, "2+2?").responseFormat(ResponseFormatJsonSchema.builder().jsonSchema(
                ResponseFormatJsonSchema.JsonSchema.builder().name("sum").strict(true).schema(
                        ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties",
                                        JsonValue.from(Map.of("n", Map.of("type", "integer"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("n")))
                                .putAdditionalProperty("additionalProperties", JsonValue.from(false)).build()).build())
                .build()));

        JsonNode sent = asked(api).at(api == ModelApi.ANTHROPIC ? "/output_config/format/schema"
                : "/response_format/json_schema/schema");
        assertThat(sent.at("/properties/n/type").asText()).isEqualTo("integer");
    }

    @Test
    void textsBecomeVectors() {
        scene.provider(ModelApi.OPENAI).behave(StubProvider.json(200, """
                {"object":"list","model":"text-embedding-3-small","data":[{"object":"embedding","index":0,\
                "embedding":[0.5,-0.25]}],"usage":{"prompt_tokens":3,"total_tokens":3}}"""));

        var answer = client.embeddings().create(EmbeddingCreateParams.builder().model("gpt").input("Hello.").build());

        assertThat(answer.data().get(0).embedding()).containsExactly(0.5f, -0.25f);
        assertThat(answer.usage().promptTokens()).isEqualTo(3);
    }

    @Test
    void theModelsAreListedAndFound() {
        assertThat(client.models().list().data()).extracting(model -> model.id()).containsExactly("claude", "gpt");
        assertThat(client.models().retrieve("claude").id()).isEqualTo("claude");
    }
}
