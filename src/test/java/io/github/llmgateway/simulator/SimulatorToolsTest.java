package io.github.llmgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorToolsTest {

    private static final String TOOLS = ",'tools':[{'name':'Bash','input_schema':{'type':'object','required':['command'],"
            + "'properties':{'command':{'type':'string'},'timeout':{'type':'number'}}}},"
            + "{'name':'Read','input_schema':{'type':'object'}}]";

    @Test
    void callsTheFirstToolWithTheLeastInput() {
        JsonNode message = Asked.anthropic("tool", TOOLS).json();
        assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(message.at("/content/0/name").asText()).isEqualTo("Bash");
        assertThat(message.at("/content/0/input").toString()).isEqualTo("{\"command\":\"simulator\"}");
        assertThat(message.at("/content/0/id").asText()).matches("toolu_[a-zA-Z0-9_-]+");
    }

    @Test
    void streamsAToolsInputInPieces() {
        Asked asked = Asked.anthropic("thinking-tool", TOOLS + ",'stream':true");
        List<StreamEvent> events = asked.events();
        StringBuilder input = new StringBuilder();
        events.forEach(event -> input.append(event instanceof StreamEvent.ToolInputDelta delta ? delta.json() : ""));
        assertThat(input).hasToString("{\"command\":\"simulator\"}");
        assertThat(asked.call.attempt().tally().reason).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void callsTwoToolsAtOnceUnlessForbidden() {
        JsonNode two = Asked.anthropic("parallel-tools", TOOLS).json().path("content");
        assertThat(two.findValuesAsText("name")).containsExactly("Bash", "Read");
        assertThat(two.findValuesAsText("id")).doesNotHaveDuplicates();
        JsonNode one = Asked.anthropic("parallel-tools", TOOLS
                + ",'tool_choice':{'type':'auto','disable_parallel_tool_use':true}").json().path("content");
        assertThat(one.findValuesAsText("name")).containsExactly("Bash");
    }

    @Test
    void quotesAToolsResult() {
        String text = Asked.of(Asked.simulator(), Asked.ANTHROPIC, Operation.CHAT, "tool", "'max_tokens':1000,'messages':["
                + "{'role':'user','content':'Go'},{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'Bash',"
                + "'input':{}}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'42 files'}]}]"
                + TOOLS).json().at("/content/0/text").asText();
        assertThat(text).endsWith("The tool has answered. It says: “42 files”");
    }

    @Test
    void obeysTheClientsChoice() {
        assertThat(Asked.anthropic("x", TOOLS + ",'tool_choice':{'type':'tool','name':'Read'}").json()
                .at("/content/0/name").asText()).isEqualTo("Read");
        assertThat(Asked.anthropic("x", TOOLS + ",'tool_choice':{'type':'any'}").json()
                .at("/content/0/name").asText()).isEqualTo("Bash");
        assertThat(Asked.anthropic("tool", TOOLS + ",'tool_choice':{'type':'none'}").json()
                .at("/content/0/type").asText()).isEqualTo("text");
        assertThat(Asked.anthropic("tool", "").json().at("/content/0/type").asText()).isEqualTo("text");
    }

    @Test
    void callsTheToolThatItsDeploymentNames() {
        Simulator simulator = Asked.simulator("simulator_tool: Read, simulator_tool_input: {path: a.txt}", "");
        JsonNode read = Asked.anthropic(simulator, "tool", TOOLS).json().path("content");
        assertThat(read.at("/0/name").asText() + read.at("/0/input")).isEqualTo("Read{\"path\":\"a.txt\"}");
    }

    @Test
    void callsNoToolWhoseInputWouldBeCutOff() {
        JsonNode message = Asked.of(Asked.simulator(), Asked.ANTHROPIC, Operation.CHAT, "tool",
                "'max_tokens':1,'messages':[{'role':'user','content':'Go'}]" + TOOLS).json();
        assertThat(message.path("content")).isEmpty();
        assertThat(message.path("stop_reason").asText()).isEqualTo("max_tokens");
    }

    @Test
    void callsToolsInOpenAisFormat() {
        JsonNode choice = Asked.openai("tool", ",'tools':[{'type':'function','function':{'name':'f','parameters':"
                + "{'type':'object','properties':{'n':{'type':'integer'}},'required':['n']}}}]").json().at("/choices/0");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/tool_calls/0/function/arguments").asText()).isEqualTo("{\"n\":0}");
    }
}
