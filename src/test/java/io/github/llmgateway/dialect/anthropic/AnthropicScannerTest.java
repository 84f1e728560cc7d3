package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicScannerTest {

    private static final String HELLO = "{'role':'user','content':'Hello'}";

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void theFieldsTheGatewayActsOnAreFound() throws Failure {
        Outline outline = scan("{'model':'claude','stream':true,'max_tokens':77,'thinking':{'type':'adaptive'},"
                + "'metadata':{'user_id':'me'},'tools':[{'name':'a','input_schema':{'type':'object'}}],"
                + "'messages':[" + HELLO + ",{'content':[{'type':'image','source':{'type':'base64',"
                + "'media_type':'image/png','data':'AAAAAAAAAAAAAAAAAAAAAAAAAAAA'}}],'role':'user'}]}");
        assertThat(outline.model).isEqualTo("claude");
        assertThat(outline.stream).isTrue();
        assertThat(outline.maxTokens).isEqualTo(77);
        assertThat(outline.thinking).isTrue();
        assertThat(outline.user).isNotZero();
        assertThat(outline.tools).isTrue();
        assertThat(outline.messages).isEqualTo(2);
        assertThat(outline.images).isTrue();
        assertThat(outline.documents).isFalse();
        assertThat(outline.textBytes).isEqualTo("'Hello'".length()
                + "[{'name':'a','input_schema':{'type':'object'}}]".length());
    }

    @Test
    void toolsThatTheProviderDefinesAreLongerThanTheyLook() throws Failure {
        long none = scan(with("'top_k':1")).promptTokens();
        Outline own = scan(with("'tools':[{'name':'a','type':'custom'}]"));
        Outline memory = scan(with("'tools':[{'name':'memory','type':'memory_20250818'}]"));
        assertThat(own.serverTools).isZero();
        assertThat(own.promptTokens() - none).as("Claude's instructions for tools").isGreaterThan(550);
        assertThat(memory.serverTools).isEqualTo(1);
        assertThat(memory.promptTokens()).as("recorded: 1,581").isGreaterThan(1581);
    }

    @Test
    void thinkingTurnedOffIsNone() throws Failure {
        assertThat(scan(with("'thinking':{'type':'disabled'}")).thinking).isFalse();
    }

    @Test
    void textsInEveryPlaceAreCountedAndPicturesAreNot() throws Failure {
        Outline outline = scan("{'model':'m','system':[{'type':'text','text':'1234'}],'messages':[{'role':'user',"
                + "'content':[{'type':'tool_result','tool_use_id':'x','content':[{'type':'text','text':'5678'}]},"
                + "{'type':'document','title':'t','source':{'data':'plain text','type':'text'}},"
                + "{'type':'document','source':{'type':'base64','data':'AAAA'}},"
                + "{'type':'text', 'text' : 'with blanks' , 'cache_control':null}]},"
                + "{'role':'assistant','content':[{'type':'tool_use','input':{'type':'image'}}]}]}");
        assertThat(outline.textBytes)
                .isEqualTo(6 + 6 + 3 + "'plain text',".length() + 13 + "{'type':'image'}".length());
        assertThat(outline.documents).isTrue();
        assertThat(outline.images).as("a tool's input is not a block").isFalse();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "0, \"{'type':'text','text':'a'}\"",
        "300, \"{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}\"",
        "300, \"{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'5m'}}\"",
        "3600, \"{'cache_control':{'ttl':'1h','type':'ephemeral'},'type':'text','text':'a'}\"",
        "3600, \"{'type':'tool_result','content':[{'type':'text','text':'','cache_control':{'ttl':'1h'}}]}\""})
    void theLongestCacheMarkCounts(int seconds, String block) throws Failure {
        assertThat(scan("{'model':'m','messages':[{'role':'user','content':[" + block + "]}]}").cacheTtlSeconds)
                .isEqualTo(seconds);
        if (!block.contains("tool_result")) {
            assertThat(scan(with("'system':[" + block + "]")).cacheTtlSeconds).isEqualTo(seconds);
        }
    }

    @Test
    void marksOnToolsAndOnTheRequestCountToo() throws Failure {
        assertThat(scan(with("'tools':[{'name':'a','cache_control':{'ttl':'1h'}}]")).cacheTtlSeconds).isEqualTo(3600);
        assertThat(scan(with("'cache_control':{'type':'ephemeral'}")).cacheTtlSeconds).isEqualTo(300);
    }

    @Test
    void oneConversationHasOneKeyWhereverTheCacheMarksStandAndHoweverLongItGrows() throws Failure {
        String system = "'model':'m','system':[{'type':'text','text':'x-anthropic-billing-header: cch=1;'},"
                + "{'type':'text','text':'Be brief.'}]";
        long first = scan("{" + system + ",'messages':[{'role':'user','content':[{'type':'text','text':'Hello',"
                + "'cache_control':{'type':'ephemeral'}}]}]}").conversation;
        long later = scan("{" + system.replace("cch=1", "cch=2") + ",'messages':[{'content':[{'text':'Hello','type':"
                + "'text'}],'role':'user'},{'role':'assistant','content':'Hi'},{'role':'user','content':'More'}]}")
                .conversation;
        long asString = scan("{" + system + ",'messages':[" + HELLO + "]}").conversation;
        long other = scan("{" + system + ",'messages':[{'role':'user','content':'Hullo'}]}").conversation;
        long otherSystem = scan("{" + system.replace("brief", "long") + ",'messages':[" + HELLO + "]}").conversation;

        assertThat(later).isEqualTo(first).isEqualTo(asString);
        assertThat(List.of(other, otherSystem)).doesNotContain(first).doesNotHaveDuplicates();
    }

    @Test
    void theKeyTakesTheFirstUserMessageBehindASystemMessage() throws Failure {
        String before = "{'role':'system','content':'Today is Monday.'},";
        assertThat(scan("{'model':'m','messages':[" + before + HELLO + "]}").conversation)
                .isEqualTo(scan("{'model':'m','messages':[" + HELLO + "]}").conversation);
    }

    @Test
    void ofAFieldSaidTwiceTheLastCounts() throws Failure {
        Outline outline = scan("{'model':'a','messages':[" + HELLO + "],'model':'b','messages':[" + HELLO + "]}");
        assertThat(outline.model).isEqualTo("b");
        assertThat(outline.messages).isEqualTo(1);
    }

    @Test
    void anotherModelLeavesEveryOtherByteAsItCame() throws Failure {
        String body = "{ 'temperature': 20.0, 'model' : 'x\\u0041' , 'id':12345678901234567890,'messages':["
                + HELLO + "],'new':{'a':1e3}}";
        byte[] bytes = json(body);
        Outline outline = dialect.scan(bytes, Operation.CHAT, 100);
        List<Splice> splices = dialect.address(outline, Operation.CHAT, "a\"b");
        assertThat(splices).hasSize(1);
        Splice splice = splices.get(0);
        String sent = new String(bytes, 0, splice.start(), StandardCharsets.UTF_8)
                + new String(splice.bytes(), StandardCharsets.UTF_8)
                + new String(bytes, splice.end(), bytes.length - splice.end(), StandardCharsets.UTF_8);
        assertThat(outline.model).isEqualTo("xA");
        assertThat(sent).isEqualTo(body.replace("'x\\u0041'", "'a\\\"b'").replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "model: Field required | {'messages':[]}",
        "messages: Field required | {'model':'m'}",
        "messages: must be a list | {'model':'m','messages':{}}",
        "messages: must be a list | {'model':'m','messages':null}",
        "messages.0: must be an object | {'model':'m','messages':['x']}",
        "messages.1.role: Field required | {'model':'m','messages':[{'role':'user','content':''},{'content':''}]}",
        "messages.0.content: Field required | {'model':'m','messages':[{'role':'user'}]}",
        "messages.0.role: must be a string | {'model':'m','messages':[{'role':1,'content':''}]}",
        "messages.0.content: must be a string or a list | {'model':'m','messages':[{'role':'user','content':1}]}",
        "messages.0.content: must be a list of objects | {'model':'m','messages':[{'role':'user','content':[1]}]}",
        "model: must be a string | {'model':1,'messages':[]}",
        "stream: must be true or false | {'model':'m','stream':'yes','messages':[]}",
        "max_tokens: must be an integer | {'model':'m','max_tokens':'1','messages':[]}",
        "system: must be a string or a list | {'model':'m','system':{},'messages':[]}",
        "tools: must be a list | {'model':'m','tools':{},'messages':[]}",
        "thinking: must be an object | {'model':'m','thinking':true,'messages':[]}",
        "must be a JSON object | []",
        "not valid JSON | {'model':",
        "not valid JSON | {'model':'m','messages':[{'role':'user','content':[{'type':'text'",
        "nested deeper | {'model':'m','messages':[],'x':[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]}"})
    void whatIsWrongIsNamed(String message, String body) {
        assertThatThrownBy(() -> dialect.scan(json(body), Operation.CHAT, 20))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(message)
                .extracting(failure -> ((Failure) failure).kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    }

    @Test
    void everyTornBodyIsAClientsErrorAndNothingElse() {
        byte[] body = json("{'model':'m','system':[{'type':'text','text':'s','cache_control':{'ttl':'1h'}}],'tools':"
                + "[{'name':'a'}],'thinking':{'type':'x'},'metadata':{'user_id':'u'},'messages':[{'role':'user',"
                + "'content':[{'type':'document','source':{'type':'content','content':[{'type':'text','text':'x'}]}}]}]}");
        for (int length = 0; length < body.length; length++) {
            byte[] torn = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> dialect.scan(torn, Operation.CHAT, 20)).isInstanceOf(Failure.class);
        }
    }

    private String with(String fields) {
        return "{'model':'m'," + fields + ",'messages':[" + HELLO + "]}";
    }

    private Outline scan(String quoted) throws Failure {
        return dialect.scan(json(quoted), Operation.CHAT, 100);
    }

    private static byte[] json(String quoted) {
        return quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
