package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.StreamEvent.BlockStarted;
import io.github.llmgateway.chat.StreamEvent.BlockStopped;
import io.github.llmgateway.chat.StreamEvent.CitationDelta;
import io.github.llmgateway.chat.StreamEvent.Failed;
import io.github.llmgateway.chat.StreamEvent.Finished;
import io.github.llmgateway.chat.StreamEvent.Ping;
import io.github.llmgateway.chat.StreamEvent.SignatureDelta;
import io.github.llmgateway.chat.StreamEvent.Started;
import io.github.llmgateway.chat.StreamEvent.TextDelta;
import io.github.llmgateway.chat.StreamEvent.ThinkingDelta;
import io.github.llmgateway.chat.StreamEvent.ToolInputDelta;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.testing.StrictClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AnthropicStreamEncoderTest {

    private static final Usage USAGE = new Usage(10, 20, 3, 4, 50, 6);

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Property(tries = 5000)
    void whateverComesInWhatGoesOutIsValid(@ForAll("events") List<StreamEvent> events) {
        StrictClient client = new StrictClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 7));
        for (StreamEvent event : events) {
            encoder.encode(event, client);
        }
        encoder.encode(new Finished(StopReason.END_TURN, null, Usage.NONE), client);
        assertThat(client.ended()).isTrue();

        int whenEnded = client.events;
        events.forEach(event -> encoder.encode(event, client));
        assertThat(client.events).as("nothing comes after the end").isEqualTo(whenEnded);
    }

    @Property(tries = 2000)
    void noTextIsLost(@ForAll("texts") List<StreamEvent> events) {
        StrictClient client = encode(events);
        StringBuilder in = new StringBuilder();
        events.forEach(event -> in.append(event instanceof TextDelta delta ? delta.text() : ""));
        StringBuilder out = new StringBuilder();
        client.message.get("content").forEach(block -> out.append(block.path("text").asText()));
        assertThat(out.toString()).isEqualTo(in.toString());
    }

    @Provide
    Arbitrary<List<StreamEvent>> texts() {
        Arbitrary<Integer> index = Arbitraries.integers().between(0, 3);
        return Arbitraries.oneOf(
                index.flatMap(i -> Arbitraries.strings().ofMaxLength(5).map(text -> new TextDelta(i, text, null))),
                index.map(i -> new BlockStarted(i, new ContentBlock.Text(""))),
                index.map(i -> new BlockStarted(i, new ContentBlock.ToolUse("t", "n", "", null))),
                index.map(BlockStopped::new),
                index.map(i -> new ThinkingDelta(i, "hm")),
                Arbitraries.just(new Ping())).map(StreamEvent.class::cast).list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<StreamEvent>> events() {
        Arbitrary<Integer> index = Arbitraries.integers().between(0, 4);
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(6);
        Arbitrary<ContentBlock> block = Arbitraries.of(
                new ContentBlock.Text(""),
                new ContentBlock.Text("begun"),
                new ContentBlock.Thinking("", null),
                new ContentBlock.Thinking("begun", "signed"),
                new ContentBlock.ToolUse("call.1", "get", "", null),
                new ContentBlock.ToolUse("", "get", "{}", null),
                new ContentBlock.RedactedThinking("data"),
                new ContentBlock.Refused("no"),
                new ContentBlock.Audio("wav", "AA=="),
                new ContentBlock.Image(new ContentBlock.Source.Url("u"), null, null),
                new ContentBlock.Opaque("server_tool_use", Json.object().put("type", "server_tool_use")
                        .set("input", Json.object().put("query", "x")), "anthropic"),
                new ContentBlock.Opaque("compaction", Json.object().put("type", "compaction").put("content", "c"),
                        "anthropic"),
                new ContentBlock.Opaque("foreign", Json.object().put("type", "foreign")));
        return Arbitraries.<StreamEvent>oneOf(
                index.flatMap(i -> block.map(b -> new BlockStarted(i, b))),
                index.flatMap(i -> block.map(b -> new BlockStarted(i, b))),
                index.map(BlockStopped::new),
                index.map(BlockStopped::new),
                index.flatMap(i -> text.map(t -> new TextDelta(i, t, null))),
                index.flatMap(i -> text.map(t -> new ThinkingDelta(i, t))),
                index.flatMap(i -> text.map(t -> new SignatureDelta(i, t))),
                index.map(i -> new ToolInputDelta(i, "{\"a\":")),
                index.map(i -> new ToolInputDelta(i, "")),
                index.map(i -> new CitationDelta(i, Json.object().put("type", "char_location"))),
                Arbitraries.of(new Started("id", "model", Usage.NONE), new Started(null, null, USAGE), new Ping(),
                        new Failed(Failure.of(FailureKind.OVERLOADED, "busy"))),
                Arbitraries.of(StopReason.class).map(reason -> new Finished(reason, null, USAGE)))
                .list().ofMaxSize(30);
    }

    @Test
    void anEmptyAnswerIsAValidSequence() {
        StrictClient client = encode(List.of());
        assertThat(client.message.get("content")).isEmpty();
        assertThat(client.message.get("stop_reason").asText()).isEqualTo("end_turn");
    }

    @Test
    void theStartHasEveryFieldOfUsageAndTheEstimateOfThePrompt() {
        StrictClient client = new StrictClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 1234));
        encoder.encode(new Started("chatcmpl-1", "gpt", Usage.NONE), client);
        JsonNode usage = client.message.get("usage");
        assertThat(usage.get("input_tokens").asInt()).isEqualTo(1234);
        assertThat(client.message.get("model").asText()).isEqualTo("gpt");
        assertThat(client.message.get("id").asText()).isEqualTo("msg_chatcmpl-1");

        encoder.encode(new Finished(StopReason.END_TURN, null, USAGE), client);
        usage = client.message.get("usage");
        assertThat(usage.get("input_tokens").asInt()).isEqualTo(10);
        assertThat(usage.get("cache_read_input_tokens").asInt()).isEqualTo(20);
        assertThat(usage.get("cache_creation_input_tokens").asInt()).isEqualTo(7);
        assertThat(usage.get("cache_creation").get("ephemeral_1h_input_tokens").asInt()).isEqualTo(4);
        assertThat(usage.get("output_tokens").asInt()).isEqualTo(50);
        assertThat(usage.get("output_tokens_details").get("thinking_tokens").asInt()).isEqualTo(6);
        assertThat(usage.get("service_tier").asText()).isEqualTo("standard");
    }

    @Test
    void aToolCallKeepsItsJsonAndEndsTheTurnForTheTool() {
        StrictClient client = encode(List.of(
                new BlockStarted(0, new ContentBlock.Text("")),
                new TextDelta(0, "I \"look\"\n", null),
                new BlockStopped(0),
                new BlockStarted(1, new ContentBlock.ToolUse("call_1", "get", "", null)),
                new ToolInputDelta(1, "{\"n\":"),
                new ToolInputDelta(1, "20.0}"),
                new BlockStopped(1)));
        assertThat(client.message.get("content").toString()).isEqualTo("[{\"type\":\"text\",\"text\":\"I \\\"look\\\"\\n\"},"
                + "{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"get\",\"input\":{\"n\":20.0}}]");
        assertThat(client.message.get("stop_reason").asText()).isEqualTo("tool_use");
    }

    @Test
    void aToolWithoutArgumentsGetsAnEmptyObject() {
        StrictClient client = encode(List.of(new BlockStarted(0, new ContentBlock.ToolUse("a", "b", "", null))));
        assertThat(client.message.get("content").get(0).get("input")).isEmpty();
    }

    @Test
    void aSignatureIsTheLastOfItsBlock() {
        StrictClient client = encode(List.of(new ThinkingDelta(0, "a"), new SignatureDelta(0, "s"),
                new ThinkingDelta(0, "b")));
        assertThat(client.message.get("content").toString())
                .isEqualTo("[{\"type\":\"thinking\",\"thinking\":\"ab\",\"signature\":\"s\"}]");
    }

    @Test
    void inputsOfTwoToolsMixedUpEndTheStream() {
        StrictClient client = new StrictClient();
        StreamEncoder encoder = dialect.encoder(new Reply("m", true, 0));
        encoder.encode(new BlockStarted(0, new ContentBlock.ToolUse("a", "x", "", null)), client);
        encoder.encode(new BlockStarted(1, new ContentBlock.ToolUse("b", "y", "", null)), client);
        encoder.encode(new ToolInputDelta(0, "{}"), client);
        assertThat(client.error.path("error").path("type").asText()).isEqualTo("api_error");
    }

    @Test
    void aFailureInTheMiddleBecomesTheErrorEventInTheProvidersOwnWords() {
        StrictClient client = new StrictClient();
        StreamEncoder encoder = dialect.encoder(new Reply("m", true, 0));
        encoder.encode(new Started("msg_1", "m", USAGE), client);
        byte[] own = "{\"type\":\"error\",\n\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\",\"x\":1}}"
                .getBytes(StandardCharsets.UTF_8);
        encoder.encode(new Failed(dialect.readFailure(529, name -> "application/json", own)), client);
        assertThat(client.error).isEqualTo(Json.parse(own));
    }

    @Test
    void halfASurrogatePairGoesOutEscaped() {
        StrictClient client = encode(List.of(new TextDelta(0, "a\ud83d", null), new TextDelta(0, "\ude00b", null)));
        assertThat(client.message.get("content").get(0).get("text").asText()).isEqualTo("a\ud83d\ude00b");
    }

    private StrictClient encode(List<StreamEvent> events) {
        StrictClient client = new StrictClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 7));
        events.forEach(event -> encoder.encode(event, client));
        encoder.encode(new Finished(StopReason.END_TURN, null, Usage.NONE), client);
        return client;
    }
}
