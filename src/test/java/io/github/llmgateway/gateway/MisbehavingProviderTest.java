package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that cannot be reached, are late, or answer what is no answer: the client learns it in its own words. */
class MisbehavingProviderTest {

    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpt, litellm_params: {model: openai/gpt-test, api_key: k, api_base: "%1$s"}}
                  - {model_name: nobody, litellm_params: {model: anthropic/x, api_key: k, api_base: "http://127.0.0.1:%2$d"}}
                  - {model_name: slow, litellm_params: {model: openai/x, api_key: k, api_base: "%1$s", stream_timeout: 0.3}}
                  - {model_name: late, litellm_params: {model: anthropic/x, api_key: k, api_base: "%1$s", timeout: 0.3}}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                gateway_settings: {drain_seconds: 1, first_byte_timeout_seconds: 30}
                """.formatted(provider.url(), nobody));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @AfterEach
    void nothingStaysOpen() throws Exception {
        Eventually.holds("the last exchange ended", () -> gateway.gateway().open() == 0);
    }

    private static HttpResponse<String> ask(String path, String model, boolean stream) throws Exception {
        return gateway.post(path, "{\"model\":\"" + model + "\",\"max_tokens\":9,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");
    }

    private static void isRefusal(HttpResponse<String> answer, String path, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        if (path.startsWith("/v1/messages")) {
            assertThat(answer.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"");
        } else {
            assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"").contains("\"type\":", "\"code\":");
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, nobody", "/v1/chat/completions, nobody"})
    void aProviderThatCannotBeReached(String path, String model) throws Exception {
        HttpResponse<String> answer = ask(path, model, true);

        isRefusal(answer, path, 503);
        assertThat(answer.body()).contains("cannot be reached").doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, slow, true", "/v1/chat/completions, slow, true", "/v1/messages, late, false",
        "/v1/chat/completions, late, false", "/v1/messages, late, true"})
    void aProviderThatIsTooLate(String path, String model, boolean stream) throws Exception {
        provider.behave((asked, response) -> { });

        HttpResponse<String> answer = ask(path, model, stream);

        isRefusal(answer, path, 408);
        assertThat(answer.body()).contains("has not answered within 300 ms");
        assertThat(provider.wasLeft(10)).isTrue();
    }

    @Test
    void aWholeAnswerHasABoundAlsoWhereItTrickles() throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave(live);
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask("/v1/messages", "late", false));
            live.next().head(200, "application/json").say("{").awaitLeft();

            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProviderThatHangsUpWithoutAWord(boolean stream) throws Exception {
        provider.behave((asked, response) -> response.close());

        isRefusal(ask("/v1/messages", "claude", stream), "/v1/messages", 503);
    }

    @Test
    void aProviderThatHangsUpWithinAWholeAnswer() throws Exception {
        provider.behave((asked, response) -> response.putHeader("content-type", "application/json")
                .putHeader("content-length", "500").write("{\"id\":").onComplete(sent -> response.close()));

        isRefusal(ask("/v1/messages", "claude", false), "/v1/messages", 503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
    void aRedirectIsNeverHandedOn(String path) throws Exception {
        provider.behave((asked, response) -> response.setStatusCode(302).putHeader("location", "http://elsewhere/")
                .end("moved"));

        HttpResponse<String> answer = ask(path, "claude", false);

        isRefusal(answer, path, 502);
        assertThat(answer.headers().firstValue("location")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, true", "/v1/messages, false", "/v1/chat/completions, true", "/v1/chat/completions, false"})
    void aPageIsNoAnswer(String path, boolean stream) throws Exception {
        provider.behave((asked, response) -> response.putHeader("content-type", "text/html")
                .end("<html>sign in to the guest network</html>"));

        HttpResponse<String> answer = ask(path, "claude", stream);

        isRefusal(answer, path, 502);
        assertThat(answer.body()).doesNotContain("html");
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude", "/v1/chat/completions, claude", "/v1/messages, gpt", "/v1/chat/completions, gpt"})
    void aStreamWithoutAnEventIsAFailure(String path, String model) throws Exception {
        provider.behave(StubProvider.events(""));

        assertThat(ask(path, model, true).statusCode()).isGreaterThanOrEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude", "/v1/chat/completions, gpt", "/v1/messages, gpt", "/v1/chat/completions, claude"})
    void aWholeAnswerToTheWishForAStreamBecomesOne(String path, String model) throws Exception {
        provider.behave(StubProvider.json(200, model.equals("claude") ? Answers.ANTHROPIC : Answers.OPENAI));

        HttpResponse<String> answer = ask(path, model, true);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(answer.body()).contains(path.equals("/v1/messages") ? "event: message_stop" : "data: [DONE]");
    }

    @Test
    void anEventWithoutEndIsCutOffWithinBounds() throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave(live);
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask("/v1/messages", "claude", true));
            var answer = live.next().events().say(Answers.ANTHROPIC_STREAM.split("(?<=\n\n)")[0]).say("data: {");
            byte[] megabyte = "x".repeat(1 << 20).getBytes();
            try {
                for (int i = 0; i < 64; i++) {
                    answer.say(megabyte);
                }
            } catch (IllegalStateException cutOff) {
                // the gateway has closed the connection
            }
            answer.awaitLeft();
            assertThat(client.until("0\r\n\r\n")).contains("message_start", "event: error", "larger than");
        }
    }
}
