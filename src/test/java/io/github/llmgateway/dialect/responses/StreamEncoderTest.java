package io.github.llmgateway.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.StreamEvent.BlockStarted;
import io.github.llmgateway.chat.StreamEvent.BlockStopped;
import io.github.llmgateway.chat.StreamEvent.Finished;
import io.github.llmgateway.chat.StreamEvent.Started;
import io.github.llmgateway.chat.StreamEvent.TextDelta;
import io.github.llmgateway.chat.StreamEvent.ThinkingDelta;
import io.github.llmgateway.chat.StreamEvent.ToolInputDelta;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamEncoder;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StreamEncoderTest {

    private static final Reply REPLY = new Reply("asked", true, 7, Set.of("apply_patch"), Set.of("mcp__files"));
    private static final Usage USAGE = new Usage(3, 0, 0, 0, 5, 0);

    private static EventCheck encode(StreamEvent... events) {
        EventCheck client = new EventCheck();
        StreamEncoder encoder = new ResponsesDialect().encoder(REPLY);
        List.of(events).forEach(event -> encoder.encode(event, client));
        return client;
    }

    @Test
    void aTextIsToldAsOpenAiTellsIt() {
        EventCheck client = encode(new Started("msg_1", "claude", Usage.NONE), new StreamEvent.Ping(),
                new BlockStarted(0, new ContentBlock.Text("")), new TextDelta(0, "Hi", null),
                new TextDelta(0, "!", null), new BlockStopped(0), new Finished(StopReason.END_TURN, null, USAGE));
        assertThat(client.types()).containsExactly("response.created", "response.in_progress",
                "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.completed");
        assertThat(client.comments).isEqualTo(1);
        assertThat(client.response().path("id").asText()).isEqualTo("resp_msg_1");
        assertThat(client.output().at("/0/content/0/text").asText()).isEqualTo("Hi!");
        assertThat(client.response().at("/usage/total_tokens").intValue()).isEqualTo(8);
    }

    @Test
    void aPatchComesAsFreeTextAndAToolOfANamespaceUnderBothNames() {
        EventCheck client = encode(new Started("1", "claude", Usage.NONE),
                new BlockStarted(0, new ContentBlock.ToolUse("call_1", "apply_patch", "", null)),
                new ToolInputDelta(0, "{\"input\": \"*** Begin"), new ToolInputDelta(0, " Patch\\n\"}"),
                new BlockStopped(0),
                new BlockStarted(1, new ContentBlock.ToolUse("call_2", "mcp__files--read", "", null)),
                new BlockStopped(1), new Finished(StopReason.TOOL_USE, null, USAGE));
        JsonNode patch = client.output().get(0);
        assertThat(patch.path("type").asText()).isEqualTo("custom_tool_call");
        assertThat(patch.path("input").asText()).isEqualTo("*** Begin Patch\n");
        assertThat(patch.path("call_id").asText()).isEqualTo("call_1");
        assertThat(client.types()).contains("response.custom_tool_call_input.delta",
                "response.custom_tool_call_input.done");
        JsonNode read = client.output().get(1);
        assertThat(read.path("namespace").asText()).isEqualTo("mcp__files");
        assertThat(read.path("name").asText()).isEqualTo("read");
        assertThat(read.path("arguments").asText()).isEqualTo("{}");
    }

    @Test
    void aBlockThatSaysNothingIsNoItem() {
        EventCheck client = encode(new Started("1", "m", Usage.NONE),
                new BlockStarted(0, new ContentBlock.Text("")), new BlockStopped(0),
                new BlockStarted(1, new ContentBlock.Thinking("", null)), new BlockStopped(1),
                new Finished(StopReason.END_TURN, null, USAGE));
        assertThat(client.output()).isEmpty();
    }

    @Test
    void anErrorInTheMiddleIsToldInBothForms() {
        EventCheck client = encode(new Started("1", "m", Usage.NONE),
                new BlockStarted(0, new ContentBlock.Thinking("", null)), new ThinkingDelta(0, "Hm"),
                new StreamEvent.Failed(Failure.of(FailureKind.RATE_LIMIT, "Too fast.")),
                new TextDelta(0, "late", null));
        assertThat(client.types()).endsWith("error", "response.failed");
        JsonNode error = client.events.get(client.events.size() - 2);
        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.path("message").asText()).isEqualTo("Too fast.");
        assertThat(error.at("/error/message").asText()).isEqualTo("Too fast.");
        assertThat(client.response().at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(client.response().path("status").asText()).isEqualTo("failed");
    }

    @Test
    void anErrorBehindAnothersBeginningDoesNotBeginAgain() {
        assertThat(encode(new StreamEvent.Failed(Failure.of(FailureKind.API_ERROR, "Broken."))).types())
                .containsExactly("error", "response.failed");
    }

    @Property(tries = 400)
    void whateverComesInAValidSequenceGoesOut(@ForAll("events") List<StreamEvent> events) {
        EventCheck client = new EventCheck();
        StreamEncoder encoder = new ResponsesDialect().encoder(REPLY);
        encoder.encode(new Started("1", "m", Usage.NONE), client);
        events.forEach(event -> encoder.encode(event, client));
        encoder.encode(new Finished(StopReason.END_TURN, null, USAGE), client);
        client.response();
    }

    @Provide
    Arbitrary<List<StreamEvent>> events() {
        return Arbitraries.<StreamEvent>of(
                new BlockStarted(0, new ContentBlock.Text("")), new BlockStarted(1, new ContentBlock.Text("a")),
                new BlockStarted(0, new ContentBlock.Refused("")),
                new BlockStarted(0, new ContentBlock.Thinking("", null)),
                new BlockStarted(1, new ContentBlock.RedactedThinking("x")),
                new BlockStarted(0, new ContentBlock.ToolUse("c", "f", "", null)),
                new BlockStarted(1, new ContentBlock.ToolUse("c", "apply_patch", "", null)),
                new BlockStarted(2, new ContentBlock.Opaque("server_tool_use", Json.object(), "anthropic")),
                new TextDelta(0, "t", null), new TextDelta(1, "", null), new ThinkingDelta(0, "h"),
                new StreamEvent.SignatureDelta(0, "Sig=="), new StreamEvent.SignatureDelta(0, "responses#rs_1:x"),
                new ToolInputDelta(0, "{\"a\":1}"), new ToolInputDelta(1, "{}"),
                new StreamEvent.CitationDelta(0, Json.object().put("url", "https://x/")),
                new BlockStopped(0), new BlockStopped(1), new StreamEvent.Ping(),
                new StreamEvent.Failed(Failure.of(FailureKind.API_ERROR, "No."))).list().ofMaxSize(14);
    }
}
