package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.ChunkCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Example;

class StreamEncoderTest {

    @Provide
    Arbitrary<List<StreamEvent>> anyEvents() {
        Arbitrary<Integer> index = Arbitraries.integers().between(0, 3);
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(5);
        Arbitrary<ContentBlock> block = Arbitraries.of(new ContentBlock.Text(""), new ContentBlock.Refused(""),
                new ContentBlock.Thinking("", null), new ContentBlock.RedactedThinking("d"),
                new ContentBlock.ToolUse("t", "f", "", null), new ContentBlock.Opaque("x", Json.object()));
        Arbitrary<StreamEvent> event = Arbitraries.oneOf(
                Arbitraries.just(new StreamEvent.Started("id", "m", Usage.NONE)),
                index.flatMap(i -> block.map(b -> new StreamEvent.BlockStarted(i, b))),
                index.flatMap(i -> text.map(t -> new StreamEvent.TextDelta(i, t, null))),
                index.flatMap(i -> text.map(t -> new StreamEvent.ThinkingDelta(i, t))),
                index.map(i -> new StreamEvent.SignatureDelta(i, "s")),
                index.flatMap(i -> text.map(t -> new StreamEvent.ToolInputDelta(i, t))),
                index.map(i -> new StreamEvent.CitationDelta(i, Json.object().put("url", "https://x"))),
                index.map(StreamEvent.BlockStopped::new),
                Arbitraries.just(new StreamEvent.Ping()),
                Arbitraries.of(StopReason.values())
                        .map(reason -> new StreamEvent.Finished(reason, null, Usage.NONE)),
                Arbitraries.just(new StreamEvent.Failed(Failure.of(FailureKind.API_ERROR, "broke"))));
        return event.list().ofMaxSize(12);
    }

    @Property(tries = 2000)
    void whateverComesInAValidStreamGoesOut(@ForAll("anyEvents") List<StreamEvent> events, @ForAll boolean usage) {
        List<StreamEvent> all = new ArrayList<>(events);
        all.add(new StreamEvent.Finished(StopReason.END_TURN, null, Usage.NONE));
        ChunkCheck.check(Told.encode(all, usage));
    }

    @Provide
    Arbitrary<List<ContentBlock>> blocks() {
        Arbitrary<String> text = Arbitraries.strings().ofMinLength(1).ofMaxLength(8);
        Arbitrary<ContentBlock> tool = text.map(t ->
                new ContentBlock.ToolUse("id", "f", Json.object().put("a", t).toString(), null));
        return Arbitraries.oneOf(text.map(ContentBlock.Text::new), tool).list().ofMinSize(1).ofMaxSize(5);
    }

    /** The format has one text and calls behind it, so texts are compared joined. */
    @Property(tries = 500)
    void nothingIsLostOnTheWayThroughTheFormat(@ForAll("blocks") List<ContentBlock> blocks) {
        List<StreamEvent> events = new ArrayList<>();
        new io.github.llmgateway.chat.ChatAnswer("id", "m", blocks, StopReason.END_TURN, null, Usage.NONE, null)
                .tell(events::add);
        Told told = Told.decode(Told.encode(events, false).toArray(String[]::new));
        assertThat(texts(told.blocks)).isEqualTo(texts(blocks));
        assertThat(tools(told.blocks)).isEqualTo(tools(blocks));
    }

    private static String texts(List<ContentBlock> blocks) {
        StringBuilder joined = new StringBuilder();
        blocks.forEach(block -> joined.append(block instanceof ContentBlock.Text text ? text.text() : ""));
        return joined.toString();
    }

    private static List<String> tools(List<ContentBlock> blocks) {
        return blocks.stream().filter(ContentBlock.ToolUse.class::isInstance)
                .map(block -> ((ContentBlock.ToolUse) block).input()).toList();
    }

    @Example
    void aPairCutInTwoIsWholeAgainAtTheClient() {
        List<String> frames = Told.encode(List.of(
                new StreamEvent.BlockStarted(0, new ContentBlock.Text("")),
                new StreamEvent.TextDelta(0, "\ud83d", null), new StreamEvent.TextDelta(0, "\ude00", null),
                new StreamEvent.BlockStopped(0),
                new StreamEvent.Finished(StopReason.END_TURN, null, Usage.NONE)), false);
        assertThat(Told.decode(frames.toArray(String[]::new)).blocks)
                .containsExactly(new ContentBlock.Text("\ud83d\ude00"));
    }

    @Example
    void aToolWithoutInputHasAnEmptyObject() {
        List<String> frames = Told.encode(List.of(
                new StreamEvent.BlockStarted(0, new ContentBlock.ToolUse("t", "f", "", null)),
                new StreamEvent.BlockStopped(0),
                new StreamEvent.Finished(StopReason.TOOL_USE, null, Usage.NONE)), false);
        assertThat(frames).anyMatch(frame -> frame.contains("\"arguments\":\"{}\""));
        assertThat(frames.get(frames.size() - 2)).contains("\"finish_reason\":\"tool_calls\"");
    }

    @Example
    void thinkingCanBeReturnedWithItsSignature() {
        List<String> frames = Told.encode(List.of(
                new StreamEvent.BlockStarted(0, new ContentBlock.Thinking("", null)),
                new StreamEvent.ThinkingDelta(0, "a"), new StreamEvent.ThinkingDelta(0, "b"),
                new StreamEvent.SignatureDelta(0, "s"), new StreamEvent.BlockStopped(0),
                new StreamEvent.Finished(StopReason.END_TURN, null, Usage.NONE)), false);
        assertThat(frames).anyMatch(frame -> frame.contains(
                "{\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"ab\",\"signature\":\"s\"}]}"));
        assertThat(Told.decode(frames.toArray(String[]::new)).blocks)
                .containsExactly(new ContentBlock.Thinking("ab", "s"));
    }

    @Example
    void anErrorEndsTheStreamWithoutDone() {
        List<String> frames = Told.encode(List.of(new StreamEvent.Started("i", "m", Usage.NONE),
                new StreamEvent.Failed(Failure.of(FailureKind.OVERLOADED, "busy")), new StreamEvent.Ping()), true);
        assertThat(frames).last().satisfies(frame -> assertThat(
                Json.parse(frame.getBytes(StandardCharsets.UTF_8)).at("/error/code").asText())
                .isEqualTo("overloaded"));
    }

    @Example
    void usageComesOnlyToThoseWhoAsked() {
        List<StreamEvent> events = List.of(new StreamEvent.Started("i", "m", Usage.NONE),
                new StreamEvent.Finished(StopReason.END_TURN, null, new Usage(5, 3, 2, 0, 7, 1)));
        assertThat(Told.encode(events, false)).noneMatch(frame -> frame.contains("usage"));
        List<String> frames = Told.encode(events, true);
        assertThat(frames.get(frames.size() - 2)).contains("\"prompt_tokens\":10").contains("\"cached_tokens\":3");
        assertThat(frames.get(0)).contains("\"usage\":null");
    }
}
