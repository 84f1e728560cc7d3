package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.ObjectMappers;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Anthropic's own Java SDK, at its strictest, takes what another provider's answer becomes. */
class OfficialSdkTest {

    private static final ChatAnswer FOREIGN = new ChatAnswer("chatcmpl-1", "gpt-5", List.of(
            new ContentBlock.Thinking("Let me see.", null),
            new ContentBlock.Text("I look it up."),
            new ContentBlock.ToolUse("call_1", "get_weather", "{\"city\":\"Paris\"}", null),
            new ContentBlock.ToolUse("call_2", "now", "", null)),
            io.github.llmgateway.chat.StopReason.TOOL_USE, null, new Usage(10, 5, 0, 0, 20, 7), null);

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void aWholeAnswerIsValid() throws IOException {
        byte[] written = dialect.writeAnswer(FOREIGN, new Reply("asked", true, 1));
        check(ObjectMappers.jsonMapper().readValue(written, Message.class));
    }

    @Test
    void aStreamedAnswerAddsUpToTheSame() {
        MessageAccumulator sdk = MessageAccumulator.create();
        StreamEncoder encoder = dialect.encoder(new Reply("asked", true, 1));
        FOREIGN.tell(event -> encoder.encode(event, new Frames() {
            @Override
            public void event(String name, byte[] data) {
                try {
                    sdk.accumulate(ObjectMappers.jsonMapper().readValue(data, RawMessageStreamEvent.class).validate());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void comment(String text) {
                throw new AssertionError("this dialect has no comments");
            }
        }));
        check(sdk.message());
    }

    private static void check(Message message) {
        message.validate();
        assertThat(message.content()).hasSize(4);
        assertThat(message.content().get(0).asThinking().thinking()).isEqualTo("Let me see.");
        assertThat(message.content().get(1).asText().text()).isEqualTo("I look it up.");
        assertThat(message.content().get(2).asToolUse()._input().convert(JsonNode.class).path("city").asText()).isEqualTo("Paris");
        assertThat(message.content().get(3).asToolUse()._input().convert(JsonNode.class)).isEmpty();
        assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(message.usage().inputTokens()).isEqualTo(10);
        assertThat(message.usage().outputTokens()).isEqualTo(20);
    }
}
