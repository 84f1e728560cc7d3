package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.StreamObserver;
import java.nio.charset.StandardCharsets;
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
