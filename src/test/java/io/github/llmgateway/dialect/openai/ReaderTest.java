package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderTest {

    private static ChatRequest read(String fields) throws Failure {
        return new OpenAiDialect().read(("{\"model\":\"m\"," + fields + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static ChatRequest messages(String messages) throws Failure {
        return read("\"messages\":[" + messages + "]");
    }

    @Test
    void leadingSystemMessagesAreTheSystemAndLaterOnesStayInPlace() throws Failure {
        ChatRequest request = messages("""
                {"role":"system","content":"a"},
                {"role":"developer","content":[{"type":"text","text":"b","cache_control":{"type":"ephemeral"}}]},
                {"role":"user","content":"c"},{"role":"system","content":"d"}""");
        assertThat(request.system()).hasSize(2).element(1)
                .satisfies(block -> assertThat(block.cacheControl()).isNotNull());
        assertThat(request.messages()).extracting(ChatRequest.Message::role).containsExactly(Role.USER, Role.SYSTEM);
    }

    @Test
    void toolMessagesInARowAreOneMessageOfResults() throws Failure {
        ChatRequest request = messages("""
                {"role":"user","content":"x"},
                {"role":"assistant","content":null,"tool_calls":[
                 {"id":"1","type":"function","function":{"name":"f","arguments":"{\\"a\\": 1.0}"}},
                 {"id":"2","type":"function","function":{"name":"g","arguments":""}}]},
                {"role":"tool","tool_call_id":"1","content":"one"},
                {"role":"tool","tool_call_id":"2","content":[{"type":"text","text":"two"}]},
                {"role":"user","content":"y"}""");
        assertThat(request.messages()).hasSize(4);
        assertThat(request.messages().get(1).content()).containsExactly(
                new ToolUse("1", "f", "{\"a\": 1.0}", null), new ToolUse("2", "g", "{}", null));
        assertThat(request.messages().get(2)).isEqualTo(new ChatRequest.Message(Role.USER, List.of(
                new ToolResult("1", List.of(new Text("one")), false, null),
                new ToolResult("2", List.of(new Text("two")), false, null))));
    }

    @Test
    void theOldFunctionFormatIsPairedByName() throws Failure {
        ChatRequest request = messages("""
                {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
                {"role":"function","name":"f","content":"r"}""");
        ToolUse use = (ToolUse) request.messages().get(0).content().get(0);
        ToolResult result = (ToolResult) request.messages().get(1).content().get(0);
        assertThat(result.toolUseId()).isEqualTo(use.id());
    }

    @Test
    void argumentsThatAreNoObjectAreKeptAsOne() throws Failure {
        ChatRequest request = messages("""
                {"role":"assistant","tool_calls":[{"id":"1","type":"function",
                 "function":{"name":"f","arguments":"{oops"}}]}""");
        assertThat(((ToolUse) request.messages().get(0).content().get(0)).input())
                .isEqualTo("{\"INVALID_JSON\":\"{oops\"}");
    }

    @Test
    void thinkingComesBackWithItsSignatureInEveryFormInUse() throws Failure {
        List<ContentBlock> blocks = messages("""
                {"role":"assistant","content":"x","reasoning_content":"t",
                 "thinking_blocks":[{"type":"thinking","thinking":"t","signature":"s"},
                                    {"type":"redacted_thinking","data":"d"}]}""").messages().get(0).content();
        assertThat(blocks).containsExactly(new Thinking("t", "s"), new ContentBlock.RedactedThinking("d"),
                new Text("x"));
        assertThat(messages("""
                {"role":"assistant","content":"x","reasoning":"t","reasoning_details":[
                 {"type":"reasoning.text","text":"t","signature":"s","format":"anthropic-claude-v1","index":0}]}""")
                .messages().get(0).content()).first().isEqualTo(new Thinking("t", "s"));
        assertThat(messages("{\"role\":\"assistant\",\"content\":\"x\",\"reasoning_content\":\"t\"}")
                .messages().get(0).content()).first().isEqualTo(new Thinking("t", null));
    }

    @Test
    void partsOfAllKinds() throws Failure {
        List<ContentBlock> blocks = messages("""
                {"role":"user","content":[{"type":"text","text":"a"},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,QQ==","detail":"low"}},
                 {"type":"image_url","image_url":{"url":"https://x/y.png"}},
                 {"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}},
                 {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}},
                 {"type":"file","file":{"file_id":"file-1"}},
                 {"type":"video_url","video_url":{"url":"https://x"}}]}""").messages().get(0).content();
        assertThat(blocks.get(1)).isEqualTo(
                new ContentBlock.Image(new Source.Base64("image/png", "QQ=="), "low", null));
        assertThat(blocks.get(2)).isEqualTo(new ContentBlock.Image(new Source.Url("https://x/y.png"), null, null));
        assertThat(blocks.get(3)).isEqualTo(new ContentBlock.Audio("wav", "QQ=="));
        assertThat(((ContentBlock.Document) blocks.get(4)).source())
                .isEqualTo(new Source.Base64("application/pdf", "QQ=="));
        assertThat(((ContentBlock.Document) blocks.get(5)).source()).isEqualTo(new Source.FileId("file-1"));
        assertThat(blocks.get(6)).isInstanceOf(ContentBlock.Opaque.class);
    }

    @Test
    void toolsChoicesAndFormats() throws Failure {
        ChatRequest request = read("""
                "messages":[],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{}}},
                 {"type":"custom","custom":{"name":"c"}}],
                "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,
                "stop":"END","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":true}},
                "logit_bias":{"1":2},"seed":3,"n":2,"verbosity":"low","stream_options":{"include_obfuscation":false}""");
        assertThat(request.tools().get(0).isFunction()).isTrue();
        assertThat(request.tools().get(0).strict()).isTrue();
        assertThat(request.tools().get(1).raw()).isNotNull();
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice(ToolChoice.Mode.TOOL, "f"));
        assertThat(request.parallelTools()).isFalse();
        assertThat(request.stopSequences()).containsExactly("END");
        assertThat(request.outputFormat().strict()).isTrue();
        assertThat(request.sampling().n()).isEqualTo(2);
        assertThat(request.extras()).containsOnlyKeys("verbosity", "stream_options.include_obfuscation");
    }

    @Test
    void allowedToolsAreAnExtraThatWritersReport() throws Failure {
        ChatRequest request = read("""
                "messages":[],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required",
                "tools":[{"type":"function","function":{"name":"f"}}]}}""");
        assertThat(request.toolChoice().mode()).isEqualTo(ToolChoice.Mode.REQUIRED);
        assertThat(request.extras()).containsKey("tool_choice");
    }

    @Test
    void thinkingIsAskedForInManyWays() throws Failure {
        assertThat(read("\"messages\":[],\"reasoning_effort\":\"high\"").reasoning())
                .isEqualTo(new Reasoning(null, null, "high", null));
        assertThat(read("\"messages\":[],\"reasoning\":{\"max_tokens\":2000,\"exclude\":true}").reasoning())
                .isEqualTo(new Reasoning(Reasoning.Mode.ENABLED, 2000, null, "omitted"));
        assertThat(read("\"messages\":[],\"thinking\":{\"type\":\"disabled\"}").reasoning())
                .isEqualTo(new Reasoning(Reasoning.Mode.DISABLED, null, null, null));
    }

    @Test
    void membersOfMessagesWithoutAPlaceAreKeptByTheirPath() throws Failure {
        ChatRequest request = messages("""
                {"role":"user","name":"Ann","content":"x"},{"role":"tool","name":"f","tool_call_id":"1","content":"y"}""");
        assertThat(request.extras()).containsOnlyKeys("messages[0].name");
    }

    @Test
    void whatIsNotKnownKeepsItsOrderSoThatARefusalNamesTheFirst() throws Failure {
        ChatRequest request = read("""
                "messages":[],"zz":1,"transforms":[],"preset":"a","provider":{},"aa":2,"models":[]""");
        assertThat(request.extras().keySet()).containsExactly("zz", "transforms", "preset", "provider", "aa", "models");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"role":"user","content":[{"type":"text"}]}                          | messages[0].content[0].text
            {"role":"user","content":[{"text":"x"}]}                             | messages[0].content[0].type
            {"role":"user","content":5}                                          | messages[0].content
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]} | messages[0].content[0].image_url.url
            {"role":"king","content":"x"}                                        | messages[0].role
            {"role":"tool","content":"x"}                                        | messages[0].tool_call_id
            {"role":"assistant","tool_calls":[{"id":"1","function":{}}]}         | messages[0].tool_calls[0].function.name
            {"role":"assistant","tool_calls":{}}                                 | messages[0].tool_calls
            """)
    void aWrongMessageIsNamedByItsPath(String message, String param) {
        Failure failure = catchThrowableOfType(Failure.class, () -> messages(message));
        assertThat(failure).isNotNull();
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.getMessage()).contains(param);
    }
}
