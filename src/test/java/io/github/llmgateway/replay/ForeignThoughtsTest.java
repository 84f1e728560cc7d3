package io.github.llmgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.converse.ConverseDialect;
import io.github.llmgateway.dialect.gemini.GeminiDialect;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A conversation that has changed models: what one maker has signed does not reach another, in any dialect. */
class ForeignThoughtsTest {

    private static final String USER = "{'role':'user','content':'Hello'}";
    private static final String THOUGHT = "{'type':'thinking','thinking':'hm','signature':'responses#rs_1:gAAA'}";
    private static final String PACKED = Base64.getEncoder()
            .encodeToString("llm-gateway#ErUBCkYIBxgC".getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "one before a text | [T, {'type':'text','text':'a'}] | [{'type':'text','text':'a'}]",
        "one behind | [{'type':'text','text':'a'} ,T] | [{'type':'text','text':'a'}]",
        "several | [T,T,{'type':'text','text':'a'},T] | [{'type':'text','text':'a'}]",
        "sealed ones | [{'data':'gemini#x','type':'redacted_thinking'},{'type':'text','text':'a'}]"
                + " | [{'type':'text','text':'a'}]",
        "of Bedrock | [{'type':'redacted_thinking','data':'converse#x'},{'type':'text','text':'a'}]"
                + " | [{'type':'text','text':'a'}]"})
    void anthropicGetsAnAnswerWithoutThem(String what, String content, String left) throws Failure {
        assertThat(anthropic("[" + USER + ",{'role':'assistant','content':" + content + "}," + USER + "]"))
                .isEqualTo("[" + USER + ",{'role':'assistant','content':" + left + "}," + USER + "]");
    }

    @Test
    void anthropicGetsNoEmptyTurn() throws Failure {
        assertThat(anthropic("[" + USER + ", {'content':[T, T],'role':'assistant'} ," + USER + "]"))
                .isEqualTo("[" + USER + " ," + USER + "]");
        assertThat(anthropic("[" + USER + ",{'role':'assistant','content':[T]}]")).isEqualTo("[" + USER + "]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "its own signature | {'type':'thinking','thinking':'hm','signature':'ErUBCkYIBxgC'}",
        "its own seal | {'type':'redacted_thinking','data':'EmwKAhgBEgy3va3pzix'}",
        "a text of that kind | {'type':'text','text':'responses#','signature':'gemini#no thought'}",
        "another place | {'type':'tool_use','id':'t','name':'n','input':{'type':'thinking','signature':'gemini#x'}}"})
    void anthropicGetsAllElseByteForByte(String what, String block) throws Failure {
        String messages = "[" + USER + ", {'role':'assistant','content' : [" + block + "] }, " + USER + "]";
        assertThat(anthropic(messages)).isEqualTo(messages);
    }

    @Test
    void ofTwoListsOfMessagesTheLastCounts() throws Failure {
        Dialect dialect = new AnthropicDialect();
        String body = ("{'model':'m','messages':[" + USER + ",{'role':'assistant','content':[" + THOUGHT + "]}],"
                + "'messages':[" + USER + "]}").replace('\'', '"');
        Outline outline = dialect.scan(body.getBytes(StandardCharsets.UTF_8), Operation.CHAT, 100);
        assertThat(outline.foreignThoughts).isEmpty();
    }

    @Test
    void converseGetsAnAnswerWithoutThemAndTurnsThatAlternate() throws Failure {
        String thought = "{'reasoningContent':{'reasoningText':{'text':'hm','signature':'gemini#x'}}}";
        String own = "{'reasoningContent':{'reasoningText':{'text':'hm','signature':'ErUBCkYIBxgC'}}}";
        String user = "{'role':'user','content':[{'text':'Hello'}]}";
        String begin = "{'messages':[" + user + ",{'role':'assistant','content':[";
        String end = "]}," + user + "]}";

        assertThat(sent(new ConverseDialect(), begin + thought + ", {'text':'a'}" + end, "us.anthropic.claude"))
                .isEqualTo(begin + "{'text':'a'}" + end);
        assertThat(sent(new ConverseDialect(), begin + thought + "," + thought + end, "us.anthropic.claude"))
                .isEqualTo(begin + "{'text':'(The assistant gave no answer.)'}" + end);
        assertThat(sent(new ConverseDialect(), begin + own + end, "us.anthropic.claude")).isEqualTo(begin + own + end);
    }

    @Test
    void geminiGetsCallsThatItNeedNotHaveSignedAndTextsWithoutSignature() throws Failure {
        String body = "{'contents':[{'role':'user','parts':[{'text':'Hello'}]},{'role':'model','parts':["
                + "{'text':'a','thoughtSignature':'%s'},{'thoughtSignature':'%s','functionCall':{'name':'f'}},"
                + "{'text':'own','thought_signature':'CiQB'}]},{'role':'user','parts':[{'text':'Go on'}]}]}";
        String asked = body.formatted(PACKED, PACKED);

        assertThat(sent(new GeminiDialect(), asked, "gemini-3-pro-preview"))
                .isEqualTo(body.formatted("", "skip_thought_signature_validator"));
        assertThat(sent(new GeminiDialect(), asked, "gemini-2.5-flash")).isEqualTo(body.formatted("", ""));
    }

    /** The messages that Anthropic gets for these. */
    private static String anthropic(String messages) throws Failure {
        String sent = sent(new AnthropicDialect(),
                "{'model':'old','messages':" + messages.replace("T", THOUGHT) + ",'max_tokens':9}", "new");
        assertThat(sent).startsWith("{'model':'new','messages':").endsWith(",'max_tokens':9}");
        return sent.substring("{'model':'new','messages':".length(), sent.length() - ",'max_tokens':9}".length());
    }

    private static String sent(Dialect dialect, String quoted, String model) throws Failure {
        Content body = Content.of(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        Outline outline = dialect.scan(body, Operation.CHAT, new Asked("asked", false), 100);
        return body.with(dialect.address(outline, Operation.CHAT, model)).toString(StandardCharsets.UTF_8)
                .replace('"', '\'');
    }
}
