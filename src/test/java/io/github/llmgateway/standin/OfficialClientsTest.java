package io.github.llmgateway.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;

/** The vendors' own clients take a stand-in for the vendor. */
class OfficialClientsTest {

    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

    @Test
    void anthropicsClientReadsAStreamedCallBehindSignedThought() {
        try (StandIn standIn = Family.ANTHROPIC.start()) {
            AnthropicClient client = AnthropicOkHttpClient.builder().baseUrl(standIn.address()).apiKey(Family.KEY)
                    .build();
            MessageAccumulator all = MessageAccumulator.create();
            try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(
                    MessageCreateParams.builder().model("claude-sonnet-4-5").maxTokens(100)
                            .addTool(Tool.builder().name(Told.TOOL).inputSchema(Tool.InputSchema.builder().build())
                                    .build())
                            .addUserMessage(Scenario.THINKING.marker()).build())) {
                events.stream().forEach(all::accumulate);
            }
            Message message = all.message();

            assertThat(message.content().get(0).asThinking().thinking()).isEqualTo(Told.THOUGHT);
            assertThat(message.content().get(1).asToolUse().name()).isEqualTo(Told.TOOL);
            assertThat(message.usage().outputTokens()).isEqualTo(Told.WRITTEN);
            assertThat(standIn.violations()).isEmpty();
        }
    }

    @Test
    void openAisClientReadsAStreamOfChunks() {
        try (StandIn standIn = Family.OPENAI.start()) {
            OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl(standIn.address() + "/v1").apiKey(Family.KEY)
                    .build();
            ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
            try (var chunks = client.chat().completions().createStreaming(ChatCompletionCreateParams.builder()
                    .model("gpt-4.1").addUserMessage(Scenario.PARALLEL_TOOLS.marker()).build())) {
                chunks.stream().forEach(all::accumulate);
            }
            ChatCompletion completion = all.chatCompletion();

            assertThat(completion.choices().get(0).message().toolCalls().orElseThrow())
                    .extracting(call -> call.asFunction().function().arguments())
                    .containsExactly(Told.INPUT, Told.SECOND_INPUT);
            assertThat(standIn.violations()).isEmpty();
        }
    }

    @Test
    void openAisClientReadsAStreamedResponse() {
        try (StandIn standIn = Family.OPENAI_RESPONSES.start()) {
            OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl(standIn.address() + "/v1").apiKey(Family.KEY)
                    .build();
            ResponseAccumulator all = ResponseAccumulator.create();
            try (var events = client.responses().createStreaming(ResponseCreateParams.builder().model("gpt-5.1")
                    .input(Scenario.THINKING.marker()).build())) {
                events.stream().forEach(all::accumulate);
            }
            Response response = all.response().validate();

            assertThat(response.output().get(0).asReasoning().summary().get(0).text()).isEqualTo(Told.THOUGHT);
            assertThat(response.output().get(1).asMessage().content()
                    .get(0).asOutputText().text()).isEqualTo(Told.TEXT);
            assertThat(response.usage().orElseThrow().inputTokensDetails().cachedTokens()).isEqualTo(Told.CACHED);
            assertThat(standIn.violations()).isEmpty();
        }
    }

    private static BedrockRuntimeAsyncClient aws(StandIn standIn) {
        return BedrockRuntimeAsyncClient.builder().endpointOverride(URI.create(standIn.address()))
                .region(Region.of(AwsSignature.REGION)).credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(AwsSignature.ACCESS_KEY, AwsSignature.SECRET_KEY))).build();
    }

    @Test
    void awsClientSignsAndReadsConverseWholeAndStreamed() throws Exception {
        try (StandIn standIn = Family.BEDROCK_CONVERSE.start(); BedrockRuntimeAsyncClient client = aws(standIn)) {
            var whole = client.converse(request -> request.modelId(CLAUDE).messages(message -> message
                    .role(ConversationRole.USER).content(ContentBlock.fromText("Hi")))).get(20, TimeUnit.SECONDS);
            StringBuilder text = new StringBuilder();
            client.converseStream(request -> request.modelId(CLAUDE).messages(message -> message
                    .role(ConversationRole.USER).content(ContentBlock.fromText("Hi"))),
                    ConverseStreamResponseHandler.builder().subscriber(ConverseStreamResponseHandler.Visitor.builder()
                            .onContentBlockDelta(delta -> text.append(delta.delta().text())).build()).build())
                    .get(20, TimeUnit.SECONDS);

            assertThat(whole.output().message().content().get(0).text()).isEqualTo(Told.TEXT);
            assertThat(whole.usage().cacheReadInputTokens()).isEqualTo(Told.CACHED);
            assertThat(text).hasToString(Told.TEXT);
            assertThat(standIn.violations()).isEmpty();
        }
    }

    @Test
    void awsClientReadsAnExceptionInTheMiddleOfAStream() {
        try (StandIn standIn = Family.BEDROCK_CONVERSE.start(); BedrockRuntimeAsyncClient client = aws(standIn)) {
            assertThatThrownBy(() -> client.converseStream(request -> request.modelId(CLAUDE)
                    .messages(message -> message
                    .role(ConversationRole.USER).content(ContentBlock.fromText(Scenario.MID_STREAM_ERROR.marker()))),
                    ConverseStreamResponseHandler.builder().subscriber(event -> { }).build()).get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ModelStreamErrorException.class);
            assertThat(standIn.violations()).isEmpty();
        }
    }

    @Test
    void awsClientReadsTheModelsOwnEvents() throws Exception {
        try (StandIn standIn = Family.BEDROCK_INVOKE.start(); BedrockRuntimeAsyncClient client = aws(standIn)) {
            List<String> events = new CopyOnWriteArrayList<>();
            client.invokeModelWithResponseStream(request -> request.modelId(CLAUDE).contentType("application/json")
                    .body(SdkBytes.fromUtf8String("{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,"
                            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")),
                    InvokeModelWithResponseStreamResponseHandler.builder().subscriber(
                            InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                                    .onChunk(chunk -> events.add(chunk.bytes().asUtf8String())).build()).build())
                    .get(20, TimeUnit.SECONDS);

            assertThat(events.get(0)).contains("message_start");
            assertThat(events.get(events.size() - 1)).contains("message_stop");
            assertThat(standIn.violations()).isEmpty();
        }
    }

    @Test
    void googlesClientReadsGeminiWholeAndStreamed() {
        try (StandIn standIn = Family.GEMINI.start(); Client client = Client.builder().apiKey(Family.KEY)
                .httpOptions(HttpOptions.builder().baseUrl(standIn.address()).build()).build()) {
            StringBuilder text = new StringBuilder();
            client.models.generateContentStream("gemini-3-pro-preview", "Hi", null)
                    .forEach(answer -> text.append(answer.text()));

            assertThat(client.models.generateContent("gemini-3-pro-preview", "Hi", null).text()).isEqualTo(Told.TEXT);
            assertThat(text).hasToString(Told.TEXT);
            assertThat(standIn.violations()).isEmpty();
        }
    }

    @Test
    void googlesClientFetchesATokenForVertex() throws Exception {
        try (StandIn standIn = Family.VERTEX_GEMINI.start()) {
            String file = Family.VERTEX_GEMINI.parameters(standIn.address()).path("vertex_credentials").asText();
            GoogleCredentials credentials = GoogleCredentials
                    .fromStream(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))
                    .createScoped("https://www.googleapis.com/auth/cloud-platform");
            try (Client client = Client.builder().vertexAI(true).project(GoogleAccount.PROJECT).location("us-east5")
                    .credentials(credentials).httpOptions(HttpOptions.builder().baseUrl(standIn.address()).build())
                            .build()) {
                assertThat(client.models.generateContent("gemini-3-pro-preview", "Hi",
                        null).text()).isEqualTo(Told.TEXT);
            }
            assertThat(standIn.violations()).isEmpty();
        }
    }
}
