package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.testing.StrictClient;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that was recorded of Anthropic's API goes through every part of the dialect. */
class RecordedTrafficTest {

    private final AnthropicDialect dialect = new AnthropicDialect();

    static List<Recordings.Body> requests() {
        return Recordings.requests();
    }

    static List<Recordings.Body> answers() {
        return Recordings.answers();
    }

    static List<Recordings.Events> streams() {
        return Recordings.streams();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestReadsAndItsTranslationReadsTheSame(Recordings.Body body) throws Failure {
        ChatRequest request = dialect.read(body.bytes());
        Written written = dialect.write(request, new Target(request.model(), "anthropic", Operation.CHAT, 0));
        ChatRequest again = dialect.read(Json.bytes(written.body()));

        // One recording asks for an effort that its model refuses.
        assertThat(written.losses()).allMatch(loss -> loss.field().equals("reasoning_effort"));
        if (request.messages().get(0).role() == ChatRequest.Role.ASSISTANT) {
            // The writer lets the user begin.
            assertThat(again.messages()).endsWith(request.messages().toArray(ChatRequest.Message[]::new));
            return;
        }
        // An effort alone means more than its field to a client of another dialect, and a bound is always written.
        assertThat(again).usingRecursiveComparison().ignoringFields("reasoning", "maxTokens").isEqualTo(request);
        if (request.reasoning() == null || request.reasoning().mode() != null) {
            assertThat(again.reasoning()).isEqualTo(request.reasoning());
        }
        if (request.maxTokens() != null) {
            assertThat(again.maxTokens()).isEqualTo(request.maxTokens());
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aScanFindsWhatAReaderFinds(Recordings.Body body) throws Failure {
        byte[] bytes = body.bytes();
        Outline outline = dialect.scan(bytes, Operation.CHAT, 100);
        ChatRequest request = dialect.read(bytes);

        assertThat(outline.model).isEqualTo(request.model());
        assertThat(outline.stream).isEqualTo(request.stream());
        assertThat(outline.messages).isEqualTo(request.messages().size());
        assertThat(outline.tools).isEqualTo(!request.tools().isEmpty());
        assertThat(outline.maxTokens).isEqualTo(request.maxTokens() == null ? 0 : request.maxTokens());
        assertThat(outline.textBytes).isPositive().isLessThan(bytes.length);
        assertThat(outline.conversation).isNotZero();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerReadsAndItsTranslationReadsTheSame(Recordings.Body body) throws Failure {
        if (!body.json().has("content")) {
            return;
        }
        ChatAnswer answer = dialect.readAnswer(body.bytes());
        byte[] written = dialect.writeAnswer(answer, new Reply("asked", true, 1));
        ObjectNode json = (ObjectNode) Json.parse(written);

        if (!body.json().path("stop_details").has("explanation")) {
            assertThat(dialect.readAnswer(written)).isEqualTo(answer);
        }
        for (String field : List.of("id", "type", "role", "model", "stop_reason", "stop_sequence")) {
            assertThat(json.path(field).asText(null)).as(field).isEqualTo(body.json().path(field).asText(null));
        }
        JsonNode usage = body.json().path("usage");
        for (String field : List.of("input_tokens", "output_tokens", "cache_read_input_tokens")) {
            assertThat(json.path("usage").path(field).asLong()).as(field).isEqualTo(usage.path(field).asLong());
        }

        StrictClient client = new StrictClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 1));
        answer.tell(event -> encoder.encode(event, client));
        for (String field : List.of("id", "model", "stop_reason", "usage", "stop_details")) {
            assertThat(client.message.get(field)).as(field).isEqualTo(json.get(field));
        }
        assertThat(client.message.get("content")).isEqualTo(json.get("content"));

        Tally tally = new Tally();
        dialect.observe(body.bytes(), Operation.CHAT, tally);
        assertThat(tally.usage).isEqualTo(answer.usage());
        assertThat(tally.reason).isEqualTo(answer.reason());
        assertThat(tally.model).isEqualTo(answer.model());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamDecodesInOrderAndEncodesToTheSameContent(Recordings.Events stream) {
        StreamDecoder decoder = dialect.decoder();
        StrictOrder order = new StrictOrder();
        stream.data().forEach(data -> decoder.event(null, data, order));
        decoder.end(order);
        assertThat(order.ended()).isTrue();

        StrictClient client = new StrictClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 1));
        order.events.forEach(event -> encoder.encode(event, client));
        assertThat(client.ended()).isTrue();
        if (order.last() instanceof StreamEvent.Failed) {
            assertThat(client.error).isNotNull();
            return;
        }

        StreamDecoder again = dialect.decoder();
        StrictOrder second = new StrictOrder();
        Frames frames = new Frames() {
            @Override
            public void event(String name, byte[] data) {
                again.event(name, data, second);
            }

            @Override
            public void comment(String text) {
                throw new AssertionError("a comment");
            }
        };
        StreamEncoder reEncoder = dialect.encoder(new Reply("asked", true, 1));
        order.events.forEach(event -> reEncoder.encode(event, frames));
        StrictClient whole = new StrictClient();
        StreamEncoder third = dialect.encoder(new Reply("asked", true, 1));
        second.events.forEach(event -> third.encode(event, whole));
        if (!client.message.path("stop_details").has("explanation")) {
            assertThat(whole.message).isEqualTo(client.message);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anObserverOfAStreamLearnsWhatItsTranslationTells(Recordings.Events stream) {
        Tally observed = new Tally();
        StreamObserver observer = dialect.observer(false);
        StreamDecoder decoder = dialect.decoder();
        Tally translated = new Tally();
        for (byte[] data : stream.data()) {
            assertThat(observer.event(null, data, 0, data.length, observed)).isTrue();
            decoder.event(null, data, translated::note);
        }
        if (translated.failure == null && observer.complete()) {
            assertThat(observed.usage).isEqualTo(translated.usage);
            assertThat(observed.model).isEqualTo(translated.model);
            if (observed.reason != null) {
                assertThat(observed.reason).isEqualTo(translated.reason);
            }
        }
    }
}
