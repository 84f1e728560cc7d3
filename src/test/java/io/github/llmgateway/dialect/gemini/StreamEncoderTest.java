package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.genai.types.GenerateContentResponse;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StreamEncoderTest {

    @Provide
    Arbitrary<List<StreamEvent>> anyEvents() {
        Arbitrary<Integer> index = Arbitraries.integers().between(0, 3);
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(5);
        Arbitrary<ContentBlock> block = Arbitraries.of(new Text(""), new ContentBlock.Refused("no"),
                new Thinking("", null), new Thinking("t", "gemini#c2ln"), new ContentBlock.RedactedThinking("d"),
                new ToolUse("t", "f", "", null), new ToolUse("u", "g", "{\"a\":1}", null),
                new ContentBlock.Opaque("x", Json.object()),
                new ContentBlock.Opaque("toolCall", Request.json("{'toolCall':{}}"), "gemini"));
        Arbitrary<StreamEvent> event = Arbitraries.oneOf(
                Arbitraries.just(new StreamEvent.Started("id", "m", Usage.NONE)),
                index.flatMap(i -> block.map(b -> new StreamEvent.BlockStarted(i, b))),
                index.flatMap(i -> text.map(t -> new StreamEvent.TextDelta(i, t, null))),
                index.flatMap(i -> text.map(t -> new StreamEvent.ThinkingDelta(i, t))),
                index.flatMap(i -> Arbitraries.of("gemini#c2ln", "other")
                        .map(s -> new StreamEvent.SignatureDelta(i, s))),
                index.flatMap(i -> text.map(t -> new StreamEvent.ToolInputDelta(i, t))),
                index.map(StreamEvent.BlockStopped::new),
                Arbitraries.just(new StreamEvent.Ping()),
                Arbitraries.of(StopReason.values())
                        .map(reason -> new StreamEvent.Finished(reason, null, Usage.NONE)),
                Arbitraries.just(new StreamEvent.Failed(Failure.of(FailureKind.API_ERROR, "broke"))));
        return event.list().ofMaxSize(12);
    }

    @Property(tries = 2000)
    void whateverComesInAValidStreamGoesOut(@ForAll("anyEvents") List<StreamEvent> events) {
        List<StreamEvent> all = new ArrayList<>(events);
        all.add(new StreamEvent.Finished(StopReason.END_TURN, null, Usage.NONE));
        check(Heard.encode(all));
    }

    private static void check(List<String> frames) {
        boolean over = false;
        for (String frame : frames) {
            assertThat(over).as("nothing after the end").isFalse();
            JsonNode chunk = Json.parse(frame.getBytes(StandardCharsets.UTF_8));
            if (chunk.has("error")) {
                assertThat(chunk.path("error").path("status").asText()).isNotEmpty();
                over = true;
                continue;
            }
            GenerateContentResponse.fromJson(frame);
            JsonNode candidate = chunk.path("candidates").path(0);
            for (JsonNode part : candidate.path("content").path("parts")) {
                assertThat(part.size()).isPositive();
                assertThat(!part.has("functionCall") || part.path("functionCall").path("args").isObject()).isTrue();
            }
            assertThat(candidate.path("content").path("parts")).isNotEmpty();
            over = candidate.has("finishReason");
            assertThat(chunk.has("usageMetadata")).isEqualTo(over);
        }
        assertThat(over).as("an end").isTrue();
    }

    @Provide
    Arbitrary<List<ContentBlock>> blocks() {
        Arbitrary<String> text = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8);
        Arbitrary<ContentBlock> signed = text.map(t -> new Thinking(t, "gemini#" + base64(t)));
        Arbitrary<ContentBlock> foreign = text.map(t -> new Thinking("", "other" + t));
        Arbitrary<ContentBlock> tool =
                text.map(t -> new ToolUse("id" + t, t, Json.object().put("a", t).toString(), null));
        // No two thoughts have one signature: what says the same twice, as Gemini CLI does, is one thought.
        return Arbitraries.oneOf(text.map(Text::new), tool, signed, foreign).list().uniqueElements().ofMinSize(1)
                .ofMaxSize(6);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 500)
    void nothingIsLostOnTheWayThroughTheFormat(@ForAll("blocks") List<ContentBlock> blocks) throws Failure {
        ChatAnswer answer = new ChatAnswer("id", "m", blocks, StopReason.END_TURN, null,
                new Usage(5, 2, 0, 0, 9, 4), null);
        List<StreamEvent> events = new ArrayList<>();
        answer.tell(events::add);
        List<String> frames = Heard.encode(events);
        check(frames);
        Heard heard = Heard.decode(frames.toArray(String[]::new));
        assertThat(joined(heard.blocks)).isEqualTo(joined(blocks));
        assertThat(heard.finished.usage()).isEqualTo(answer.usage());
        GeminiDialect dialect = new GeminiDialect();
        byte[] whole = dialect.writeAnswer(answer, new Reply("asked", false, 0));
        assertThat(dialect.readAnswer(whole).content()).isEqualTo(blocks);
    }

    /** A stream does not tell where one text ends and the next begins. */
    private static List<ContentBlock> joined(List<ContentBlock> blocks) {
        List<ContentBlock> joined = new ArrayList<>();
        for (ContentBlock block : blocks) {
            int last = joined.size() - 1;
            if (last >= 0 && block instanceof Text text && joined.get(last) instanceof Text before) {
                joined.set(last, new Text(before.text() + text.text()));
            } else {
                joined.add(block);
            }
        }
        return joined;
    }

    @Example
    void aCallGoesOutWholeWithItsIdAndTheSignatureOfTheThoughtBefore() {
        List<String> frames = Heard.encode(List.of(new StreamEvent.Started("r", "m", Usage.NONE),
                new StreamEvent.BlockStarted(0, new Thinking("", null)), new StreamEvent.ThinkingDelta(0, "hm"),
                new StreamEvent.SignatureDelta(0, "gemini#c2ln"), new StreamEvent.BlockStopped(0),
                new StreamEvent.BlockStarted(1, new ToolUse("i", "f", "", null)),
                new StreamEvent.ToolInputDelta(1, "{\"a\""), new StreamEvent.Ping(),
                new StreamEvent.ToolInputDelta(1, ":1.0}"), new StreamEvent.BlockStopped(1),
                new StreamEvent.Finished(StopReason.TOOL_USE, null, new Usage(3, 0, 0, 0, 5, 2))));
        assertThat(frames).hasSize(4);
        assertThat(frames.get(0)).contains("\"text\":\"hm\",\"thought\":true");
        assertThat(frames.get(2)).contains("{\"functionCall\":{\"id\":\"i\",\"name\":\"f\",\"args\":{\"a\":1.0}},"
                + "\"thoughtSignature\":\"c2ln\"}");
        assertThat(frames.get(3)).contains("\"finishReason\":\"STOP\"", "\"candidatesTokenCount\":3,"
                + "\"thoughtsTokenCount\":2,\"totalTokenCount\":8", "\"modelVersion\":\"asked\"");
    }
}
