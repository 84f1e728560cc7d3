package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.StreamEvent.BlockStarted;
import io.github.llmgateway.chat.StreamEvent.Failed;
import io.github.llmgateway.chat.StreamEvent.Finished;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.StreamDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AnthropicStreamDecoderTest {

    private static final String START = "{'type':'message_start','message':{'id':'msg_1','model':'claude',"
            + "'usage':{'input_tokens':9,'cache_creation_input_tokens':8,'cache_creation':"
            + "{'ephemeral_5m_input_tokens':3,'ephemeral_1h_input_tokens':5},'output_tokens':1}}}";
    private static final String TEXT = "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}";
    private static final String HELLO =
            "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hello'}}";
    private static final String STOP = "{'type':'content_block_stop','index':0}";
    private static final String END = "{'type':'message_delta','delta':{'stop_reason':'end_turn','stop_sequence':null},"
            + "'usage':{'input_tokens':9,'cache_creation_input_tokens':8,'output_tokens':77}}";
    private static final String LAST = "{'type':'message_stop'}";

    @Test
    void theSplitOfCacheWritesIsKeptFromTheFirstEvent() {
        Finished finished = (Finished) decode(START, TEXT, HELLO, STOP, END, LAST).last();
        assertThat(finished.usage().cacheWrite5m()).isEqualTo(3);
        assertThat(finished.usage().cacheWrite1h()).isEqualTo(5);
        assertThat(finished.usage().output()).isEqualTo(77);
        assertThat(finished.reason()).isEqualTo(StopReason.END_TURN);
    }

    @Test
    void aTornStreamFailsButOneThatLacksTheLastEventAloneIsWhole() {
        assertThat(decode(START, TEXT, HELLO).last()).isInstanceOf(Failed.class);
        assertThat(decode(START, TEXT, HELLO, STOP).last()).isInstanceOf(Failed.class);
        assertThat(decode().last()).isInstanceOf(Failed.class);
        assertThat(decode(START, TEXT, HELLO, STOP, END).last()).isInstanceOf(Finished.class);
    }

    @Test
    void aFirstEventThatHoldsTheWholeAnswerTellsIt() {
        String whole = "{'type':'message_start','message':{'id':'msg_1','model':'claude','content':[{'type':'tool_use',"
                + "'id':'toolu_1','name':'rollDie','input':{'player':'1'}}],'stop_reason':'tool_use',"
                + "'usage':{'input_tokens':0,'output_tokens':0}}}";
        StrictOrder order = decode(whole, LAST);
        assertThat(order.events).hasSize(5);
        assertThat(order.events.get(1)).isEqualTo(
                new BlockStarted(0, new ContentBlock.ToolUse("toolu_1", "rollDie", "", null)));
        assertThat(order.events.get(2)).isEqualTo(new StreamEvent.ToolInputDelta(0, "{\"player\":\"1\"}"));
        assertThat(((Finished) order.last()).reason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(decode(whole.replace("'tool_use','id", "'','id")).last()).isInstanceOf(Failed.class);

        Tally tally = new Tally();
        byte[] bytes = whole.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        new AnthropicDialect().observer(false).event("message_start", bytes, 0, bytes.length, tally);
        assertThat(tally.reason).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void anErrorEventFailsWithItsKind() {
        Failed failed = (Failed) decode(START,
                "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}").last();
        assertThat(failed.failure().kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failed.failure().status()).isEqualTo(529);
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        StrictOrder order = decode(START, "{'type':'news'}", TEXT,
                "{'type':'content_block_delta','index':0,'delta':{'type':'new_delta','x':1}}", HELLO, STOP, END, LAST);
        assertThat(order.last()).isInstanceOf(Finished.class);
        assertThat(order.events).hasSize(5);
    }

    @Test
    void whatIsOutOfOrderFails() {
        assertThat(decode(START, HELLO).last()).isInstanceOf(Failed.class);
        assertThat(decode(START, TEXT, HELLO.replace("'index':0", "'index':1")).last()).isInstanceOf(Failed.class);
        assertThat(decode(START, TEXT, HELLO, START).last()).isInstanceOf(Failed.class);
        assertThat(decode("not json").last()).isInstanceOf(Failed.class);
    }

    @Test
    void aServerToolsBlockComesWholeWithItsInput() {
        StrictOrder order = decode(START,
                "{'type':'content_block_start','index':0,'content_block':"
                        + "{'type':'server_tool_use','id':'srv','name':'web_search','input':{}}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{\\'q\\':'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'1.0}'}}",
                STOP, END, LAST);
        ContentBlock.Opaque opaque = (ContentBlock.Opaque) ((BlockStarted) order.events.get(1)).block();
        assertThat(opaque.json().get("input").toString()).isEqualTo("{\"q\":1.0}");
    }

    @Test
    void aRefusalsExplanationIsTold() {
        StrictOrder order = decode(START, "{'type':'message_delta','delta':{'stop_reason':'refusal','stop_details':"
                + "{'type':'refusal','category':'cyber','explanation':'Not this.'}},'usage':{'output_tokens':0}}", LAST);
        Finished finished = (Finished) order.last();
        assertThat(finished.reason()).isEqualTo(StopReason.REFUSAL);
        assertThat(finished.extras().path("stop_details").path("category").asText()).isEqualTo("cyber");
        assertThat(order.events).contains(new BlockStarted(0, new ContentBlock.Refused("")),
                new StreamEvent.TextDelta(0, "Not this.", null));
    }

    @Test
    void aCompactionIsCountedWithTheRest() {
        Finished finished = (Finished) decode(START, "{'type':'message_delta','delta':{'stop_reason':'end_turn'},"
                + "'usage':{'input_tokens':612,'output_tokens':2819,'iterations':["
                + "{'type':'compaction','input_tokens':60385,'output_tokens':522},"
                + "{'type':'message','input_tokens':612,'output_tokens':2819}]}}", LAST).last();
        assertThat(finished.usage().input()).isEqualTo(612 + 60385);
        assertThat(finished.usage().output()).isEqualTo(2819 + 522);
    }

    @Property(tries = 3000)
    void whateverComesInTheOrderOfEventsHolds(@ForAll("events") List<String> events) {
        assertThat(decode(events.toArray(String[]::new)).ended()).isTrue();
    }

    @Provide
    Arbitrary<List<String>> events() {
        return Arbitraries.of(START, TEXT, HELLO, STOP, END, LAST, "{'type':'ping'}", "{'type':'error'}", "{}", "[]",
                "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':null}}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','input':{'a':1}}}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use'}}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'web_search_tool_result'}}",
                "{'type':'content_block_start','index':0}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'x'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'x'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'citations_delta','citation':{}}}",
                "{'type':'content_block_delta','index':0}",
                "{'type':'message_delta'}", "{'type':'message_delta','usage':[],'delta':7}")
                .list().ofMaxSize(12);
    }

    private static StrictOrder decode(String... events) {
        StrictOrder order = new StrictOrder();
        StreamDecoder decoder = new AnthropicDialect().decoder();
        for (String event : events) {
            decoder.event(null, json(event), order);
        }
        decoder.end(order);
        int told = order.events.size();
        decoder.event(null, json(HELLO), order);
        decoder.end(order);
        assertThat(order.events).as("nothing comes after the end").hasSize(told);
        return order;
    }

    private static byte[] json(String quoted) {
        return quoted.replace("\\'", "\\\"").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
