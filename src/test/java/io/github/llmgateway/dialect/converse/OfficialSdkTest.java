package io.github.llmgateway.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.framing.EventWriter;
import io.github.llmgateway.framing.Framing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;
import software.amazon.awssdk.utils.async.SimplePublisher;

/** What is written for clients of Bedrock, AWS' own SDK reads; what that writes, is read. */
class OfficialSdkTest {

    private static final ChatAnswer ANSWER = new ChatAnswer("id", "model", List.of(
            new ContentBlock.Thinking("hm", "c2ln"), new ContentBlock.RedactedThinking("EvAF"),
            new ContentBlock.Text("Hello"), new ContentBlock.ToolUse("t1", "get", "{\"a\":1}", null)),
            StopReason.TOOL_USE, null, new Usage(10, 20, 3, 4, 50, 0), null);

    private final ConverseDialect dialect = new ConverseDialect();
    private byte[] asked;

    @Test
    void aWholeAnswerAndTheRequestForIt() throws Failure {
        try (BedrockRuntimeClient client = client(200, Map.of(),
                dialect.writeAnswer(ANSWER, new Reply("m", true, 0)))) {
            ConverseResponse response = client.converse(request -> request.modelId("m")
                    .messages(Message.builder().role("user").content(c -> c.text("Hi"), c -> c.cachePoint(p -> p
                            .type("default"))).build())
                    .toolConfig(t -> t.tools(tool -> tool.toolSpec(s -> s.name("get").inputSchema(i -> i
                            .json(Document.mapBuilder()
                                    .putString("type", "object").build())))))
                    .inferenceConfig(i -> i.maxTokens(9)));

            assertThat(response.stopReasonAsString()).isEqualTo("tool_use");
            assertThat(response.output().message().content().get(0).reasoningContent().reasoningText().signature())
                    .isEqualTo("c2ln");
            assertThat(response.output().message().content().get(1).reasoningContent().redactedContent()
                    .asUtf8String()).isEqualTo("EvAF");
            assertThat(response.output().message().content().get(2).text()).isEqualTo("Hello");
            assertThat(response.output().message().content().get(3).toolUse().name()).isEqualTo("get");
            assertThat(response.usage().cacheReadInputTokens()).isEqualTo(20);
            assertThat(response.usage().cacheDetails()).hasSize(2);
        }
        ChatRequest request = dialect.read(asked);
        assertThat(request.maxTokens()).isEqualTo(9);
        assertThat(request.messages().get(0).content().get(0).cacheControl()).isNotNull();
        assertThat(request.tools().get(0).name()).isEqualTo("get");
    }

    @Test
    void anErrorIsTheExceptionOfItsType() {
        Failure failure = Failure.of(FailureKind.CONTEXT_WINDOW, "prompt is too long");
        try (BedrockRuntimeClient client = client(400, dialect.failureHeaders(failure),
                dialect.writeFailure(failure, "r"))) {
            assertThatThrownBy(() -> client.converse(request -> request.modelId("m")))
                    .isInstanceOf(ValidationException.class).hasMessageContaining("Input is too long");
        }
    }

    @Test
    void aStreamWithItsUsage() throws Exception {
        byte[] stream = stream(Framing.AWS_EVENTS, dialect.encoder(new Reply("m", true, 0)), ANSWER::tell);
        List<ContentBlockDelta> deltas = new ArrayList<>();
        List<ConverseStreamMetadataEvent> ends = new ArrayList<>();
        converseStream(stream, deltas, ends);

        assertThat(deltas.stream().map(ContentBlockDelta::text).filter(text -> text != null))
                .containsExactly("Hello");
        assertThat(deltas.get(deltas.size() - 1).toolUse().input()).isEqualTo("{\"a\":1}");
        assertThat(ends.get(0).usage().totalTokens()).isEqualTo(87);
    }

    @Test
    void aStreamThatBreaksOffIsTheExceptionOfItsType() {
        byte[] stream = stream(Framing.AWS_EVENTS, dialect.encoder(new Reply("m", true, 0)), to -> {
            to.accept(new StreamEvent.TextDelta(0, "Hel", null));
            to.accept(new StreamEvent.Failed(Failure.of(FailureKind.RATE_LIMIT, "slow down")));
        });

        assertThatThrownBy(() -> converseStream(stream, new ArrayList<>(), new ArrayList<>()))
                .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(ThrottlingException.class)
                .hasMessageContaining("slow down");
    }

    @Test
    void aModelsOwnEventsInChunksAndTheExceptionForItsError() {
        byte[] stream = stream(Framing.AWS_CHUNKS, new AnthropicDialect().encoder(new Reply("m", true, 0)), to -> {
            to.accept(new StreamEvent.TextDelta(0, "Hel", null));
            to.accept(new StreamEvent.Failed(Failure.of(FailureKind.RATE_LIMIT, "slow down")));
        });
        List<String> chunks = new ArrayList<>();
        try (BedrockRuntimeAsyncClient client = asyncClient(stream)) {
            CompletableFuture<Void> done = client.invokeModelWithResponseStream(request -> request.modelId("m")
                    .body(SdkBytes.fromUtf8String("{}")),
                    InvokeModelWithResponseStreamResponseHandler.builder().subscriber(
                            InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                                    .onChunk(part -> chunks.add(part.bytes().asUtf8String())).build()).build());

            assertThatThrownBy(() -> done.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ThrottlingException.class).hasMessageContaining("slow down");
        }
        assertThat(chunks).hasSize(3);
        assertThat(chunks.get(2)).contains("text_delta", "Hel");
    }

    private void converseStream(byte[] stream, List<ContentBlockDelta> deltas, List<ConverseStreamMetadataEvent> ends)
            throws Exception {
        try (BedrockRuntimeAsyncClient client = asyncClient(stream)) {
            client.converseStream(request -> request.modelId("m"), ConverseStreamResponseHandler.builder()
                    .subscriber(ConverseStreamResponseHandler.Visitor.builder()
                            .onContentBlockDelta(delta -> deltas.add(delta.delta()))
                            .onMetadata(ends::add).build()).build()).get(20, TimeUnit.SECONDS);
        }
    }

    private static byte[] stream(Framing framing, StreamEncoder encoder, Consumer<Consumer<StreamEvent>> tell) {
        EventWriter writer = framing.writer();
        Frames frames = writer;
        tell.accept(event -> encoder.encode(event, frames));
        writer.end();
        return writer.take();
    }

    private BedrockRuntimeClient client(int status, Map<String, String> headers, byte[] answer) {
        SdkHttpClient http = new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                asked = request.contentStreamProvider().map(content -> {
                    try (InputStream in = content.newStream()) {
                        return in.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }).orElse(null);
                SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(status)
                        .putHeader("content-type", "application/json");
                headers.forEach(response::putHeader);
                return new ExecutableHttpRequest() {
                    @Override
                    public HttpExecuteResponse call() {
                        return HttpExecuteResponse.builder().response(response.build()).responseBody(
                                AbortableInputStream.create(new ByteArrayInputStream(answer))).build();
                    }

                    @Override
                    public void abort() {
                        // Nothing is under way.
                    }
                };
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        return BedrockRuntimeClient.builder().region(Region.US_EAST_1).httpClient(http)
                .credentialsProvider(AnonymousCredentialsProvider.create()).build();
    }

    private BedrockRuntimeAsyncClient asyncClient(byte[] stream) {
        SdkAsyncHttpClient http = new SdkAsyncHttpClient() {
            @Override
            public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
                SimplePublisher<ByteBuffer> publisher = new SimplePublisher<>();
                request.responseHandler().onHeaders(SdkHttpFullResponse.builder().statusCode(200)
                        .putHeader("content-type", Framing.AWS_EVENTS.contentType()).build());
                request.responseHandler().onStream(publisher);
                publisher.send(ByteBuffer.wrap(stream));
                return publisher.complete();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        return BedrockRuntimeAsyncClient.builder().region(Region.US_EAST_1).httpClient(http)
                .overrideConfiguration(settings -> settings.retryStrategy(retries -> retries.maxAttempts(1)))
                .credentialsProvider(AnonymousCredentialsProvider.create()).build();
    }
}
