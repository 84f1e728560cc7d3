package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that knows no thinking returns Gemini's signature on its tool calls. */
class GoogleSignatureTest {

    private static final ToolUse FIRST = new ToolUse("a", "f", "{}", null);
    private static final ToolUse SECOND = new ToolUse("b", "g", "{}", null);

    private final OpenAiDialect dialect = new OpenAiDialect();

    private static ChatAnswer answer(String signature) {
        return new ChatAnswer("i", "m", List.of(new Text("Wait."), new Thinking("hm", signature), FIRST, SECOND),
                StopReason.TOOL_USE, null, Usage.NONE, null);
    }

    private static String signature(JsonNode call) {
        return call.path("extra_content").path("google").path("thought_signature").asText(null);
    }

    @Test
    void theCallBehindTheThoughtCarriesItInAWholeAnswer() {
        JsonNode calls = Json.parse(dialect.writeAnswer(answer("gemini#c2ln"), new Reply("m", false, 0)))
                .path("choices").path(0).path("message").path("tool_calls");
        assertThat(signature(calls.path(0))).isEqualTo("c2ln");
        assertThat(calls.path(1).has("extra_content")).isFalse();
        JsonNode others = Json.parse(dialect.writeAnswer(answer("RXJ="), new Reply("m", false, 0)));
        assertThat(others.toString()).doesNotContain("extra_content");
    }

    @Test
    void theFirstPieceOfTheCallCarriesItInAStream() {
        List<StreamEvent> events = new ArrayList<>();
        answer("gemini#c2ln").tell(events::add);
        List<String> signatures = Told.encode(events, false).stream().filter(frame -> frame.startsWith("{"))
                .map(frame -> Json.parse(frame.getBytes(StandardCharsets.UTF_8)).path("choices").path(0).path("delta")
                        .path("tool_calls").path(0))
                .filter(call -> call.has("id")).map(GoogleSignatureTest::signature).toList();
        assertThat(signatures).containsExactly("c2ln", null);
    }

    @Test
    void itComesBackAsTheThinkingBeforeTheCall() throws Failure {
        assertThat(read("")).containsExactly(new Text("Wait."), new Thinking("", "gemini#c2ln"), FIRST, SECOND);
    }

    @Test
    void aClientThatReturnsThinkingTooTellsItOnce() throws Failure {
        assertThat(read("\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"hm\","
                + "\"signature\":\"gemini#c2ln\"}],"))
                .containsExactly(new Text("Wait."), new Thinking("hm", "gemini#c2ln"), FIRST, SECOND);
    }

    private List<ContentBlock> read(String thinking) throws Failure {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\"Wait.\"," + thinking
                + "\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"extra_content\":{\"google\":"
                + "{\"thought_signature\":\"c2ln\"}},\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}]}";
        return dialect.read(body.getBytes(StandardCharsets.UTF_8)).messages().get(0).content();
    }
}
