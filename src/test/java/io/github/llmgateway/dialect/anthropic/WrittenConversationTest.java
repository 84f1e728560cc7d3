package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A conversation of another format's client, as Claude is told it. */
class WrittenConversationTest extends Draft {

    @Test
    void systemMessagesGoWhereTheyAreHeard() {
        system = List.of(new Text("first"));
        messages = List.of(new Message(Role.SYSTEM, List.of(new Text("second"))), user("Hello"), assistant("Hi"),
                new Message(Role.SYSTEM, List.of(new Text("third", json("{'type':'ephemeral'}"), null))));
        assertThat(body().path("system").toString())
                .isEqualTo("[{\"type\":\"text\",\"text\":\"first\"},{\"type\":\"text\",\"text\":\"second\"}]");
        JsonNode last = body().path("messages").path(2);
        assertThat(last.path("role").asText()).isEqualTo("user");
        assertThat(last.path("content").path(0).path("text").asText())
                .isEqualTo("<system-reminder>\nthird\n</system-reminder>");
        assertThat(last.path("content").path(0).path("cache_control").path("type").asText()).isEqualTo("ephemeral");
    }

    @Test
    void resultsOfParallelToolsFollowTheirCallsInOneMessageBeforeAnyText() {
        messages = List.of(user("Go"), new Message(Role.ASSISTANT, List.of(call("a"), call("b"))),
                new Message(Role.SYSTEM, List.of(new Text("Hurry."))),
                new Message(Role.USER, List.of(result("a"))), new Message(Role.USER, List.of(result("b"))),
                user("And?"));
        JsonNode written = body().path("messages");
        assertThat(written).hasSize(4);
        assertThat(written.path(2).path("content").findValuesAsText("type"))
                .containsExactly("tool_result", "text", "tool_result", "text", "text");
        assertThat(types(written.path(2))).containsExactly("tool_result", "tool_result", "text");
    }

    @Test
    void idsThatAnthropicRefusesAreChangedAlikeInCallAndResult() {
        messages = List.of(user("Go"), new Message(Role.ASSISTANT, List.of(call("call:1.ä"), call("call_2"))),
                new Message(Role.USER, List.of(result("call:1.ä"), result("call_2"))));
        JsonNode written = body().path("messages");
        String id = written.path(1).path("content").path(0).path("id").asText();
        assertThat(id).matches("[a-zA-Z0-9_-]+");
        assertThat(written.path(2).path("content").path(0).path("tool_use_id").asText()).isEqualTo(id);
        assertThat(written.path(1).path("content").path(1).path("id").asText()).isEqualTo("call_2");
        assertThat(BlockWriter.toolUseId("call:1.o")).isNotEqualTo(BlockWriter.toolUseId("call.1:o"));
    }

    @Test
    void whatAToolWasCalledWithIsAlwaysAnObject() {
        assertThat(BlockWriter.input("")).isEmpty();
        assertThat(BlockWriter.input("{\"n\":20.0}").toString()).isEqualTo("{\"n\":20.0}");
        assertThat(BlockWriter.input("[1]").toString()).isEqualTo("{\"input\":[1]}");
        assertThat(BlockWriter.input("{\"a\":").toString()).isEqualTo("{\"input\":\"{\\\"a\\\":\"}");
    }

    @Test
    void theUserBeginsAndAnUnfinishedAnswerDoesNotEndInBlanks() {
        messages = List.of(assistant("Once upon  \n"));
        JsonNode written = body().path("messages");
        assertThat(written.path(0).path("role").asText()).isEqualTo("user");
        assertThat(written.path(1).path("content").path(0).path("text").asText()).isEqualTo("Once upon");
        messages = List.of(new Message(Role.SYSTEM, List.of(new Text("Only this."))));
        assertThat(body().path("messages")).hasSize(1);
        assertThat(body().path("system")).hasSize(1);
    }

    @Test
    void aPictureAmongTheInstructionsIsALoss() {
        system = List.of(new Text("Look."), new ContentBlock.Image(new Source.Url("https://x"), null, null));
        assertThat(body().path("system")).hasSize(1);
        assertThat(losses()).containsExactly("system");
    }

    @Test
    void emptyTextsAndThoughtsWithoutSignatureAreLeftOut() {
        messages = List.of(user("Hi"), new Message(Role.ASSISTANT, List.of(new Text(" "),
                new ContentBlock.Thinking("hm", null), new ContentBlock.Thinking("ha", "signed"))), user(""));
        assertThat(body().path("messages")).hasSize(2);
        assertThat(body().path("messages").path(1).path("content").toString())
                .isEqualTo("[{\"type\":\"thinking\",\"thinking\":\"ha\",\"signature\":\"signed\"}]");
        assertThat(losses()).containsExactly("messages[1].content[1] harmless");
    }

    @Test
    void picturesAndFilesAreTranslatedAndWhatClaudeCannotReadIsALoss() {
        String text = Base64.getEncoder().encodeToString("a,b".getBytes(StandardCharsets.UTF_8));
        messages = List.of(new Message(Role.USER, List.of(
                new ContentBlock.Image(new Source.Base64("image/jpg", "AA=="), "high", null),
                new ContentBlock.Image(new Source.Url("https://x"), "auto", null),
                new ContentBlock.Document(new Source.Base64("application/pdf", "AA=="), "a.pdf", null, null, null, null),
                new ContentBlock.Document(new Source.Base64("text/csv", text), "a.csv", null, null, null, null),
                new ContentBlock.Document(new Source.Base64("application/zip", "AA=="), "z", null, null, null, null),
                new ContentBlock.Document(new Source.FileId("file-1"), null, null, null, null, null),
                new ContentBlock.Audio("wav", "AA=="),
                new ContentBlock.Opaque("strange", Json.object()))));
        JsonNode content = body().path("messages").path(0).path("content");
        assertThat(content).hasSize(4);
        assertThat(content.path(0).path("source").path("media_type").asText()).isEqualTo("image/jpeg");
        assertThat(content.path(2).path("title").asText()).isEqualTo("a.pdf");
        assertThat(content.path(3).path("source").toString())
                .isEqualTo("{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"a,b\"}");
        assertThat(losses()).containsExactly("messages[0].content[0].detail harmless", "messages[0].content[4]",
                "messages[0].content[5]", "messages[0].content[6]", "messages[0].content[7]");
    }
}
