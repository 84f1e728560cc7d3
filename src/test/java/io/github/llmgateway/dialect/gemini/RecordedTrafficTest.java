package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.genai.types.GenerateContentResponse;
import io.github.llmgateway.body.Content;
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
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedTrafficTest {

    private final GeminiDialect dialect = new GeminiDialect();

    static List<Recorded> exchanges() {
        return Recorded.exchanges();
    }

    static Stream<Recorded> conversations() {
        return exchanges().stream().filter(each -> !each.method().equals("countTokens"));
    }

    static Stream<Recorded> answers() {
        return conversations().filter(each -> each.status() == 200 && each.events().isEmpty()
                && Json.parse(each.answer()).has("candidates"));
    }

    static Stream<Recorded> streams() {
        return conversations().filter(each -> !each.events().isEmpty());
    }

    static Stream<Fixtures.Part> chunkFiles() {
        return Recorded.parts().stream().filter(Fixtures.Part::events);
    }

    @Test
    void thereIsTrafficOfBothProviders() {
        assertThat(exchanges()).hasSizeGreaterThan(30);
        assertThat(exchanges()).extracting(Recorded::provider).contains("gemini", "vertex_ai");
        assertThat(exchanges()).extracting(Recorded::method)
                .contains("generateContent", "streamGenerateContent", "countTokens");
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void everyRecordedRequestIsScanned(Recorded exchange) throws Failure {
        Operation operation = exchange.method().equals("countTokens") ? Operation.COUNT_TOKENS : Operation.CHAT;
        Outline outline = dialect.scan(Content.of(exchange.request()), operation, exchange.asked(), 200);
        JsonNode request = exchange.json();
        assertThat(outline.model).isEqualTo(exchange.model());
        assertThat(outline.stream).isEqualTo(exchange.method().startsWith("stream"));
        assertThat(outline.tools).isEqualTo(!request.path("tools").isEmpty());
        if (!request.has("generateContentRequest")) {
            assertThat(outline.messages).isEqualTo(request.path("contents").size());
            assertThat(dialect.address(outline, operation, "other")).isEmpty();
        }
        assertThat(outline.conversation).isNotZero();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void everyRecordedRequestIsTheSameReadWrittenAndReadAgain(Recorded exchange) throws Failure {
        ChatRequest first = dialect.read(exchange.request());
        Written written = dialect.write(first,
                new Target(exchange.model(), exchange.provider(), Operation.CHAT, 0));
        boolean modelLast = first.messages().get(first.messages().size() - 1).role() == ChatRequest.Role.ASSISTANT;
        assertThat(written.losses()).filteredOn(loss -> !loss.harmless()).isEmpty();
        ChatRequest second = dialect.read(Json.bytes(written.body()));
        if (!modelLast) {
            assertThat(said(second)).isEqualTo(said(first));
        }
        assertThat(second.system()).isEqualTo(first.system());
        assertThat(second.tools()).extracting(ChatRequest.Tool::name)
                .containsExactlyInAnyOrderElementsOf(first.tools().stream().map(ChatRequest.Tool::name).toList());
        assertThat(second.toolChoice()).isEqualTo(first.toolChoice());
        assertThat(second.outputFormat() == null).isEqualTo(first.outputFormat() == null);
        assertThat(second.maxTokens()).isEqualTo(first.maxTokens());
        assertThat(second.stopSequences()).isEqualTo(first.stopSequences());
        assertThat(second.sampling()).isEqualTo(first.sampling());
        assertThat(second.reasoning()).isEqualTo(first.reasoning());
        assertThat(second.extras()).isEqualTo(first.extras());
        // What was written once is written the same from then on.
        Written again = dialect.write(second, new Target(exchange.model(), exchange.provider(), Operation.CHAT, 0));
        assertThat(again.body()).isEqualTo(written.body());
    }

    /** The blocks but for thoughts, which stay here, and for what is put where a recorded turn is empty. */
    private static List<ContentBlock> said(ChatRequest request) {
        return request.messages().stream().flatMap(message -> message.content().stream())
                .filter(block -> !(block instanceof ContentBlock.Thinking thinking && thinking.signature() == null))
                .filter(block -> !(block instanceof ContentBlock.Text text && text.text().startsWith("(The conv")))
                .map(RecordedTrafficTest::plain).toList();
    }

    private static ContentBlock plain(ContentBlock block) {
        String text = block instanceof ContentBlock.Document ? PartWriter.text(block) : null;
        return text != null ? new ContentBlock.Text(text) : block instanceof ContentBlock.Thinking thinking
                ? new ContentBlock.Thinking("", thinking.signature()) : block;
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyRecordedAnswerIsTheSameReadWrittenAndReadAgain(Recorded exchange) {
        answer(exchange.answer());
    }

    @Test
    void everyRecordedAnswerFileToo() {
        Recorded.parts().stream().filter(part -> !part.events() && Json.parse(part.bytes()).has("candidates"))
                .forEach(part -> answer(part.bytes()));
    }

    private void answer(byte[] body) {
        Tally tally = new Tally();
        dialect.observe(body, Operation.CHAT, tally);
        ChatAnswer first;
        try {
            first = dialect.readAnswer(body);
        } catch (Failure failure) {
            assertThat(Json.parse(body).path("candidates").path(0).path("finishReason").asText())
                    .isIn("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL");
            return;
        }
        byte[] written = dialect.writeAnswer(first, new Reply(first.model(), false, 0));
        GenerateContentResponse.fromJson(new String(written, StandardCharsets.UTF_8));
        assertThat(read(written)).isEqualTo(first);
        assertThat(tally.usage).isEqualTo(first.usage());
        assertThat(tally.reason).isEqualTo(first.reason());
        assertThat(tally.model).isEqualTo(first.model());
    }

    private ChatAnswer read(byte[] answer) {
        try {
            return dialect.readAnswer(answer);
        } catch (Failure failure) {
            throw new AssertionError(failure.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everyRecordedStreamIsDecodedInOrderAndSaysTheSameEncodedAgain(Recorded exchange) {
        stream(exchange.events());
    }

    @ParameterizedTest
    @MethodSource("chunkFiles")
    void everyRecordedChunkFileToo(Fixtures.Part part) {
        stream(Recorded.bytes(part.data()));
    }

    private void stream(List<byte[]> events) {
        Heard told = Heard.decode(events);
        assertThat(told.failure).isNull();
        Tally tally = new Tally();
        StreamObserver observer = dialect.observer(true);
        events.forEach(event -> assertThat(observer.event(null, event, 0, event.length, tally)).isTrue());
        assertThat(tally.usage).isEqualTo(told.finished.usage());
        assertThat(tally.usage.output()).isPositive();
        assertThat(tally.reason).isEqualTo(told.finished.reason());
        assertThat(observer.complete()).isTrue();
        List<String> frames = Heard.encode(told.events);
        frames.forEach(GenerateContentResponse::fromJson);
        Heard again = Heard.decode(frames.toArray(String[]::new));
        assertThat(again.blocks).isEqualTo(told.blocks);
        assertThat(again.finished).isEqualTo(told.finished);
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void aPromptThatWasBlockedIsAMatterOfContentPolicy(Recorded exchange) {
        JsonNode answer = exchange.events().isEmpty() ? Json.parse(exchange.answer()) : null;
        if (answer == null || !answer.path("promptFeedback").has("blockReason")) {
            return;
        }
        try {
            dialect.readAnswer(exchange.answer());
            throw new AssertionError("there is no answer");
        } catch (Failure failure) {
            assertThat(failure.kind()).isEqualTo(FailureKind.CONTENT_POLICY);
        }
    }

    @Test
    void countsAreRead() {
        List<Recorded> counts = exchanges().stream()
                .filter(each -> each.method().equals("countTokens") && each.status() == 200).toList();
        assertThat(counts).isNotEmpty().allSatisfy(each ->
                assertThat(dialect.readCount(each.answer())).isPositive());
        assertThat(dialect.readCount(dialect.writeCount(7))).isEqualTo(7);
        assertThat(dialect.readCount("[]".getBytes(StandardCharsets.UTF_8))).isEqualTo(-1);
    }
}
