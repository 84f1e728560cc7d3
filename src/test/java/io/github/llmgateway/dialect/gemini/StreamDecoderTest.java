package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamDecoderTest {

    private static String chunk(String parts, String more) {
        return ("{'candidates':[{'content':{'role':'model','parts':[" + parts + "]}" + more + "}],'usageMetadata':"
                + "{'promptTokenCount':10,'cachedContentTokenCount':4,'toolUsePromptTokenCount':3,"
                + "'candidatesTokenCount':5,"
                + "'thoughtsTokenCount':7},'modelVersion':'m','responseId':'r'}").replace('\'', '"');
    }

    private static final String END = ",'finishReason':'STOP'";

    @Test
    void thoughtsTextsAndCallsAreBlocksAndASignatureStandsBeforeWhatItSigns() {
        Heard heard = Heard.decode(chunk("{'text':'h','thought':true}", ""), chunk("{'text':'m','thought':true}", ""),
                chunk("{'text':'a','thoughtSignature':'c2ln'}", ""), chunk("{'text':'b'}", ""),
                chunk("{'functionCall':{'id':'i','name':'f','args':{'n':1.0}},'thoughtSignature':'eA=='}", ""),
                chunk("{'text':''}", END));
        assertThat(heard.blocks).containsExactly(new Thinking("hm", "gemini#c2ln"), new Text("ab"),
                new Thinking("", "gemini#eA=="), new ToolUse("i", "f", "{\"n\":1.0}", null));
        assertThat(heard.finished.reason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(heard.finished.usage()).isEqualTo(new Usage(9, 4, 0, 0, 12, 7));
        assertThat(heard.started.id()).isEqualTo("r");
    }

    @Test
    void aSignatureAtTheEndIsABlockOfItsOwn() {
        Heard heard = Heard.decode(chunk("{'text':'a'}", ""), chunk("{'text':'','thoughtSignature':'c2ln'}", END));
        assertThat(heard.blocks).containsExactly(new Text("a"), new Thinking("", "gemini#c2ln"));
    }

    @Test
    void argumentsInPiecesArePutInPlace() {
        Heard heard = Heard.decode(
                chunk("{'functionCall':{'name':'f','willContinue':true},'thoughtSignature':'c2ln'}", ""),
                chunk("{'functionCall':{'partialArgs':[{'jsonPath':'$.a[0].b','stringValue':'x','willContinue':true}],"
                        + "'willContinue':true}}", ""),
                chunk("{'functionCall':{'partialArgs':[{'jsonPath':'$.a[0].b','stringValue':'y'},"
                        + "{'jsonPath':'$.a[1]','numberValue':2.50},{'jsonPath':'$[\\'c d\\']','boolValue':true},"
                        + "{'jsonPath':'$.e','nullValue':'N'}],'willContinue':true}}".replace("\\'", "\\\""), ""),
                chunk("{'functionCall':{}}", END));
        assertThat(((ToolUse) heard.blocks.get(1)).input())
                .isEqualTo("{\"a\":[{\"b\":\"xy\"},2.50],\"c d\":true,\"e\":null}");
    }

    @Test
    void whatComesWhileACallIsStillComingStandsBeforeItAndTheCallKeepsItsSignature() {
        Heard heard = Heard.decode(chunk("{'functionCall':{'name':'f','willContinue':true}}", ""),
                chunk("{'text':'Let me','thought':true},{'text':' see.','thought':true}", ""), chunk("{'text':'Now.'}", ""),
                chunk("{'functionCall':{'partialArgs':[{'jsonPath':'$.a','numberValue':1}],'willContinue':true},"
                        + "'thoughtSignature':'c2ln'}", ""),
                chunk("{'inlineData':{'mimeType':'image/png','data':'AA=='}},{'functionCall':{}}", END));
        assertThat(heard.failure).isNull();
        assertThat(heard.blocks.subList(0, 2)).containsExactly(new Thinking("Let me see.", null), new Text("Now."));
        assertThat(heard.blocks.subList(3, 5)).satisfiesExactly(
                signature -> assertThat(signature).isEqualTo(new Thinking("", "gemini#c2ln")),
                call -> assertThat(((ToolUse) call).input()).isEqualTo("{\"a\":1}"));
        assertThat(heard.finished.reason()).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void aCallThatBeginsWhileAnotherIsStillComingEndsThat() {
        Heard heard = Heard.decode(
                chunk("{'functionCall':{'id':'1','name':'f','partialArgs':[{'jsonPath':'$.a','numberValue':1}],'willContinue':true}}", ""),
                chunk("{'functionCall':{'id':'2','name':'g','args':{'b':2}}}", END));
        assertThat(heard.blocks).containsExactly(new ToolUse("1", "f", "{\"a\":1}", null), new ToolUse("2", "g", "{\"b\":2}", null));
    }

    @Property(tries = 300)
    void whateverThePartsTheBlocksComeOneAfterAnotherAndNoneIsLost(@ForAll("parts") List<String> parts) {
        List<String> events = new ArrayList<>(parts.stream().map(part -> chunk(part, "")).toList());
        boolean open = parts.stream().filter(part -> part.contains("functionCall")).reduce((first, last) -> last)
                .filter(last -> last.contains("willContinue")).isPresent();
        events.add(chunk(open ? "{'functionCall':{}}" : "", END));
        Heard heard = Heard.decode(events.toArray(String[]::new));
        assertThat(heard.failure == null || heard.failure.getMessage().contains("without a name")).isTrue();
        if (heard.failure == null) {
            String said = String.join("", parts);
            assertThat(heard.blocks.stream().filter(Text.class::isInstance).mapToInt(text -> ((Text) text).text().length()).sum())
                    .isEqualTo(said.split("\\{'text':'t'\\}", -1).length - 1);
            assertThat(heard.blocks.stream().filter(ToolUse.class::isInstance).count())
                    .isEqualTo(said.split("'name':", -1).length - 1);
        }
    }

    @Provide
    Arbitrary<List<String>> parts() {
        String begun = "{'functionCall':{'id':'%s','name':'f','willContinue':true}}";
        return Arbitraries.of("{'text':'t'}", "{'text':'h','thought':true}", "{'text':'','thoughtSignature':'c2ln'}",
                begun.formatted("1"), begun.formatted("2"), "{'functionCall':{'id':'3','name':'g','args':{}}}",
                "{'functionCall':{'partialArgs':[{'jsonPath':'$.a','stringValue':'x'}],'willContinue':true}}",
                "{'functionCall':{}}").list().ofMaxSize(8).map(list -> {
                    // Each call comes once.
                    List<String> once = new ArrayList<>(list);
                    once.removeIf(part -> part.contains("'name'") && once.indexOf(part) != once.lastIndexOf(part));
                    return once;
                });
    }

    @Test
    void countsOfOtherThingsAreNotTheAnswers() {
        String details = "{'modality':'TEXT','tokenCount':99,'promptTokenCount':99,'candidatesTokenCount':99}";
        String args = "{'usageMetadata':{'promptTokenCount':99,'candidatesTokenCount':99}}";
        String event = ("{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':" + args + "}}]},'tokenCount':99,"
                + "'usageMetadata':{'promptTokenCount':99},'finishReason':'STOP'}],'grounding':" + args + ",'usageMetadata':{"
                + "'future':{'promptTokenCount':99,'thoughtsTokenCount':99},'promptTokensDetails':[" + details + "],"
                + "'promptTokenCount':10,'candidatesTokenCount':5,'candidatesTokensDetails':" + details
                + ",'toolUsePromptTokensDetails':[" + details + "],'thoughtsTokenCount':{'promptTokenCount':99}}}").replace('\'', '"');
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        Tally stream = new Tally();
        new GeminiDialect().observer(false).event(null, bytes, 0, bytes.length, stream);
        Tally whole = new Tally();
        new GeminiDialect().observe(bytes, Operation.CHAT, whole);

        Usage counted = new Usage(10, 0, 0, 0, 5, 0);
        assertThat(Heard.decode(event).finished.usage()).isEqualTo(counted);
        assertThat(stream.usage).isEqualTo(counted);
        assertThat(whole.usage).isEqualTo(counted);
    }

    @Test
    void aCountThatTheLastEventDoesNotRepeatStands() {
        String last = "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":13,\"totalTokenCount\":25}}";
        assertThat(Heard.decode(chunk("{'text':'a'}", ""), last).finished.usage()).isEqualTo(new Usage(9, 4, 0, 0, 12, 7));
    }

    @ParameterizedTest
    @CsvSource({"MAX_TOKENS, MAX_TOKENS", "SAFETY, REFUSAL", "RECITATION, REFUSAL", "SPII, REFUSAL",
        "BLOCKLIST, REFUSAL", "PROHIBITED_CONTENT, REFUSAL", "LANGUAGE, REFUSAL", "OTHER, END_TURN", "STOP, END_TURN"})
    void everyReasonIsUnderstood(String word, StopReason reason) {
        Heard heard = Heard.decode(chunk("{'text':'a'}", ",'finishReason':'" + word + "'"));
        assertThat(heard.finished.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"})
    void aBrokenAnswerIsAFailure(String word) {
        assertThat(Heard.decode(chunk("", ",'finishReason':'" + word + "'")).failure.kind())
                .isEqualTo(FailureKind.API_ERROR);
    }

    @Test
    void aBlockedPromptIsAMatterOfContentPolicy() {
        Heard heard = Heard.decode("{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}");
        assertThat(heard.failure.kind()).isEqualTo(FailureKind.CONTENT_POLICY);
        assertThat(heard.started).isNull();
    }

    @Test
    void aStreamWithoutReasonIsTorn() {
        Heard heard = Heard.decode(chunk("{'text':'a'}", ""));
        assertThat(heard.failure.kind()).isEqualTo(FailureKind.API_ERROR);
        StreamObserver observer = new GeminiDialect().observer(false);
        byte[] event = chunk("{'text':'a'}", "").getBytes(StandardCharsets.UTF_8);
        observer.event(null, event, 0, event.length, new Tally());
        assertThat(observer.complete()).isFalse();
    }

    @Test
    void anErrorInTheMiddleEndsTheStream() {
        String error = "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}";
        Heard heard = Heard.decode(chunk("{'text':'a'}", ""), error, chunk("{'text':'b'}", END));
        assertThat(heard.failure.kind()).isEqualTo(FailureKind.OVERLOADED);
        StreamObserver observer = new GeminiDialect().observer(false);
        Tally tally = new Tally();
        observer.event(null, error.getBytes(StandardCharsets.UTF_8), 0, error.length(), tally);
        assertThat(tally.failure.kind()).isEqualTo(FailureKind.OVERLOADED);
    }
}
