package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Chat;
import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputItem;
import io.github.llmgateway.standin.Family;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.SdkToken;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;

/** The vendors' SDKs for Java run a tool for a model that is another vendor's. Anthropic's has tests of its own. */
class VendorSdksTest {

    private static final String SHELL = "shell";

    private static Stage stage(Family family) {
        return new Stage(family, SHELL, "command");
    }

    private static SdkToken token() {
        return new SdkToken() {
            @Override
            public String token() {
                return Stage.KEY;
            }

            @Override
            public Optional<Instant> expirationTime() {
                return Optional.empty();
            }
        };
    }

    private static BedrockRuntimeClient aws(Stage stage, boolean bearer) {
        BedrockRuntimeClientBuilder builder = BedrockRuntimeClient.builder().endpointOverride(URI.create(stage.url()))
                .region(Region.US_EAST_1);
        return bearer
                ? builder.tokenProvider(StaticTokenProvider.create(token())).authSchemeProvider(
                        BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of("httpBearerAuth"))).build()
                : builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                        .overrideConfiguration(configuration -> configuration.putHeader("x-litellm-api-key", Stage.KEY))
                        .build();
    }

    @ParameterizedTest(name = "with the key as a bearer token: {0}")
    @ValueSource(booleans = {true, false})
    void awsSdk(boolean bearer) {
        ToolConfiguration tools = ToolConfiguration.builder().tools(Tool.fromToolSpec(tool -> tool.name(SHELL)
                .inputSchema(ToolInputSchema.fromJson(Document.mapBuilder().putString("type", "object").build()))))
                .build();
        try (Stage stage = stage(Family.OPENAI_RESPONSES); BedrockRuntimeClient client = aws(stage, bearer)) {
            List<Message> messages = new ArrayList<>();
            messages.add(Message.builder().role(ConversationRole.USER).content(ContentBlock.fromText(Stage.PROMPT))
                    .build());
            ConverseResponse called = client.converse(request -> request.modelId("any.model-v1:0").messages(messages)
                    .toolConfig(tools));
            Message said = called.output().message();
            ContentBlock call = said.content().get(said.content().size() - 1);
            messages.add(said);
            messages.add(Message.builder().role(ConversationRole.USER).content(ContentBlock.fromToolResult(result ->
                    result.toolUseId(call.toolUse().toolUseId())
                            .content(ToolResultContentBlock.fromText(Stage.PRINTED)))).build());
            ConverseResponse answered = client.converse(request -> request.modelId("any.model-v1:0")
                    .messages(messages).toolConfig(tools));

            assertThat(call.toolUse().name()).isEqualTo(SHELL);
            stage.playedWithThought(answered.output().message().content().get(0).text());
        }
    }

    @Test
    void googleGenAiSdk() {
        GenerateContentConfig config = GenerateContentConfig.builder().tools(com.google.genai.types.Tool.builder()
                .functionDeclarations(FunctionDeclaration.builder().name(SHELL).description("Runs a command")
                        .parametersJsonSchema(Map.of("type", "object")).build()).build()).build();
        try (Stage stage = stage(Family.ANTHROPIC); Client client = Client.builder().apiKey(Stage.KEY)
                .httpOptions(HttpOptions.builder().baseUrl(stage.url()).build()).build()) {
            Chat chat = client.chats.create("any-model", config);
            FunctionCall call = chat.sendMessage(Stage.PROMPT).functionCalls().get(0);
            Part result = Part.builder().functionResponse(FunctionResponse.builder().id(call.id().orElseThrow())
                    .name(SHELL).response(Map.of("output", Stage.PRINTED)).build()).build();

            assertThat(call.name()).contains(SHELL);
            stage.playedWithThought(chat.sendMessage(Content.builder().role("user").parts(result).build()).text());
        }
    }

    @Test
    void openAiSdkWithResponses() {
        FunctionTool shell = FunctionTool.builder().name(SHELL).strict(false).parameters(FunctionTool.Parameters
                .builder().putAdditionalProperty("type", JsonValue.from("object")).build()).build();
        try (Stage stage = stage(Family.GEMINI)) {
            OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl(stage.url() + "/v1").apiKey(Stage.KEY).build();
            List<ResponseInputItem> input = new ArrayList<>();
            input.add(ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                    .role(EasyInputMessage.Role.USER).content(Stage.PROMPT).build()));
            ResponseCreateParams.Builder asks = ResponseCreateParams.builder().model("any-model").addTool(shell)
                    .store(false).addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT);
            Response called = client.responses().create(asks.inputOfResponse(input).build());
            ResponseFunctionToolCall call = called.output().stream().filter(item -> item.isFunctionCall()).findFirst()
                    .orElseThrow().asFunctionCall();
            called.output().forEach(item -> input.add(item.isReasoning()
                    ? ResponseInputItem.ofReasoning(item.asReasoning())
                    : ResponseInputItem.ofFunctionCall(item.asFunctionCall())));
            input.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                    .callId(call.callId()).output(Stage.PRINTED).build()));
            Response answered = client.responses().create(asks.inputOfResponse(input).build());
            client.close();

            assertThat(call.name()).isEqualTo(SHELL);
            stage.playedWithThought(answered.output().stream().filter(item -> item.isMessage()).findFirst()
                    .orElseThrow().asMessage().content().get(0).asOutputText().text());
        }
    }
}
