package io.github.llmgateway.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.testing.Fixtures;
import io.github.llmgateway.testing.Listener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedTrafficTest {

    /** Its text was shortened by hand, by those who recorded it. */
    private static final String SHORTENED = "openai/openai-shell-container.1.chunks.txt";

    private final ResponsesDialect dialect = new ResponsesDialect();

    static List<Traffic.Body> requests() {
        return Traffic.REQUESTS;
    }

    static List<Traffic.Body> answers() {
        return Traffic.ANSWERS;
    }

    static List<Traffic.Body> errors() {
        return Traffic.ERRORS;
    }

    static List<Traffic.Events> streams() {
        return Traffic.STREAMS;
    }

    @Test
    void allThatIsRecordedIsUsedOrNamed() {
        if (Fixtures.complete()) {
            assertThat(Traffic.SKIPPED).isEqualTo(Map.of("another operation: compact", 5,
                    "another operation: input_tokens", 2, "a stored answer is fetched", 5,
                    "a file of events that are not one a line", 1, "Chat Completions", 2,
                    "an answer in the background, not complete", 6));
            assertThat(Traffic.REQUESTS).hasSize(120);
        }
        assertThat(Traffic.STREAMS).isNotEmpty();
        assertThat(Traffic.ANSWERS).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyRecordedRequestIsScanned(Traffic.Body body) throws Failure {
        JsonNode request = body.json();
        Outline outline = dialect.scan(body.bytes(), Operation.CHAT, 200);
        assertThat(outline.model).isEqualTo(request.path("model").asText());
        assertThat(outline.stream).isEqualTo(request.path("stream").asBoolean());
        assertThat(outline.tools).isEqualTo(!request.path("tools").isEmpty());
        JsonNode input = request.path("input");
        assertThat(outline.messages).isEqualTo(input.isTextual() ? 1 : input.size());
        assertThat(outline.documents).isEqualTo(input.toString().contains("\"input_file\""));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyRecordedRequestIsTheSameReadWrittenAndReadAgain(Traffic.Body body) throws Failure {
        JsonNode json = body.json();
        String kept = json.hasNonNull("previous_response_id") ? "previous_response_id"
                : json.hasNonNull("conversation") ? "conversation"
                : json.path("background").asBoolean() ? "background"
                : json.path("tool_choice").asText().equals("required") && onlyHostedTools(json) ? "tool_choice" : null;
        if (kept != null) {
            assertThatThrownBy(() -> dialect.read(body.bytes())).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                assertThat(failure.param()).isEqualTo(kept);
            });
            return;
        }
        ChatRequest first = dialect.read(body.bytes());
        Written written = dialect.write(first, new Target("gpt-4.1", "openai", Operation.CHAT, 0));
        assertThat(written.losses()).filteredOn(loss -> !loss.harmless()).isEmpty();
        ChatRequest second = dialect.read(Json.bytes(written.body()));
        assertThat(second.messages()).isEqualTo(said(first));
        assertThat(joined(second)).isEqualTo(joined(first));
        assertThat(second.tools()).usingRecursiveComparison().ignoringFields("strict").isEqualTo(first.tools());
        assertThat(second.outputFormat()).isEqualTo(first.outputFormat());
        assertThat(second.maxTokens()).isEqualTo(first.maxTokens());
        assertThat(second.stream()).isEqualTo(first.stream());
    }

    private static boolean onlyHostedTools(JsonNode request) {
        return Set.of("web_search", "image_generation").containsAll(request.path("tools").findValuesAsText("type"));
    }

    /** The messages without thinking that OpenAI has not signed, which it does not take. */
    private static List<ChatRequest.Message> said(ChatRequest request) {
        return request.messages().stream()
                .map(message -> new ChatRequest.Message(message.role(), message.content().stream()
                        .filter(block -> !(block instanceof ContentBlock.Thinking thinking
                                && thinking.signature() == null)).toList()))
                .filter(message -> !message.content().isEmpty())
                .toList();
    }

    private static String joined(ChatRequest request) {
        StringBuilder text = new StringBuilder();
        request.system().forEach(block -> text.append(text.isEmpty() ? "" : "\n\n")
                .append(((ContentBlock.Text) block).text()));
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyRecordedAnswerIsTheSameReadWrittenAndReadAgain(Traffic.Body body) throws Failure, IOException {
        ChatAnswer first = dialect.readAnswer(body.bytes());
        Reply reply = new Reply(first.model(), false, 0, customTools(body.json()), Set.of());
        byte[] written = dialect.writeAnswer(first, reply);
        if (first.content().stream().noneMatch(ContentBlock.Opaque.class::isInstance)) {
            EventCheck.sdk(written);
        }
        ChatAnswer second = dialect.readAnswer(written);
        assertThat(second.content()).isEqualTo(first.content());
        assertThat(second.reason()).isEqualTo(first.reason());
        assertThat(second.usage()).isEqualTo(first.usage());
        assertThat(second.id()).isEqualTo(first.id());
        Tally tally = new Tally();
        dialect.observe(body.bytes(), Operation.CHAT, tally);
        assertThat(tally.usage).isEqualTo(first.usage());
        assertThat(tally.reason).isEqualTo(first.reason());
        assertThat(tally.model).isEqualTo(first.model());
    }

    private static Set<String> customTools(JsonNode answer) {
        for (JsonNode item : answer.path("output")) {
            if (item.path("type").asText().equals("custom_tool_call")) {
                return Set.of(item.path("name").asText());
            }
        }
        return Set.of();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everyRecordedStreamIsDecodedInOrderAndSaysTheSameEncodedAgain(Traffic.Events stream) throws Failure {
        Listener told = decode(stream.data());
        Tally tally = new Tally();
        StreamObserver observer = dialect.observer(true);
        for (byte[] event : stream.data()) {
            assertThat(observer.event(null, event, 0, event.length, tally)).isTrue();
        }
        if (told.failure != null) {
            assertThat(tally.failure.kind()).isEqualTo(told.failure.kind()).isEqualTo(FailureKind.BILLING);
            assertThat(told.started).as("another deployment may still answer").isNull();
            return;
        }
        assertThat(observer.complete()).isTrue();
        assertThat(tally.usage).isEqualTo(told.finished.usage());
        assertThat(tally.reason).isEqualTo(told.finished.reason());
        JsonNode last = stream.data().stream().map(Json::parse).filter(event -> event != null
                && event.path("type").asText().matches("response\\.(completed|incomplete)")).findFirst().orElseThrow()
                .path("response");
        ChatAnswer whole = dialect.readAnswer(Json.bytes(last));
        if (!last.path("output").isEmpty() && !stream.name().equals(SHORTENED)) {
            assertThat(signed(told.blocks)).as("the pieces say what the end says").isEqualTo(signed(whole.content()));
        }
        EventCheck client = new EventCheck();
        client.anyItem = told.blocks.stream().anyMatch(ContentBlock.Opaque.class::isInstance);
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 0, customTools(last), Set.of()));
        told.events.forEach(event -> encoder.encode(event, client));
        client.response();
        Listener again = decode(client.events.stream().map(Json::bytes).toList());
        assertThat(again.blocks).isEqualTo(told.blocks);
        assertThat(again.finished).isEqualTo(told.finished);
    }

    /** Encrypted content is other with each event that tells of the item; whether it is there must agree. */
    private static List<Object> signed(List<ContentBlock> blocks) {
        // OpenAI lists hosted tools in the end that no event has told.
        return blocks.stream().filter(block -> !(block instanceof ContentBlock.Opaque)).<Object>map(
                block -> block instanceof ContentBlock.Thinking thinking
                ? List.of(thinking.text(), thinking.signature() != null)
                : block instanceof ContentBlock.RedactedThinking ? "sealed"
                : block instanceof ContentBlock.ToolUse use ? List.of(use.name(), Json.parse(
                        use.input().getBytes(StandardCharsets.UTF_8))) : block).toList();
    }

    private Listener decode(List<byte[]> events) {
        Listener told = new Listener();
        told.anyBlock = true;
        StreamDecoder decoder = dialect.decoder();
        events.forEach(event -> decoder.event(null, event, told));
        decoder.end(told);
        return told;
    }

    @ParameterizedTest
    @MethodSource("errors")
    void everyRecordedErrorIsForwardedUntouched(Traffic.Body body) {
        Failure failure = dialect.readFailure(400, name -> "application/json", body.bytes());
        assertThat(failure.getMessage()).isEqualTo(body.json().path("error").path("message").asText());
        assertThat(dialect.writeFailure(failure, null)).isEqualTo(body.bytes());
    }
}
