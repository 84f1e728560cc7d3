package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnthropicAnswersTest {

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void aForeignModelsAnswerHasEveryFieldThatClientsLookFor() {
        JsonNode message = written(new ChatAnswer("chatcmpl-1", "gpt-5", List.of(
                new ContentBlock.Thinking("hm", null), new ContentBlock.Text(""),
                new ContentBlock.ToolUse("call.1", "get", "", null)), StopReason.END_TURN, null,
                new Usage(1, 2, 3, 4, 5, 0), null));
        assertThat(message.toString()).isEqualTo("{\"id\":\"msg_chatcmpl-1\",\"type\":\"message\","
                + "\"role\":\"assistant\",\"model\":\"gpt-5\",\"content\":["
                + "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"\"},{\"type\":\"text\",\"text\":\"\"},"
                + "{\"type\":\"tool_use\",\"id\":\"" + BlockWriter.toolUseId("call.1")
                + "\",\"name\":\"get\",\"input\":{}}],"
                + "\"stop_reason\":\"tool_use\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,"
                + "\"cache_creation_input_tokens\":7,\"cache_read_input_tokens\":2,\"cache_creation\":"
                + "{\"ephemeral_5m_input_tokens\":3,\"ephemeral_1h_input_tokens\":4},\"output_tokens\":5,"
                + "\"service_tier\":\"standard\"}}");
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void everyStopReasonComesBack(StopReason reason) throws Failure {
        ChatAnswer answer = new ChatAnswer("msg_1", "m", List.of(), reason, null, new Usage(1, 0, 0, 0, 1, 0), null);
        assertThat(dialect.readAnswer(dialect.writeAnswer(answer, new Reply("m", true, 0)))).isEqualTo(answer);
    }

    @Test
    void aRefusalIsTextForClientsOfThisFormat() {
        JsonNode message = written(new ChatAnswer(null, null, List.of(new ContentBlock.Refused("I cannot.")),
                StopReason.REFUSAL, null, Usage.NONE, null));
        assertThat(message.path("content").path(0).path("text").asText()).isEqualTo("I cannot.");
        assertThat(message.path("stop_reason").asText()).isEqualTo("refusal");
        assertThat(message.path("model").asText()).isEqualTo("asked");
        assertThat(message.path("usage").path("input_tokens").asInt()).isEqualTo(99);
        assertThat(message.path("id").asText()).startsWith("msg_");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "not json | API_ERROR",
        "[] | API_ERROR",
        "{} | API_ERROR",
        "{\"content\":[{\"type\":\"text\"}]} | API_ERROR",
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}} | OVERLOADED"})
    void whatIsNoAnswerFails(String body, FailureKind kind) {
        assertThatThrownBy(() -> dialect.readAnswer(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @Test
    void whatCannotBeReadIsObservedInSilence() {
        Tally tally = new Tally();
        for (String body : List.of("", "[", "{\"usage\":{", "{\"model\":7,\"usage\":[1]}", "<html>")) {
            dialect.observe(body.getBytes(StandardCharsets.UTF_8), Operation.CHAT, tally);
        }
        dialect.observe("{\"input_tokens\":5}".getBytes(StandardCharsets.UTF_8), Operation.COUNT_TOKENS, tally);
        assertThat(tally.usage).isEqualTo(Usage.NONE);
    }

    @Test
    void anObserverKnowsTheEndAndTheErrorAndTakesAnyOrderOfFields() {
        Tally tally = new Tally();
        StreamObserver observer = dialect.observer(true);
        observe(observer, "message_start", "{'type':'message_start','message':{'model':'m','usage':"
                + "{'input_tokens':3,'cache_creation_input_tokens':9,'cache_creation':"
                + "{'ephemeral_1h_input_tokens':9,'ephemeral_5m_input_tokens':0}}}}", tally);
        observe(observer, null, "{'type': 'content_block_delta','delta':{'text':'message_stop'}}", tally);
        observe(observer, null, "{'usage':{'output_tokens':8,'cache_creation_input_tokens':9},"
                + "'delta':{'stop_reason':'max_tokens'}, 'type':'message_delta'}", tally);
        assertThat(observer.complete()).isFalse();
        observe(observer, null, " { 'type' : 'message_stop' }", tally);
        assertThat(observer.complete()).isTrue();
        assertThat(tally.usage).isEqualTo(new Usage(3, 0, 0, 9, 8, 0));
        assertThat(tally.reason).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(tally.model).isEqualTo("m");

        StreamObserver torn = dialect.observer(false);
        observe(torn, "error", "{'type':'error','error':{'type':'rate_limit_error','message':'x'}}", tally);
        assertThat(torn.complete()).isTrue();
        assertThat(tally.failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
        for (String odd : List.of("", "{", "[DONE]", "{'type'", "{'type':", "{'type':'", "{'type':7}", "{'a':[}")) {
            observe(torn, null, odd, tally);
        }
    }

    private static void observe(StreamObserver observer, String name, String quoted, Tally tally) {
        byte[] event = ("xx" + quoted.replace('\'', '"') + "yy").getBytes(StandardCharsets.UTF_8);
        assertThat(observer.event(name, event, 2, event.length - 2, tally)).isTrue();
    }

    private JsonNode written(ChatAnswer answer) {
        return Json.parse(dialect.writeAnswer(answer, new Reply("asked", true, 99)));
    }
}
