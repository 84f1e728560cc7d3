package io.github.llmgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    @Test
    void saysThatItIsASimulatorAndWhatItWasAsked() {
        Asked asked = Asked.anthropic("hello", "");
        JsonNode message = asked.json();
        assertThat(message.at("/content/0/text").asText()).isEqualTo("This is the gateway's simulator; no model was "
                + "asked. You asked for simulator/hello (simulator/hello) with 1 message and 0 tools. Your last message "
                + "says: “What is 2+2?”");
        assertThat(message.path("model").asText()).isEqualTo("simulator/hello");
        assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(asked.answer().headers().get(Simulator.HEADER)).isEqualTo("true");
        assertThat(message.at("/usage/output_tokens").asLong()).isPositive()
                .isEqualTo(asked.call.attempt().tally().usage.output());
        assertThat(message.at("/usage/input_tokens").asLong()).isEqualTo(asked.call.getPromptTokens());
        assertThat(asked.call.attempt().tally().reason).isEqualTo(StopReason.END_TURN);
        assertThat(asked.call.attempt().firstByteMillis()).isNotNegative();
    }

    @Test
    void answersBothDialectsAlikeWholeAndStreamed() {
        String whole = Asked.anthropic("x", "").json().at("/content/0/text").asText();
        assertThat(Asked.openai("x", "").json().at("/choices/0/message/content").asText()).isEqualTo(whole);
        for (Asked streamed : List.of(Asked.anthropic("x", ",'stream':true"), Asked.openai("x",
                ",'stream':true,'stream_options':{'include_usage':true}"))) {
            List<StreamEvent> events = streamed.events();
            assertThat(Asked.said(events)).isEqualTo(whole);
            assertThat(events.get(0)).isInstanceOf(StreamEvent.Started.class);
            StreamEvent.Finished end = (StreamEvent.Finished) events.get(events.size() - 1);
            assertThat(end.reason()).isEqualTo(StopReason.END_TURN);
            assertThat(end.usage()).isEqualTo(streamed.call.attempt().tally().usage);
            assertThat(events.stream().filter(StreamEvent.TextDelta.class::isInstance))
                    .hasSize((int) end.usage().output());
            assertThat(streamed.answer().headers().get("content-type")).isEqualTo("text/event-stream");
        }
    }

    @Test
    void theSameRequestGetsTheSameAnswerAndAnotherAnotherId() {
        String body = ",'stream':true";
        assertThat(Asked.anthropic("thinking", body).text()).isEqualTo(Asked.anthropic("thinking", body).text());
        assertThat(Asked.anthropic("x", "").json().path("id"))
                .isNotEqualTo(Asked.anthropic("x", ",'temperature':1").json().path("id"));
    }

    @Test
    void quotesTheLastTextOfTheLastUserMessageWithinBounds() {
        String long300 = "word ".repeat(60) + "\uD83D\uDC2A";
        String text = Asked.of(Asked.simulator(), Asked.ANTHROPIC, Operation.CHAT, "x", "'max_tokens':900,'messages':["
                + "{'role':'user','content':[{'type':'text','text':'reminder'},{'type':'text','text':'" + long300 + "'}]},"
                + "{'role':'assistant','content':'Yes.'}]").json().at("/content/0/text").asText();
        assertThat(text).contains("says: “word word").endsWith("…”").doesNotContain("reminder").contains("2 messages");
    }

    @Test
    void thinkingComesFirstAndSigned() {
        JsonNode content = Asked.anthropic("thinking", "").json().path("content");
        assertThat(content.at("/0/type").asText()).isEqualTo("thinking");
        assertThat(content.at("/0/signature").asText()).isNotEmpty();
        assertThat(content.at("/1/type").asText()).isEqualTo("text");
        Asked streamed = Asked.anthropic("thinking", ",'stream':true");
        assertThat(streamed.text()).containsSubsequence("thinking_delta", "signature_delta", "text_delta");
        assertThat(streamed.call.attempt().tally().usage.reasoning()).isPositive();
    }

    @Test
    void refusesEndsEarlyStaysSilentAndTalksOnDemand() {
        assertThat(Asked.anthropic("refusal", "").json().path("stop_reason").asText()).isEqualTo("refusal");
        assertThat(Asked.anthropic("max-tokens", "").json().path("stop_reason").asText()).isEqualTo("max_tokens");
        JsonNode empty = Asked.anthropic("empty", "").json();
        assertThat(empty.path("content")).isEmpty();
        assertThat(empty.at("/usage/output_tokens").asInt()).isZero();
        assertThat(Asked.anthropic("empty", ",'stream':true").events()).hasSize(2);
        assertThat(Asked.anthropic("long", "").json().at("/content/0/text").asText().split(" ")).hasSize(200);
    }

    @Test
    void keepsToTheBoundOfTokens() {
        Asked asked = Asked.of(Asked.simulator(), Asked.ANTHROPIC, Operation.CHAT, "x",
                "'max_tokens':4,'messages':[{'role':'user','content':'Hi'}]");
        assertThat(asked.json().at("/content/0/text").asText()).isEqualTo("This is the gateway's ");
        assertThat(asked.json().path("stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(asked.call.attempt().tally().usage.output()).isEqualTo(4);
    }

    @Test
    void stopsAtTheFirstStopSequence() {
        JsonNode message = Asked.anthropic("x", ",'stop_sequences':['no model','gateway']").json();
        assertThat(message.at("/content/0/text").asText()).isEqualTo("This is the ");
        assertThat(message.path("stop_reason").asText()).isEqualTo("stop_sequence");
        assertThat(message.path("stop_sequence").asText()).isEqualTo("gateway");
    }

    @Test
    void answersInTheFormAskedFor() {
        JsonNode schema = Asked.openai("x", ",'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':"
                + "{'type':'object','required':['a'],'properties':{'a':{'type':'integer','minimum':3}}}}}").json();
        assertThat(schema.at("/choices/0/message/content").asText()).isEqualTo("{\"a\":3}");
        JsonNode any = Asked.openai("x", ",'response_format':{'type':'json_object'}").json();
        assertThat(any.at("/choices/0/message/content").asText()).isEqualTo("{\"simulator\":true}");
    }

    @Test
    void countsTokensAndSaysThatItEstimates() {
        Asked asked = Asked.of(Asked.simulator(), Asked.ANTHROPIC, Operation.COUNT_TOKENS, "x",
                "'messages':[{'role':'user','content':'Hi'}]");
        assertThat(asked.json().path("input_tokens").asLong()).isEqualTo(asked.call.getPromptTokens());
        assertThat(asked.answer().headers().get("x-gateway-token-count")).isEqualTo("estimate");
    }

    @Test
    void saysWhatItsDeploymentTellsItInSoManyEvents() {
        Simulator simulator = Asked.simulator("simulator_text: one two, simulator_events: 5", "");
        Asked asked = Asked.anthropic(simulator, "x", ",'stream':true");
        List<StreamEvent> events = asked.events();
        assertThat(Asked.said(events)).isEqualTo("one two one two one");
        assertThat(events.stream().filter(StreamEvent.TextDelta.class::isInstance)).hasSize(5);
    }

    @Test
    void showsNothingOfTheConversationInItsWords() throws Exception {
        Asked asked = Asked.anthropic("x", "");
        Settings settings = new Settings(1, 2, 3, "secret text", "secret tool", "{}");
        assertThat(settings.toString() + Behaviour.of("x", settings) + asked.answer()).doesNotContain("secret", "2+2");
    }
}
