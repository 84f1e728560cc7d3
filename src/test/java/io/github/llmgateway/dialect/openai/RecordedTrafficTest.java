package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletion;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.testing.ChunkCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedTrafficTest {

    private final OpenAiDialect dialect = new OpenAiDialect();

    static List<Recorded> exchanges() {
        return Recorded.exchanges();
    }

    static Stream<Recorded> streams() {
        return exchanges().stream().filter(Recorded::streamed);
    }

    static Stream<Recorded> answers() {
        return exchanges().stream().filter(exchange -> exchange.status() == 200 && !exchange.streamed());
    }

    static Stream<Recorded> errors() {
        return exchanges().stream().filter(exchange -> exchange.status() != 200);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void everyRecordedRequestIsScanned(Recorded exchange) throws Failure {
        JsonNode request = Json.parse(exchange.request());
        Outline outline = dialect.scan(exchange.request(), Operation.CHAT, 200);
        assertThat(outline.model).isEqualTo(request.path("model").asText());
        assertThat(outline.messages).isEqualTo(request.path("messages").size());
        assertThat(outline.stream).isEqualTo(request.path("stream").asBoolean());
        assertThat(outline.tools).isEqualTo(!request.path("tools").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void everyRecordedRequestIsTheSameReadWrittenAndReadAgain(Recorded exchange) throws Failure {
        ChatRequest first = dialect.read(exchange.request());
        String provider = exchange.host().contains("openrouter") ? "openrouter" : "azure";
        Written written = dialect.write(first, new Target("gpt-4o", provider, Operation.CHAT, 0));
        assertThat(written.losses()).filteredOn(loss -> !loss.harmless()).isEmpty();
        ChatRequest second = dialect.read(Json.bytes(written.body()));
        assertThat(said(second)).isEqualTo(said(first));
        assertThat(second.tools()).isEqualTo(first.tools());
        assertThat(second.toolChoice()).isEqualTo(first.tools().isEmpty() ? null : first.toolChoice());
        assertThat(second.outputFormat()).isEqualTo(first.outputFormat());
        assertThat(second.maxTokens()).isEqualTo(first.maxTokens());
        assertThat(second.stopSequences()).isEqualTo(first.stopSequences());
        assertThat(second.sampling()).isEqualTo(first.sampling());
        assertThat(second.stream()).isEqualTo(first.stream());
    }

    /** The messages without earlier thinking, which OpenAI does not take. */
    private static List<ChatRequest.Message> said(ChatRequest request) {
        return request.messages().stream()
                .map(message -> new ChatRequest.Message(message.role(), message.content().stream()
                        .filter(block -> !(block instanceof ContentBlock.Thinking)).toList()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyRecordedAnswerIsTheSameReadWrittenAndReadAgain(Recorded exchange) throws Failure, IOException {
        ChatAnswer first = dialect.readAnswer(exchange.answer());
        assertThat(first.usage().output()).isPositive();
        byte[] written = dialect.writeAnswer(first, new Reply(first.model(), false, 0));
        ObjectMappers.jsonMapper().readValue(written, ChatCompletion.class).validate();
        ChatAnswer second = dialect.readAnswer(written);
        assertThat(second.reason()).isEqualTo(first.reason());
        assertThat(second.usage()).isEqualTo(first.usage());
        assertThat(kind(second, ContentBlock.ToolUse.class)).isEqualTo(kind(first, ContentBlock.ToolUse.class));
        assertThat(joined(second)).isEqualTo(joined(first));
        Tally tally = new Tally();
        dialect.observe(exchange.answer(), Operation.CHAT, tally);
        assertThat(tally.usage).isEqualTo(first.usage());
        assertThat(tally.reason).isEqualTo(first.reason());
        assertThat(tally.model).isEqualTo(first.model());
    }

    private static List<ContentBlock> kind(ChatAnswer answer, Class<?> kind) {
        return answer.content().stream().filter(kind::isInstance).toList();
    }

    private static String joined(ChatAnswer answer) {
        StringBuilder text = new StringBuilder();
        for (ContentBlock block : answer.content()) {
            text.append(block instanceof ContentBlock.Text part ? part.text() : "");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everyRecordedStreamIsDecodedInOrderAndSaysTheSameEncodedAgain(Recorded exchange) {
        check(exchange.events());
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/recorded/openai-text.chunks.txt", "openai-compatible/recorded/xai-text.chunks.txt",
        "openai-compatible/recorded/xai-tool-call.chunks.txt",
        "openai-compatible/recorded/anthropic-fallback-tool-call.sse"})
    void everyRecordedChunkFileToo(String path) {
        Told told = check(Recorded.chunks(path));
        assertThat(told.finished).isNotNull();
    }

    private Told check(List<byte[]> events) {
        Told told = Told.decode(events);
        Tally tally = new Tally();
        StreamObserver observer = dialect.observer(true);
        events.forEach(event -> observer.event(null, event, 0, event.length, tally));
        if (told.failure != null) {
            assertThat(tally.failure).isNotNull();
            assertThat(tally.failure.kind()).isEqualTo(told.failure.kind());
            return told;
        }
        assertThat(tally.usage).isEqualTo(told.finished.usage());
        assertThat(tally.reason).isEqualTo(told.finished.reason());
        assertThat(observer.complete()).isTrue();
        List<String> frames = Told.encode(told.events, true);
        assertThat(frames).last().isEqualTo("[DONE]");
        ChunkCheck.check(frames);
        Told again = Told.decode(frames.toArray(String[]::new));
        assertThat(again.blocks).isEqualTo(told.blocks);
        assertThat(again.finished).isEqualTo(told.finished);
        return told;
    }

    @ParameterizedTest
    @MethodSource("errors")
    void everyRecordedErrorIsForwardedUntouched(Recorded exchange) {
        Failure failure = dialect.readFailure(exchange.status(), name -> "application/json", exchange.answer());
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(failure.status()).isEqualTo(exchange.status());
        assertThat(failure.getMessage())
                .isEqualTo(Json.parse(exchange.answer()).path("error").path("message").asText());
        assertThat(dialect.writeFailure(failure, null)).isEqualTo(exchange.answer());
    }

    @Test
    void embeddingsAreCounted() {
        byte[] answer = """
                {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-0.2]}],
                 "model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}"""
                .getBytes(StandardCharsets.UTF_8);
        Tally tally = new Tally();
        dialect.observe(answer, Operation.EMBEDDING, tally);
        assertThat(tally.usage.prompt()).isEqualTo(8);
        assertThat(tally.model).isEqualTo("text-embedding-3-small");
    }
}
