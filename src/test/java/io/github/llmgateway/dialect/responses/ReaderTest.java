package io.github.llmgateway.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderTest {

    private static ChatRequest read(String members) throws Failure {
        return Requests.read(Requests.RESPONSES, "{\"model\":\"m\"," + members + "}");
    }

    @Test
    void codexSpeaksToClaudeAndNothingItNeedsIsLost() throws Failure {
        ChatRequest request = Requests.read(Requests.RESPONSES, Requests.CODEX);
        Written written = Requests.write(Requests.ANTHROPIC, request, "anthropic", "claude-opus-4-6");

        assertThat(Requests.harmful(written)).isEmpty();
        JsonNode body = written.body();
        assertThat(body.at("/system/0/text").asText()).isEqualTo("You are Codex.");
        assertThat(body.at("/system/1/text").asText()).isEqualTo("Sandbox: read-only.");
        assertThat(body.path("tools").findValuesAsText("name"))
                .containsExactly("shell", "apply_patch", "mcp__files--read");
        assertThat(body.at("/tools/1/input_schema/properties/input/type").asText()).isEqualTo("string");
        assertThat(body.at("/tools/1/input_schema/properties/input/description").asText()).contains("start: begin end");
        JsonNode patch = body.at("/messages/3/content/0");
        assertThat(patch.path("input").path("input").asText()).isEqualTo("*** Begin Patch\n*** End Patch");
        assertThat(body.at("/messages/4/content/0/tool_use_id").asText()).isEqualTo("call_2");
        assertThat(body.toString()).as("another maker's reasoning").doesNotContain("gAAAA");
    }

    @Test
    void codexSpeaksToAnyCompatibleServer() throws Failure {
        ChatRequest request = Requests.read(Requests.RESPONSES, Requests.CODEX);
        Written written = Requests.write(Requests.CHAT, request, "deepseek", "deepseek-chat");

        assertThat(Requests.harmful(written)).isEmpty();
        assertThat(Requests.lost(written)).contains("tools.web_search", "tools.image_generation");
        assertThat(written.body().at("/tools/1/function/name").asText()).isEqualTo("apply_patch");
        assertThat(written.body().at("/tools/1/function/parameters/required/0").asText()).isEqualTo("input");
    }

    @Test
    void whatTheModelCannotDoWithoutIsRefused() throws Failure {
        ChatRequest request = read("\"input\":\"x\",\"tools\":[{\"type\":\"local_shell\"},"
                + "{\"type\":\"file_search\",\"vector_store_ids\":[\"vs\"]}]");
        assertThat(Requests.harmful(Requests.write(Requests.ANTHROPIC, request, "anthropic", "claude-opus-4-6")))
                .containsExactly("tools[0]", "tools[1]");
        assertThat(Requests.harmful(Requests.write(Requests.CHAT, request, "openai", "gpt-4o")))
                .containsExactly("tools.local_shell", "tools.file_search");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "previous_response_id | \"previous_response_id\":\"resp_1\",\"input\":\"x\"",
        "conversation         | \"conversation\":{\"id\":\"conv_1\"},\"input\":\"x\"",
        "prompt               | \"prompt\":{\"id\":\"pmpt_1\"}",
        "background           | \"background\":true,\"input\":\"x\"",
        "input[0]             | \"input\":[{\"type\":\"item_reference\",\"id\":\"m\"}]",
        "tool_choice          | \"input\":\"x\",\"tool_choice\":{\"type\":\"file_search\"}",
        "tool_choice          | \"input\":\"x\",\"tool_choice\":\"required\",\"tools\":[{\"type\":\"web_search\"}]",
        "input[0].content[0].type | \"input\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]",
        "input[0].call_id     | \"input\":[{\"type\":\"function_call_output\",\"output\":\"x\"}]",
        "input[0].role        | \"input\":[{\"role\":\"robot\",\"content\":\"x\"}]",
        "input                | \"instructions\":\"x\"",
        "tools[0].name        | \"input\":\"x\",\"tools\":[{\"type\":\"custom\"}]",
        "text.format.schema   | \"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}}"})
    void whatCannotBeAnsweredIsRefusedByItsName(String param, String members) {
        assertThatThrownBy(() -> read(members)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
            assertThat(failure.param()).isEqualTo(param);
            assertThat(failure.getMessage()).contains(param.replaceAll("\\[.*", ""));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"previous_response_id", "conversation"})
    void aKeptConversationIsRefusedWithTheMend(String field) {
        assertThatThrownBy(() -> read("\"input\":\"x\",\"" + field + "\":\"id\""))
                .hasMessageContaining("send the whole conversation in 'input'");
    }

    @Test
    void itemsOfOneAuthorAreOneMessageInTheirOrder() throws Failure {
        ChatRequest request = Requests.read(Requests.RESPONSES, Requests.CODEX);
        assertThat(request.messages()).extracting(ChatRequest.Message::role)
                .containsExactly(Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.USER);
        assertThat(request.messages().get(1).content()).containsExactly(
                new ContentBlock.Thinking("Look first.", "responses#:gAAAAAB=="),
                new ContentBlock.ToolUse("call_1", "shell", "{\"command\":[\"ls\"]}", null));
    }

    @Test
    void picturesAndFilesAreRead() throws Failure {
        ChatRequest request = read("""
                "input":[{"role":"user","content":[
                  {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"high"},
                  {"type":"input_image","file_id":"file-1"},
                  {"type":"input_file","file_url":"https://x/y.pdf"},
                  {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,BBBB"},
                  {"type":"input_audio","input_audio":{"format":"wav","data":"CC"}}]}]""");
        assertThat(request.messages().get(0).content()).containsExactly(
                new ContentBlock.Image(new Source.Base64("image/png", "AAAA"), "high", null),
                new ContentBlock.Image(new Source.FileId("file-1"), null, null),
                new ContentBlock.Document(new Source.Url("https://x/y.pdf"), null, null, null, null, null),
                new ContentBlock.Document(new Source.Base64("application/pdf", "BBBB"), "a.pdf", null, null, null,
                        null),
                new ContentBlock.Audio("wav", "CC"));
    }

    @Test
    void whereSomeToolsAreAllowedTheOthersAreNotOffered() throws Failure {
        ChatRequest request = read("""
                "input":"x","tools":[{"type":"function","name":"a"},{"type":"function","name":"b"},
                {"type":"web_search"}],"tool_choice":{"type":"allowed_tools","mode":"required",
                "tools":[{"type":"function","name":"b"}]}""");
        assertThat(request.tools()).extracting(ChatRequest.Tool::name).containsExactly("b");
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice(ToolChoice.Mode.REQUIRED, null));
    }

    @Test
    void hostedCallsOfEarlierTurnsAreLeftOut() throws Failure {
        ChatRequest request = read("""
                "input":[{"role":"user","content":"News?"},{"type":"web_search_call","id":"ws_1","status":"completed"},
                {"type":"message","role":"assistant","content":[{"type":"output_text","text":"None."}]},
                {"role":"user","content":"Sure?"}]""");
        assertThat(Requests.harmful(Requests.write(Requests.ANTHROPIC, request, "anthropic", "claude-opus-4-6")))
                .isEmpty();
        assertThat(Requests.harmful(Requests.write(Requests.CHAT, request, "mistral", "mistral-large"))).isEmpty();
    }
}
