package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Target;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScannerTest {

    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private final OpenAiDialect dialect = new OpenAiDialect();

    private Outline scan(String body) throws Failure {
        return scan(body, Operation.CHAT);
    }

    private Outline scan(String body, Operation operation) throws Failure {
        return dialect.scan(body.getBytes(StandardCharsets.UTF_8), operation, 100);
    }

    private String addressed(String body, Operation operation, String provider) throws Failure {
        Outline outline = scan(body, operation);
        return apply(body, dialect.address(outline, operation, new Target("gpt-\"x\"é", provider, Operation.CHAT, 0)));
    }

    private static String apply(String body, List<Splice> splices) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (Splice splice : splices) {
            out.write(bytes, at, splice.start() - at);
            out.writeBytes(splice.bytes());
            at = splice.end();
        }
        out.write(bytes, at, bytes.length - at);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void findsWhatPoliciesAsk() throws Failure {
        Outline outline = scan("""
                {"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true},"max_tokens":5,
                 "max_completion_tokens":7,"reasoning_effort":"low","user":"u-1",
                 "tools":[{"type":"function","function":{"name":"f","parameters":{}}}],
                 "messages":[{"role":"system","content":"Be \\"brief\\"."},
                  {"role":"user","content":[{"type":"text","text":"look","cache_control":{"type":"ephemeral","ttl":"1h"}},
                   {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                   {"type":"file","file":{"file_id":"file-1"}}]},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function",
                   "function":{"name":"f","arguments":"{}"}}]}]}""");
        assertThat(outline.model).isEqualTo("gpt-4o");
        assertThat(outline.stream).isTrue();
        assertThat(outline.includeUsage).isTrue();
        assertThat(outline.askForUsage).isNull();
        assertThat(outline.maxTokens).isEqualTo(7);
        assertThat(outline.messages).isEqualTo(3);
        assertThat(outline.tools).isTrue();
        assertThat(outline.images).isTrue();
        assertThat(outline.documents).isTrue();
        assertThat(outline.thinking).isTrue();
        assertThat(outline.cacheTtlSeconds).isEqualTo(3600);
        assertThat(outline.user).isNotZero();
        assertThat(outline.textBytes).isBetween(150L, 260L);
    }

    @Test
    void picturesAndFilesAreNotCountedAsText() throws Failure {
        String data = "A".repeat(50_000);
        assertThat(scan("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"image_url\":{\"url\":"
                + "\"data:image/png;base64," + data + "\"},\"type\":\"image_url\"}]}]}").textBytes).isLessThan(100);
    }

    @Test
    void oneConversationHasOneKeyWhateverFollowsAndWhereverItsCacheMarksAre() throws Failure {
        String head = "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},";
        long first = scan(head + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\","
                + "\"cache_control\":{\"type\":\"ephemeral\"}}]}]}").conversation;
        long second = scan(head + "{\"content\":[{\"text\":\"hi\" ,\"type\":\"text\"}],\"role\":\"user\"},"
                + "{\"role\":\"assistant\",\"content\":\"yes\"},{\"role\":\"system\",\"content\":\"later\"},"
                + "{\"role\":\"user\",\"content\":\"more\"}]}").conversation;
        long other = scan(head + "{\"role\":\"user\",\"content\":\"ho\"}]}").conversation;
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"stream":true}                                          | {"stream_options":{"include_usage":true},"stream":true}
            {"stream":true,"stream_options":null}                    | {"stream":true,"stream_options":{"include_usage":true}}
            {"stream":true,"stream_options":{}}                      | {"stream":true,"stream_options":{"include_usage":true}}
            {"stream":true,"stream_options":{ "x" : 20.0 }}          | {"stream":true,"stream_options":{"include_usage":true, "x" : 20.0 }}
            {"stream":true,"stream_options":{"include_usage":false,"x":1}} | {"stream":true,"stream_options":{"include_usage":true,"x":1}}
            {"stream":true,"stream_options":{"x":{"y":[1]},"include_usage": null}} | {"stream":true,"stream_options":{"x":{"y":[1]},"include_usage": true}}
            {"stream":true,"stream_options":{"include_usage":true}}  | {"stream":true,"stream_options":{"include_usage":true}}
            {"stream":false,"stream_options":{}}                     | {"stream":false,"stream_options":{}}
            """)
    void aStreamIsAskedForItsUsageAndNothingElseChanges(String options, String wanted) throws Failure {
        String rest = ",\"model\":\"m\"," + HI + "}";
        String body = options.substring(0, options.length() - 1) + rest;
        String sent = wanted.substring(0, wanted.length() - 1) + ",\"model\":\"gpt-\\\"x\\\"é\"," + HI + "}";
        assertThat(addressed(body, Operation.CHAT, "openai")).isEqualTo(sent);
    }

    @Test
    void mistralIsNotAsked() throws Failure {
        String body = "{\"stream\":true,\"model\":\"m\"," + HI + "}";
        assertThat(addressed(body, Operation.CHAT, "mistral")).doesNotContain("include_usage");
    }

    @Test
    void numbersAndUnknownFieldsStayAsTheyCame() throws Failure {
        String body = "{ \"model\" : \"m\" , \"temperature\":20.0, \"x\": 12345678901234567890 ," + HI + "}";
        assertThat(addressed(body, Operation.CHAT, "openai"))
                .isEqualTo(body.replace("\"m\"", "\"gpt-\\\"x\\\"é\""));
    }

    @Test
    void aModelThatIsThereTwiceIsReplacedTwice() throws Failure {
        assertThat(addressed("{\"model\":\"a\",\"model\":\"b\"," + HI + "}", Operation.CHAT, "openai"))
                .doesNotContain("\"a\"").doesNotContain("\"b\"");
    }

    @Test
    void embeddingsAndCompletionsToo() throws Failure {
        assertThat(scan("{\"model\":\"e\",\"input\":[\"one\",\"two\"]}", Operation.EMBEDDING).textBytes).isEqualTo(10);
        assertThat(scan("{\"model\":\"e\",\"input\":[[1,2],[3]]}", Operation.EMBEDDING).textBytes).isEqualTo(9);
        assertThat(scan("{\"model\":\"e\",\"prompt\":\"once\"}", Operation.COMPLETION).textBytes).isEqualTo(6);
        assertThat(addressed("{\"stream\":true,\"model\":\"e\",\"prompt\":\"once\"}", Operation.COMPLETION, "openai"))
                .contains("include_usage");
        assertThat(addressed("{\"model\":\"e\",\"input\":\"one\"}", Operation.EMBEDDING, "openai"))
                .isEqualTo("{\"model\":\"gpt-\\\"x\\\"é\",\"input\":\"one\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"messages":[{"role":"user"}]}                             | model
            {"model":5}                                                | model
            {"model":null,"messages":[{"role":"user"}]}                | model
            {"model":"m"}                                              | messages
            {"model":"m","messages":[]}                                | messages
            {"model":"m","messages":"x"}                               | messages
            {"model":"m","messages":["x"]}                             | messages[0]
            {"model":"m","messages":[{}]}                              | messages[0].role
            {"model":"m","messages":[{"role":1}]}                      | messages[0].role
            {"model":"m","messages":[{"role":"user","content":7}]}     | messages[0].content
            {"model":"m","messages":[{"role":"user","content":["x"]}]} | messages[0].content[0]
            {"model":"m","stream":"yes"}                               | stream
            {"model":"m","stream_options":[]}                          | stream_options
            {"model":"m","stream_options":{"include_usage":"x"}}       | stream_options.include_usage
            {"model":"m","max_tokens":1.5}                             | max_tokens
            {"model":"m","tools":{}}                                   | tools
            {"model":"m","reasoning_effort":3}                         | reasoning_effort
            """)
    void aWrongFieldIsNamed(String body, String param) {
        Failure failure = catchThrowableOfType(Failure.class, () -> scan(body));
        assertThat(failure).isNotNull();
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.param()).isEqualTo(param);
    }

    @Test
    void aRequestWithoutModelIsToldSo() {
        Failure failure = catchThrowableOfType(Failure.class, () -> scan("{}"));
        assertThat(failure).hasMessage("you must provide a model parameter");
    }

    @Test
    void largeBodiesTakeMicroseconds() throws Failure {
        StringBuilder body = new StringBuilder("{\"model\":\"m\",\"messages\":[");
        for (int i = 0; i < 40; i++) {
            body.append("{\"role\":\"user\",\"content\":\"").append("some \\\"text\\\" ".repeat(120)).append("\"},");
        }
        body.append("{\"role\":\"user\",\"content\":\"end\"}]}");
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3000; i++) {
            long start = System.nanoTime();
            dialect.scan(bytes, Operation.CHAT, 100);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(best).isLessThan(2_000_000L);
    }
}
