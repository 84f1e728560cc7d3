package io.github.llmgateway.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStatus;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamEncoder;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** OpenAI's own Java SDK, at its strictest, takes what another provider's answer becomes. */
class OfficialSdkTest {

    private static final Reply REPLY = new Reply("asked", true, 1, Set.of("apply_patch"), Set.of("mcp__files"));
    private static final ChatAnswer FOREIGN = new ChatAnswer("msg_1", "claude-opus-4-6", List.of(
            new ContentBlock.Thinking("Let me see.", "EqQBCg=="),
            new ContentBlock.Text("I look it up.", null, Json.MAPPER.createArrayNode().add(Json.object()
                    .put("type", "web_search_result_location").put("url", "https://x/").put("title", "X"))),
            new ContentBlock.RedactedThinking("EncRypt=="),
            new ContentBlock.ToolUse("toolu_1", "get_weather", "{\"city\":\"Paris\"}", null),
            new ContentBlock.ToolUse("toolu_2", "now", "", null),
            new ContentBlock.ToolUse("toolu_3", "apply_patch", "{\"input\":\"*** Begin\\n\"}", null)),
            StopReason.TOOL_USE, null, new Usage(10, 5, 0, 0, 20, 7), null);

    private final ResponsesDialect dialect = new ResponsesDialect();

    @Test
    void aWholeAnswerIsValid() throws IOException {
        check(EventCheck.sdk(dialect.writeAnswer(FOREIGN, REPLY)));
    }

    @Test
    void aStreamedAnswerAddsUpToTheSame() {
        EventCheck client = new EventCheck();
        StreamEncoder encoder = dialect.encoder(REPLY);
        FOREIGN.tell(event -> encoder.encode(event, client));
        check(client.sdk());
    }

    private static void check(Response response) {
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.model().string()).contains("asked");
        assertThat(response.output()).hasSize(6);
        assertThat(response.output().get(0).asReasoning().summary().get(0).text()).isEqualTo("Let me see.");
        var text = response.output().get(1).asMessage().content().get(0).asOutputText();
        assertThat(text.text()).isEqualTo("I look it up.");
        assertThat(text.annotations().get(0).asUrlCitation().url()).isEqualTo("https://x/");
        assertThat(response.output().get(2).asReasoning().encryptedContent()).isPresent();
        assertThat(response.output().get(3).asFunctionCall().arguments()).isEqualTo("{\"city\":\"Paris\"}");
        assertThat(response.output().get(3).asFunctionCall().callId()).isEqualTo("toolu_1");
        assertThat(response.output().get(4).asFunctionCall().arguments()).isEqualTo("{}");
        assertThat(response.output().get(5).asCustomToolCall().input()).isEqualTo("*** Begin\n");
        assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(15);
        assertThat(response.usage().orElseThrow().inputTokensDetails().cachedTokens()).isEqualTo(5);
        assertThat(response.usage().orElseThrow().outputTokensDetails().reasoningTokens()).isEqualTo(7);
        assertThat(response.usage().orElseThrow().totalTokens()).isEqualTo(35);
    }

    @Test
    void anAnswerCutShortSaysWhy() throws IOException {
        ChatAnswer cut = new ChatAnswer("1", "m", List.of(new ContentBlock.Text("Half")), StopReason.MAX_TOKENS, null,
                Usage.NONE, null);
        Response response = EventCheck.sdk(dialect.writeAnswer(cut, REPLY));
        assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
        assertThat(response.incompleteDetails().orElseThrow().reason().orElseThrow().asString())
                .isEqualTo("max_output_tokens");
    }
}
