package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Refused;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import org.junit.jupiter.api.Test;

class StreamDecoderTest {

    private static String delta(String delta) {
        return choice("{'index':0,'delta':" + delta + ",'finish_reason':null}");
    }

    private static String choice(String choice) {
        return "{'id':'c-1','model':'gpt','choices':[%s]}".formatted(choice);
    }

    private static String reason(String reason) {
        return choice("{'index':0,'delta':{},'finish_reason':'" + reason + "'}");
    }

    private static Told decode(String... chunks) {
        String[] json = new String[chunks.length];
        for (int i = 0; i < chunks.length; i++) {
            json[i] = chunks[i].replace('\'', '"');
        }
        return Told.decode(json);
    }

    private static String call(int index, String members) {
        return delta("{'tool_calls':[{'index':" + index + "," + members + "}]}");
    }

    @Test
    void textThenUsageInAChunkOfItsOwn() {
        Told told = decode(delta("{'role':'assistant','content':''}"), delta("{'content':'Hel'}"),
                delta("{'content':'lo'}"), reason("stop"),
                "{'id':'c-1','choices':[],'usage':{'prompt_tokens':10,'completion_tokens':3,"
                        + "'prompt_tokens_details':{'cached_tokens':4},"
                        + "'completion_tokens_details':{'reasoning_tokens':2}}}", "[DONE]");
        assertThat(told.blocks).containsExactly(new Text("Hello"));
        assertThat(told.finished).isEqualTo(
                new StreamEvent.Finished(StopReason.END_TURN, null, new Usage(6, 4, 0, 0, 3, 2)));
    }

    @Test
    void callsThatComeByTurnsAreToldOneAfterAnother() {
        Told told = decode(
                call(0, "'id':'a','type':'function','function':{'name':'f','arguments':'{\\\"x\\\":'}"),
                call(1, "'id':'b','type':'function','function':{'name':'g','arguments':'{'}"),
                call(0, "'function':{'arguments':'\\\"}\\\"'}"),
                call(1, "'function':{'arguments':'}'}"),
                call(0, "'function':{'arguments':'}'}"),
                reason("tool_calls"), "[DONE]");
        assertThat(told.blocks).containsExactly(new ToolUse("a", "f", "{\"x\":\"}\"}", null),
                new ToolUse("b", "g", "{}", null));
        assertThat(told.finished.reason()).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void callsInARowAreToldAsTheyCome() {
        Told told = decode(call(0, "'id':'a','function':{'name':'f','arguments':'{}'}"),
                call(1, "'id':'b','function':{'name':'g','arguments':''}"),
                call(1, "'function':{'arguments':'{\\\"y\\\":1'}"));
        assertThat(told.events).anyMatch(event -> event instanceof StreamEvent.ToolInputDelta delta
                && delta.index() == 1 && delta.json().equals("{\"y\":1"));
        assertThat(told.failure).as("torn").isNotNull();
    }

    @Test
    void wholeCallsInOneChunkWithoutIndexOrWithTheSame() {
        Told told = decode(delta("{'tool_calls':[{'id':'a','function':{'name':'f','arguments':{'x':1}}},"
                + "{'id':'b','function':{'name':'g','arguments':'{}'}}]}"), reason("stop"));
        assertThat(told.blocks).containsExactly(new ToolUse("a", "f", "{\"x\":1}", null),
                new ToolUse("b", "g", "{}", null));
        assertThat(told.finished.reason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(decode(call(0, "'id':'a','function':{'name':'f','arguments':'{}'}"),
                call(0, "'id':'b','function':{'name':'g','arguments':'{}'}"), reason("tool_calls")).blocks).hasSize(2);
    }

    @Test
    void aCallWithoutIdGetsOne() {
        Told told = decode(call(0, "'function':{'name':'f','arguments':'{}'}"), reason("tool_calls"), "[DONE]");
        assertThat(((ToolUse) told.blocks.get(0)).id()).startsWith("call_");
    }

    @Test
    void thinkingInAllItsForms() {
        assertThat(decode(delta("{'reasoning_content':'a'}"), delta("{'content':'b'}"), reason("stop")).blocks)
                .containsExactly(new Thinking("a", null), new Text("b"));
        assertThat(decode(delta("{'reasoning':'a','reasoning_details':[{'type':'reasoning.text','text':'a'}]}"),
                delta("{'reasoning':null,'reasoning_details':[{'type':'reasoning.text','signature':'s'}]}"),
                delta("{'content':'b'}"), reason("stop")).blocks)
                .containsExactly(new Thinking("a", "s"), new Text("b"));
        assertThat(decode(delta("{'content':[{'type':'thinking','thinking':[{'type':'text','text':'a'}]}]}"),
                delta("{'content':[{'type':'text','text':'b'}]}"), reason("stop")).blocks)
                .containsExactly(new Thinking("a", null), new Text("b"));
        assertThat(decode(delta("{'thinking_blocks':[{'type':'redacted_thinking','data':'d'}]}"),
                delta("{'content':'b'}"), reason("stop")).blocks)
                .containsExactly(new ContentBlock.RedactedThinking("d"), new Text("b"));
    }

    @Test
    void aRefusalIsOne() {
        Told told = decode(delta("{'refusal':'No.'}"), reason("stop"));
        assertThat(told.blocks).containsExactly(new Refused("No."));
        assertThat(told.finished.reason()).isEqualTo(StopReason.REFUSAL);
    }

    @Test
    void reasonsAreRead() {
        assertThat(decode(delta("{'content':'x'}"), reason("length")).finished.reason())
                .isEqualTo(StopReason.MAX_TOKENS);
        assertThat(decode(delta("{'content':'x'}"), reason("content_filter")).finished.reason())
                .isEqualTo(StopReason.REFUSAL);
    }

    @Test
    void aTornStreamFails() {
        assertThat(decode(delta("{'content':'x'}")).failure.kind()).isEqualTo(FailureKind.API_ERROR);
        assertThat(decode().failure).isNotNull();
    }

    @Test
    void anErrorInTheStreamKeepsItsKind() {
        Told told = decode(delta("{'content':'x'}"),
                "{'error':{'message':'Rate limit','type':'tokens','code':'rate_limit_exceeded'}}",
                delta("{'content':'y'}"));
        assertThat(told.failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
        assertThat(decode("{'error':{'code':502,'message':'Provider returned error'},'choices':[]}").failure.status())
                .isEqualTo(502);
    }

    @Test
    void whatIsNotJsonFailsWithoutShowingIt() {
        assertThat(decode("{secret").failure.getMessage()).doesNotContain("secret");
    }

    @Test
    void xaisReasoningIsCountedIntoTheOutput() {
        Told told = decode(delta("{'content':'x'}"), reason("stop"), "{'choices':[],'usage':{'prompt_tokens':12,"
                + "'completion_tokens':2,'total_tokens':354,'completion_tokens_details':{'reasoning_tokens':340}}}");
        assertThat(told.finished.usage().output()).isEqualTo(342);
    }
}
