package io.github.llmgateway.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StreamEncoderTest {

    private static final Usage USAGE = new Usage(10, 20, 3, 4, 50, 6);

    private final ConverseDialect dialect = new ConverseDialect();

    @Property(tries = 3000)
    void whateverComesInWhatGoesOutIsValid(@ForAll("events") List<StreamEvent> events) {
        StrictConverseClient client = new StrictConverseClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 7));
        events.forEach(event -> encoder.encode(event, client));
        encoder.encode(new Finished(StopReason.END_TURN, null, Usage.NONE), client);
        assertThat(client.ended()).isTrue();

        int whenEnded = client.events.size();
        events.forEach(event -> encoder.encode(event, client));
        assertThat(client.events).as("nothing comes after the end").hasSize(whenEnded);
    }

    @Property(tries = 1000)
    void noTextIsLost(@ForAll("texts") List<StreamEvent> events) {
        StrictConverseClient client = encode(events);
        StringBuilder in = new StringBuilder();
        events.forEach(event -> in.append(event instanceof TextDelta delta ? delta.text() : ""));
        assertThat(client.text.toString()).isEqualTo(in.toString());
    }

    @Provide
    Arbitrary<List<StreamEvent>> texts() {
        Arbitrary<Integer> index = Arbitraries.integers().between(0, 3);
        return Arbitraries.oneOf(
                index.flatMap(i -> Arbitraries.strings().alpha().ofMaxLength(5)
                        .map(text -> new TextDelta(i, text, null))),
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
                new ContentBlock.Text(""), new ContentBlock.Text("begun"),
                new ContentBlock.Thinking("", null), new ContentBlock.Thinking("begun", "signed"),
                new ContentBlock.ToolUse("call.1", "get", "", null), new ContentBlock.ToolUse("", "get", "{}", null),
                new ContentBlock.RedactedThinking("data"), new ContentBlock.RedactedThinking("gemini#data"),
                new ContentBlock.Refused("no"), new ContentBlock.Audio("wav", "AA=="),
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
    void usageTellsWhatCachesServedAndStoredAndForHowLong() {
        StrictConverseClient client = encode(List.of(new Started(null, null, Usage.NONE),
                new Finished(StopReason.MAX_TOKENS, null, USAGE)));

        assertThat(client.stop.path("stopReason").asText()).isEqualTo("max_tokens");
        assertThat(client.metadata.path("usage").toString()).isEqualTo("{\"inputTokens\":10,\"outputTokens\":50,"
                + "\"totalTokens\":87,\"cacheReadInputTokens\":20,\"cacheWriteInputTokens\":7,\"cacheDetails\":"
                + "[{\"ttl\":\"5m\",\"inputTokens\":3},{\"ttl\":\"1h\",\"inputTokens\":4}]}");
    }

    @Test
    void aFailureIsTheExceptionThatBedrockHasForIt() {
        assertThat(encode(List.of(failed(FailureKind.RATE_LIMIT))).exception).isEqualTo("throttlingException");
        assertThat(encode(List.of(failed(FailureKind.OVERLOADED))).exception).isEqualTo("serviceUnavailableException");
        assertThat(encode(List.of(failed(FailureKind.CONTEXT_WINDOW))).exception).isEqualTo("validationException");
        assertThat(encode(List.of(failed(FailureKind.API_ERROR))).exception).isEqualTo("modelStreamErrorException");
    }

    private static StreamEvent failed(FailureKind kind) {
        return new Failed(Failure.of(kind, "why"));
    }

    private StrictConverseClient encode(List<StreamEvent> events) {
        StrictConverseClient client = new StrictConverseClient();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 0));
        events.forEach(event -> encoder.encode(event, client));
        encoder.encode(new Finished(StopReason.END_TURN, null, Usage.NONE), client);
        return client;
    }
}
