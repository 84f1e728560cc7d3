package io.github.llmgateway.dialect.converse;

import static io.github.llmgateway.dialect.converse.Recordings.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as a reader and as a scanner see them. */
class ReaderTest {

    private static final String FULL = "{'system':[{'text':'Be brief.'},{'cachePoint':{'type':'default','ttl':'1h'}}],"
            + "'messages':[{'role':'user','content':[{'text':'Look'},"
            + "{'image':{'format':'png','source':{'bytes':'AA=='}}},"
            + "{'document':{'format':'csv','name':'Sales','source':{'bytes':'YQ=='},'citations':{'enabled':true}}},"
            + "{'guardContent':{'text':{'text':'guarded','qualifiers':['query']}}},{'cachePoint':{'type':'default'}}]},"
            + "{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'sig'}}},"
            + "{'toolUse':{'toolUseId':'t1','name':'get','input':{'n':20.0}}}]},"
            + "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'json':{'a':1}},{'text':'x'}],"
            + "'status':'error'}}]}],"
            + "'toolConfig':{'tools':[{'toolSpec':{'name':'get','inputSchema':{'json':{'type':'object'}},"
            + "'strict':true}},"
            + "{'cachePoint':{'type':'default'}}],'toolChoice':{'tool':{'name':'get'}}},"
            + "'inferenceConfig':{'maxTokens':100,'temperature':0.5,'topP':0.9,'stopSequences':['X']},"
            + "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':2048},'top_k':5,'x':1},"
            + "'serviceTier':{'type':'flex'}}";

    private final ConverseDialect dialect = new ConverseDialect();

    private static byte[] bytes(String quoted) {
        return Json.bytes(json(quoted));
    }

    @Test
    void everythingThatHasANeutralFormIsRead() throws Failure {
        ChatRequest request = dialect.read(bytes(FULL));
        List<ContentBlock> first = request.messages().get(0).content();

        assertThat(request.system().get(0).cacheControl()).isEqualTo(json("{'type':'ephemeral','ttl':'1h'}"));
        assertThat(first).hasSize(4);
        assertThat(((ContentBlock.Image) first.get(1)).source()).isEqualTo(new Source.Base64("image/png", "AA=="));
        assertThat(((ContentBlock.Document) first.get(2)).source()).isEqualTo(new Source.Base64("text/csv", "YQ=="));
        assertThat(((ContentBlock.Document) first.get(2)).title()).isEqualTo("Sales");
        assertThat(((ContentBlock.Text) first.get(3)).text()).isEqualTo("guarded");
        assertThat(first.get(3).cacheControl()).isNotNull();
        assertThat(request.messages().get(1).content()).containsExactly(new ContentBlock.Thinking("hm", "sig"),
                new ContentBlock.ToolUse("t1", "get", "{\"n\":20.0}", null));
        assertThat(request.messages().get(2).content()).containsExactly(new ContentBlock.ToolResult("t1",
                List.of(new ContentBlock.Text("{\"a\":1}"), new ContentBlock.Text("x")), true, null));
        assertThat(request.tools().get(0).cacheControl()).isNotNull();
        assertThat(request.tools().get(0).strict()).isTrue();
        assertThat(request.toolChoice()).isEqualTo(new ChatRequest.ToolChoice(ChatRequest.ToolChoice.Mode.TOOL, "get"));
        assertThat(request.maxTokens()).isEqualTo(100);
        assertThat(request.sampling().topK()).isEqualTo(5);
        assertThat(request.reasoning().budgetTokens()).isEqualTo(2048);
        assertThat(request.serviceTier()).isEqualTo("flex");
        assertThat(request.extras()).containsOnlyKeys("additionalModelRequestFields");
        assertThat(request.extras().get("additionalModelRequestFields").toString()).isEqualTo("{\"x\":1}");
    }

    @Test
    void claudeSeesWhatTheClientOfConverseSaid() throws Failure {
        ObjectNode written = new AnthropicDialect().write(dialect.read(bytes(FULL)),
                new Target("claude-sonnet-4-5", "anthropic", Operation.CHAT, 0)).body();

        assertThat(written.at("/messages/1/content/0/signature").asText()).isEqualTo("sig");
        assertThat(written.at("/messages/2/content/0/is_error").asBoolean()).isTrue();
        assertThat(written.at("/messages/0/content/3/cache_control/type").asText()).isEqualTo("ephemeral");
    }

    @Test
    void aScanFindsTheSameWithoutATree() throws Failure {
        Outline outline = dialect.scan(Content.of(bytes(FULL)), Operation.CHAT, new Asked("m", true), 100);

        assertThat(outline.model).isEqualTo("m");
        assertThat(outline.stream).isTrue();
        assertThat(outline.messages).isEqualTo(3);
        assertThat(outline.tools && outline.images && outline.documents && outline.thinking).isTrue();
        assertThat(outline.maxTokens).isEqualTo(100);
        assertThat(outline.cacheTtlSeconds).isEqualTo(3600);
        assertThat(outline.textBytes).isPositive();
    }

    @Test
    void theConversationsKeyStaysWhenItGrowsAndWhenCachePointsMove() throws Failure {
        String first = "{'messages':[{'role':'user','content':[{'text':'Hi'},{'cachePoint':{'type':'default'}}]}]}";
        String later = "{'messages':[{'role':'user','content':[{'text':'Hi'}]},{'role':'assistant','content':"
                + "[{'text':'Ho'}]},{'role':'user','content':[{'text':'More'},{'cachePoint':{'type':'default'}}]}]}";
        String other = "{'messages':[{'role':'user','content':[{'text':'Hj'}]}]}";

        assertThat(key(later)).isEqualTo(key(first));
        assertThat(key(other)).isNotEqualTo(key(first));
    }

    private long key(String body) throws Failure {
        return dialect.scan(Content.of(bytes(body)), Operation.CHAT, new Asked("m", false), 100).conversation;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'messages':7} | messages
            {'messages':[7]} | messages.0
            {'messages':[{'content':[]}]} | messages.0.role
            {'messages':[{'role':'user'}]} | messages.0.content
            {'messages':[{'role':'user','content':'x'}]} | messages.0.content
            {'system':'x','messages':[]} | system
            {'messages':[],'toolConfig':[]} | toolConfig
            {'messages':[],'inferenceConfig':{'maxTokens':'x'}} | inferenceConfig.maxTokens
            {} | messages
            """)
    void aScanRefusesWrongShapesByTheirName(String body, String field) {
        Failure failure = catchThrowableOfType(Failure.class, () -> dialect.scan(Content.of(bytes(body)),
                Operation.CHAT, new Asked("m", false), 100));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(failure.param()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'messages':[{'role':'tool','content':[]}]} | messages.0.role
            {'messages':[{'role':'user','content':[{}]}]} | messages.0.content.0
            {'messages':[{'role':'user','content':[{'text':7}]}]} | messages.0.content.0.text
            {'messages':[{'role':'user','content':[{'toolUse':{'toolUseId':'x'}}]}]} | messages.0.content.0.toolUse.name
            {'messages':[],'toolConfig':{'tools':[{'toolSpec':{'name':'x'}}]}} | toolConfig.tools.0.toolSpec.inputSchema
            {'messages':[],'toolConfig':{'toolChoice':{'none':{}}}} | toolConfig.toolChoice
            """)
    void aReaderRefusesWrongShapesByTheirName(String body, String field) {
        Failure failure = catchThrowableOfType(Failure.class, () -> dialect.read(bytes(body)));

        assertThat(failure.param()).isEqualTo(field);
    }

    @Test
    void aRequestWithoutAModelInItsPathIsRefused() {
        Failure failure = catchThrowableOfType(Failure.class,
                () -> dialect.scan(bytes("{'messages':[]}"), Operation.CHAT, 100));

        assertThat(failure.param()).isEqualTo("modelId");
    }

    @Test
    void aCountOfWhatInvokeModelWouldCarryIsScannedButNotReadAsAConversation() throws Failure {
        byte[] body = bytes("{'input':{'invokeModel':{'body':'e30='}}}");

        assertThat(dialect.scan(Content.of(body), Operation.COUNT_TOKENS, new Asked("m", false), 100).messages)
                .isZero();
        assertThat(catchThrowableOfType(Failure.class, () -> dialect.read(body)).param()).isEqualTo("input.converse");
    }
}
