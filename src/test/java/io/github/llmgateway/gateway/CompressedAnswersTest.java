package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider, or a proxy before it, that compresses its answers although a stream was asked for without. */
class CompressedAnswersTest {

    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        Brotli4jLoader.ensureAvailability();
        provider = new StubProvider(StubProvider.json(200, "{}"));
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%1$s"}}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                gateway_settings: {drain_seconds: 1}
                """.formatted(provider.url()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    private static OutputStream compressing(String encoding, OutputStream to) throws IOException {
        return switch (encoding) {
            case "gzip" -> new GZIPOutputStream(to, true);
            case "deflate" -> new DeflaterOutputStream(to, true);
            case "br" -> new BrotliOutputStream(to);
            case "zstd" -> new ZstdOutputStream(to);
            default -> to;
        };
    }

    @ParameterizedTest
    @CsvSource({"gzip, /v1/messages", "deflate, /v1/messages", "br, /v1/messages", "zstd, /v1/messages",
        "gzip, /v1/chat/completions", "br, /v1/chat/completions", "zstd, /v1/chat/completions"})
    void aWholeAnswerIsUnpacked(String encoding, String path) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = compressing(encoding, packed)) {
            out.write(Answers.ANTHROPIC.getBytes(StandardCharsets.UTF_8));
        }
        provider.behave((asked, response) -> response.putHeader("content-type", "application/json")
                .putHeader("content-encoding", encoding).end(Buffer.buffer(packed.toByteArray())));

        HttpResponse<String> answer = gateway.post(path,
                "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
        if (path.equals("/v1/messages")) {
            assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC);
        } else {
            assertThat(answer.body()).contains("\"content\":\"4\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void aStreamIsUnpackedAsItComes(String encoding) throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave((asked, response) -> {
            response.putHeader("content-encoding", encoding);
            live.answer(asked, response);
        });
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        OutputStream out = compressing(encoding, packed);
        String[] events = Answers.ANTHROPIC_STREAM.split("(?<=\n\n)");
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask("/v1/messages", "claude", true));
            LiveAnswer answer = live.next();
            assertThat(answer.asked().headers().get("accept-encoding")).isEqualTo("identity");
            answer.events();
            for (String event : events) {
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
                answer.say(packed.toByteArray());
                packed.reset();
                client.until(event);
            }
            out.close();
            answer.say(packed.toByteArray());
            answer.end();
            client.until("0\r\n\r\n");
        }
    }

    @Test
    void whatNobodyCanUnpackIsAFailureAndNoAnswer() throws Exception {
        provider.behave((asked, response) -> response.putHeader("content-type", "application/json")
                .putHeader("content-encoding", "x-unheard-of").end(Buffer.buffer(new byte[] {1, 2, 3})));

        HttpResponse<String> answer = gateway.post("/v1/messages",
                "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("x-unheard-of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void aPackageThatIsBrokenIsAFailureAndNoHang(String encoding) throws Exception {
        provider.behave((asked, response) -> response.putHeader("content-type", "application/json")
                .putHeader("content-encoding", encoding).end("this was never packed, whatever the header says"));

        HttpResponse<String> answer = gateway.post("/v1/messages",
                "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(answer.statusCode()).isBetween(500, 503);
        assertThat(answer.body()).contains("\"type\":\"error\"");
    }
}
