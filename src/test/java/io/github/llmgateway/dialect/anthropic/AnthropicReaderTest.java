package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicReaderTest {

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void everyFieldFindsItsPlace() throws Failure {
        ChatRequest request = read("{'model':'m','max_tokens':10,'stream':true,'temperature':0.5,'top_p':0.9,'top_k':4,"
                + "'stop_sequences':['a','b'],'system':'Be brief.','service_tier':'auto','metadata':{'user_id':'me'},"
                + "'tool_choice':{'type':'any','disable_parallel_tool_use':true},"
                + "'thinking':{'type':'enabled','budget_tokens':1024,'display':'omitted'},"
                + "'output_config':{'effort':'high','format':{'type':'json_schema','schema':{'type':'object'}},"
                + "'task_budget':{'total':9}},"
                + "'context_management':{'edits':[]},'messages':[]}");
        assertThat(request.maxTokens()).isEqualTo(10);
        assertThat(request.stream()).isTrue();
        assertThat(request.sampling().temperature()).isEqualTo(0.5);
        assertThat(request.sampling().topP()).isEqualTo(0.9);
        assertThat(request.sampling().topK()).isEqualTo(4);
        assertThat(request.stopSequences()).containsExactly("a", "b");
        assertThat(request.system()).containsExactly(new ContentBlock.Text("Be brief."));
        assertThat(request.serviceTier()).isEqualTo("auto");
        assertThat(request.metadata()).isEqualTo("me");
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice(ToolChoice.Mode.REQUIRED, null));
        assertThat(request.parallelTools()).isFalse();
        assertThat(request.reasoning()).isEqualTo(new Reasoning(Reasoning.Mode.ENABLED, 1024, "high", "omitted"));
        assertThat(request.outputFormat().schema().path("type").asText()).isEqualTo("object");
        assertThat(request.extras()).containsOnlyKeys("context_management", "output_config");
        assertThat(request.extras().get("output_config").toString()).isEqualTo("{\"task_budget\":{\"total\":9}}");
    }

    @Test
    void everyBlockFindsItsKind() throws Failure {
        ChatRequest request = read("{'model':'m','messages':[{'role':'user','content':["
                + "{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},"
                + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA=='}},"
                + "{'type':'image','source':{'type':'url','url':'https://x'}},"
                + "{'type':'image','source':{'type':'file','file_id':'f'}},"
                + "{'type':'document','title':'t','context':'c','citations':{'enabled':true},"
                + "'source':{'type':'text','media_type':'text/plain','data':'plain'}},"
                + "{'type':'document','source':{'type':'content','content':'inner'}},"
                + "{'type':'tool_result','tool_use_id':'x','is_error':true,'content':[{'type':'image','source':"
                + "{'type':'url','url':'https://y'}}]},"
                + "{'type':'tool_result','tool_use_id':'y'},"
                + "{'type':'search_result','source':'s'}]},"
                + "{'role':'assistant','content':[{'type':'thinking','thinking':'t','signature':'s'},"
                + "{'type':'redacted_thinking','data':'d'},"
                + "{'type':'tool_use','id':'x','name':'n','input':{'a':20.0,'b':12345678901234567890}}]},"
                + "{'role':'system','content':'Now be long.'}]}");
        var user = request.messages().get(0).content();
        assertThat(user.get(0).cacheControl().path("type").asText()).isEqualTo("ephemeral");
        assertThat(user.get(1)).isEqualTo(new ContentBlock.Image(new Source.Base64("image/png", "AA=="), null, null));
        assertThat(user.get(2)).isEqualTo(new ContentBlock.Image(new Source.Url("https://x"), null, null));
        assertThat(user.get(3)).isEqualTo(new ContentBlock.Image(new Source.FileId("f"), null, null));
        assertThat(user.get(4)).isInstanceOfSatisfying(ContentBlock.Document.class, document -> {
            assertThat(document.source()).isEqualTo(new Source.PlainText("plain"));
            assertThat(document.title()).isEqualTo("t");
            assertThat(document.context()).isEqualTo("c");
            assertThat(document.citations().path("enabled").asBoolean()).isTrue();
        });
        assertThat(((ContentBlock.Document) user.get(5)).source())
                .isEqualTo(new Source.Blocks(List.of(new ContentBlock.Text("inner"))));
        assertThat(user.get(6)).isInstanceOfSatisfying(ContentBlock.ToolResult.class, result -> {
            assertThat(result.error()).isTrue();
            assertThat(result.content()).hasOnlyElementsOfType(ContentBlock.Image.class);
        });
        assertThat(((ContentBlock.ToolResult) user.get(7)).content()).isEmpty();
        assertThat(user.get(8)).isInstanceOf(ContentBlock.Opaque.class);
        var assistant = request.messages().get(1).content();
        assertThat(assistant.get(0)).isEqualTo(new ContentBlock.Thinking("t", "s"));
        assertThat(assistant.get(1)).isEqualTo(new ContentBlock.RedactedThinking("d"));
        assertThat(((ContentBlock.ToolUse) assistant.get(2)).input())
                .isEqualTo("{\"a\":20.0,\"b\":12345678901234567890}");
        assertThat(request.messages().get(2).role()).isEqualTo(Role.SYSTEM);
    }

    @Test
    void aToolKeepsWhatTheNeutralFormHasNoRoomFor() throws Failure {
        ChatRequest request = read("{'model':'m','messages':[],'tools':[{'type':'custom','name':'a','description':'d',"
                + "'input_schema':{'type':'object'},'strict':true,'cache_control':{'type':'ephemeral'}},"
                + "{'name':'b','input_schema':{'type':'object'},'defer_loading':true},"
                + "{'type':'web_search_20250305','name':'web_search','max_uses':3},"
                + "{'type':'mcp_toolset','mcp_server_name':'s'}]}");
        assertThat(request.tools().get(0).isFunction()).isTrue();
        assertThat(request.tools().get(0).strict()).isTrue();
        assertThat(request.tools().get(0).raw()).isNull();
        assertThat(request.tools().get(1).isFunction()).isTrue();
        assertThat(request.tools().get(1).raw().path("defer_loading").asBoolean()).isTrue();
        assertThat(request.tools().get(2).type()).isEqualTo("web_search_20250305");
        assertThat(request.tools().get(2).raw().path("max_uses").asInt()).isEqualTo(3);
        assertThat(request.tools().get(3).name()).isEqualTo("mcp_toolset");
    }

    @Test
    void aToolThatIsDefinedInMidConversationIsOfferedOnce() throws Failure {
        String added = "{'type':'tool_addition','tool':{'type':'tool_definition','definition':{'name':'%s','input_schema':{}}}}";
        ChatRequest request = read("{'model':'m','tools':[{'name':'a','input_schema':{'x':1}}],'messages':[{'role':'system','content':["
                + added.formatted("a") + "," + added.formatted("b") + "," + added.formatted("b") + "]}]}");

        assertThat(request.tools()).extracting(ChatRequest.Tool::name).containsExactly("a", "b");
    }

    @Test
    void theOlderOutputFormatIsRead() throws Failure {
        assertThat(read("{'model':'m','messages':[],'output_format':{'type':'json_schema','schema':{'a':1}}}")
                .outputFormat().schema().path("a").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "messages | {'model':'m'}",
        "messages.0 | {'model':'m','messages':[7]}",
        "messages.0.role | {'model':'m','messages':[{'role':'tool','content':''}]}",
        "messages.0.content | {'model':'m','messages':[{'role':'user'}]}",
        "messages.0.content | {'model':'m','messages':[{'role':'user','content':{}}]}",
        "messages.0.content.1.type | {'model':'m','messages':[{'role':'user','content':[{'type':'text','text':''},{}]}]}",
        "messages.0.content.0.text | {'model':'m','messages':[{'role':'user','content':[{'type':'text','text':1}]}]}",
        "messages.0.content.0.source.type | {'model':'m','messages':[{'role':'user','content':[{'type':'image','source':{'type':'x'}}]}]}",
        "messages.0.content.0.source | {'model':'m','messages':[{'role':'user','content':[{'type':'image'}]}]}",
        "messages.0.content.0.input | {'model':'m','messages':[{'role':'user','content':[{'type':'tool_use','id':'a','name':'b','input':'{}'}]}]}",
        "tools.0.input_schema | {'model':'m','messages':[],'tools':[{'name':'a'}]}",
        "tools.0.name | {'model':'m','messages':[],'tools':[{'input_schema':{}}]}",
        "tool_choice.type | {'model':'m','messages':[],'tool_choice':{'type':'some'}}",
        "tool_choice | {'model':'m','messages':[],'tool_choice':'auto'}",
        "thinking.type | {'model':'m','messages':[],'thinking':{'type':'much'}}",
        "output_config | {'model':'m','messages':[],'output_config':[]}",
        "output_config.format.type | {'model':'m','messages':[],'output_config':{'format':{'type':'xml'}}}",
        "temperature | {'model':'m','messages':[],'temperature':'warm'}",
        "stop_sequences.0 | {'model':'m','messages':[],'stop_sequences':[1]}",
        "metadata | {'model':'m','messages':[],'metadata':'me'}",
        "max_tokens | {'model':'m','messages':[],'max_tokens':99999999999}"})
    void whatIsWrongIsNamedByItsPath(String path, String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
            assertThat(failure.param()).isEqualTo(path);
            assertThat(failure.getMessage()).startsWith(path + ": ");
        });
    }

    private ChatRequest read(String quoted) throws Failure {
        return dialect.read(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
