package io.github.llmgateway.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.dialect.anthropic.StrictOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that was recorded of Bedrock goes through every part of the dialect. */
class RecordedTrafficTest {

    private final ConverseDialect dialect = new ConverseDialect();

    static List<Recordings.Exchange> requests() {
        return Recordings.requests();
    }

    static List<Recordings.Exchange> answers() {
        return Recordings.answers();
    }

    static List<Recordings.Stream> streams() {
        return Recordings.streams();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestReadsAndItsTranslationReadsTheSame(Recordings.Exchange exchange) throws Failure {
        ChatRequest request = dialect.read(exchange.request());
        Written written = dialect.write(request, new Target(exchange.model(), "bedrock", Operation.CHAT, 0));
        ConverseRules.check(written.body());

        // Thoughts of another model, and a switch that this one does not know, are left out.
        assertThat(written.losses()).allMatch(loss -> loss.harmless());
        ChatRequest again = dialect.read(Json.bytes(written.body()));
        if (marksABlankText(request)) {
            // The mark goes to the block before.
            return;
        }
        ChatRequest kept = withoutThoughts(request);
        assertThat(withoutThoughts(again)).usingRecursiveComparison()
                .ignoringFields("reasoning").isEqualTo(kept);
        if (written.losses().isEmpty() && request.reasoning() != null && request.reasoning().mode() != null) {
            assertThat(again).isEqualTo(request);
        }
    }

    private static boolean marksABlankText(ChatRequest request) {
        return request.messages().stream().flatMap(message -> message.content().stream())
                .anyMatch(block -> block.cacheControl() != null && block instanceof ContentBlock.Text text
                        && text.text().isBlank());
    }

    private static boolean isKept(ContentBlock block) {
        return !(block instanceof ContentBlock.Thinking) && !(block instanceof ContentBlock.RedactedThinking)
                && !(block instanceof ContentBlock.Text text && text.text().isBlank());
    }

    private static ChatRequest withoutThoughts(ChatRequest r) {
        List<ChatRequest.Message> messages = r.messages().stream().map(message -> new ChatRequest.Message(
                message.role(), message.content().stream().filter(RecordedTrafficTest::isKept).toList())).toList();
        return new ChatRequest(r.model(), r.system(), messages, r.tools(), r.toolChoice(), r.parallelTools(),
                r.maxTokens(), r.sampling(), r.stopSequences(), r.reasoning(), r.outputFormat(), r.stream(),
                r.includeUsage(), r.metadata(), r.serviceTier(), r.extras());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aScanFindsWhatAReaderFinds(Recordings.Exchange exchange) throws Failure {
        Outline outline = dialect.scan(Content.of(exchange.request()), Operation.CHAT,
                new Asked(exchange.model(), exchange.is("converse-stream")), 100);
        ChatRequest request = dialect.read(exchange.request());

        assertThat(outline.model).isEqualTo(exchange.model());
        assertThat(outline.stream).isEqualTo(exchange.is("converse-stream"));
        assertThat(outline.messages).isEqualTo(request.messages().size());
        assertThat(outline.tools).isEqualTo(!request.tools().isEmpty());
        assertThat(outline.maxTokens).isEqualTo(request.maxTokens() == null ? 0 : request.maxTokens());
        assertThat(outline.documents).isEqualTo(request.messages().stream().flatMap(m -> m.content().stream())
                .anyMatch(block -> block instanceof ContentBlock.Document
                        || block instanceof ContentBlock.ToolResult result
                        && result.content().stream().anyMatch(ContentBlock.Document.class::isInstance)));
        assertThat(outline.textBytes).isPositive().isLessThan(exchange.request().length);
        assertThat(outline.conversation).isNotZero();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerReadsAndItsTranslationReadsTheSame(Recordings.Exchange exchange) throws Failure {
        ChatAnswer answer = dialect.readAnswer(exchange.answer());
        byte[] written = dialect.writeAnswer(answer, new Reply("asked", true, 1));
        JsonNode json = Json.parse(written);
        JsonNode recorded = Json.parse(exchange.answer());

        assertThat(dialect.readAnswer(written)).isEqualTo(answer);
        assertThat(json.path("stopReason")).isEqualTo(recorded.path("stopReason"));
        for (String field : List.of("inputTokens", "outputTokens", "totalTokens", "cacheReadInputTokens")) {
            assertThat(json.path("usage").path(field).asLong()).as(field)
                    .isEqualTo(recorded.path("usage").path(field).asLong());
        }
        StrictConverseClient client = new StrictConverseClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 1));
        answer.tell(event -> encoder.encode(event, client));
        assertThat(client.metadata.path("usage")).isEqualTo(json.path("usage"));

        Tally tally = new Tally();
        dialect.observe(exchange.answer(), Operation.CHAT, tally);
        assertThat(tally.usage).isEqualTo(answer.usage());
        assertThat(tally.reason).isEqualTo(answer.reason());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamDecodesInOrderAndEncodesToTheSameEvents(Recordings.Stream stream) {
        StrictOrder order = decoded(stream.events());
        assertThat(order.last()).isInstanceOf(StreamEvent.Finished.class);

        StrictConverseClient client = new StrictConverseClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 0));
        order.events.forEach(event -> encoder.encode(event, client));
        assertThat(client.metadata).isNotNull();
        assertThat(client.text.toString()).isEqualTo(text(stream.events()));

        StrictOrder again = decoded(client.events);
        // A call without arguments is said with empty ones.
        again.events.removeIf(event -> event instanceof StreamEvent.ToolInputDelta delta && delta.json().equals("{}"));
        order.events.removeIf(event -> event instanceof StreamEvent.ToolInputDelta delta && delta.json().equals("{}"));
        assertThat(again.events).isEqualTo(order.events);
    }

    private StrictOrder decoded(List<Recordings.Event> events) {
        StrictOrder order = new StrictOrder();
        StreamDecoder decoder = dialect.decoder();
        events.forEach(event -> decoder.event(event.name(), event.data(), order));
        decoder.end(order);
        return order;
    }

    private static String text(List<Recordings.Event> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(Json.parse(event.data()).at("/delta/text").asText("")));
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anObserverOfAStreamLearnsWhatItsTranslationTells(Recordings.Stream stream) {
        Tally observed = new Tally();
        Tally translated = new Tally();
        StreamObserver observer = dialect.observer(false);
        StreamDecoder decoder = dialect.decoder();
        for (Recordings.Event event : stream.events()) {
            assertThat(observer.event(event.name(), event.data(), 0, event.data().length, observed)).isTrue();
            decoder.event(event.name(), event.data(), translated::note);
        }
        decoder.end(translated::note);

        assertThat(observer.complete()).isTrue();
        assertThat(observed.usage).isEqualTo(translated.usage);
        if (stream.events().stream().anyMatch(event -> event.name().equals("metadata"))) {
            assertThat(observed.usage.output()).isPositive();
        }
        assertThat(observed.reason).isEqualTo(translated.reason);
    }

    @Test
    void countsAndTheirRequestsRead() throws Failure {
        List<Recordings.Exchange> counts = Recordings.exchanges().stream().filter(each -> each.is("count-tokens"))
                .toList();
        assertThat(counts).isNotEmpty();
        for (Recordings.Exchange count : counts) {
            Outline outline = dialect.scan(Content.of(count.request()), Operation.COUNT_TOKENS,
                    new Asked(count.model(), false), 100);
            assertThat(outline.messages).isPositive();
            ChatRequest request = dialect.read(count.request());
            ObjectNode written = dialect.write(request,
                    new Target(count.model(), "bedrock", Operation.COUNT_TOKENS, 0)).body();
            assertThat(written.at("/input/converse/messages")).isNotEmpty();
            assertThat(dialect.read(Json.bytes(written))).isEqualTo(request);
            assertThat(dialect.readCount(count.answer())).isEqualTo(
                    count.status() == 200 ? Json.parse(count.answer()).path("inputTokens").asLong() : -1);
        }
    }

    @Test
    void errorsRead() {
        List<Recordings.Exchange> errors = Recordings.exchanges().stream().filter(each -> each.status() != 200)
                .toList();
        assertThat(errors).isNotEmpty();
        for (Recordings.Exchange error : errors) {
            Failure failure = dialect.readFailure(error.status(), name -> null, error.answer());
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
            assertThat(failure.getMessage()).isEqualTo("The provided model identifier is invalid.");
            assertThat(dialect.writeFailure(failure, null)).isEqualTo(error.answer());
        }
    }
}
