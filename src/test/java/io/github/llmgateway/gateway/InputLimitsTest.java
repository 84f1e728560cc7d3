package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds on what a client may send, and how the connection goes on after it was refused. */
class InputLimitsTest {

    private static final int MOST = 100_000;
    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%1$s"}}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                gateway_settings: {drain_seconds: 1, max_request_bytes: %2$d, body_timeout_seconds: 0.5,
                  max_nesting_depth: 50, max_header_bytes: 2048, max_buffered_bytes: 250000, buffer_wait_seconds: 0.3}
                """.formatted(provider.url(), MOST));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @AfterEach
    void nothingStaysOpen() throws Exception {
        provider.behave(StubProvider.json(200, Answers.ANTHROPIC));
        Eventually.holds("the last exchange ended", () -> gateway.gateway().open() == 0);
    }

    private static String body(int size) {
        String start = "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"";
        return start + "x".repeat(size - start.length() - 4) + "\"}]}";
    }

    private static String chunked(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
                + "transfer-encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    private static void isTooLarge(Wire.Got answer, String path) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains(path.equals("/v1/messages")
                ? "\"type\":\"request_too_large\"" : "\"code\":\"request_too_large\"").contains("100000");
    }

    private static void isGood(Wire.Got answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC);
    }

    @Test
    void theLargestBodyIsTaken() throws Exception {
        try (Wire client = Wire.to(gateway)) {
            isGood(client.send(Wire.post("/v1/messages", body(MOST))).answer());
            isGood(client.send(chunked("/v1/messages", body(MOST))).answer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
    void aBodyTooLargeIsRefusedBeforeItIsSent(String path) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send("POST " + path + " HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
                    + "content-length: 5000000000\r\n\r\n");

            Wire.Got answer = client.answer();

            isTooLarge(answer, path);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
    void aBodyTooLargeWithoutAnnouncementIsRefusedWhenItIs(String path) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(chunked(path, body(MOST + 1)));

            isTooLarge(client.answer(), path);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void afterABodySomewhatTooLargeTheConnectionGoesOn() throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(Wire.post("/v1/messages", body(MOST + 1)));
            isTooLarge(client.answer(), "/v1/messages");
            isGood(client.send(Wire.post("/v1/messages", body(500))).answer());

            // The same with the next request right behind it.
            client.send(Wire.post("/v1/messages", body(MOST + 50_000)) + Wire.post("/v1/messages", body(600)));
            isTooLarge(client.answer(), "/v1/messages");
            isGood(client.answer());
        }
    }

    @Test
    void whoAsksBeforeSendingLearnsBeforeSending() throws Exception {
        String head = "POST /v1/messages HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
                + "expect: 100-continue\r\ncontent-length: ";
        try (Wire client = Wire.to(gateway)) {
            client.send(head + "500\r\n\r\n");
            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");
            isGood(client.send(body(500)).answer());

            client.send(head + (MOST + 1) + "\r\n\r\n");
            isTooLarge(client.answer(), "/v1/messages");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTurn() throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(Wire.post("/v1/messages", body(300)) + Wire.post("/v1/messages", "{")
                    + Wire.post("/v1/messages", body(400)));

            isGood(client.answer());
            assertThat(client.answer().status()).isEqualTo(400);
            isGood(client.answer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
    void aSlowBodyIsNotWaitedFor(String path) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send("POST " + path + " HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
                    + "content-length: 500\r\n\r\n{\"model\"");

            Wire.Got answer = client.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("timeout");
            assertThat(client.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, [", "/v1/chat/completions, [", "/v1/messages, '{\"a\":'"})
    void aBodyTooDeepIsRefused(String path, String open) throws Exception {
        String deep = open.repeat(5000);
        try (Wire client = Wire.to(gateway)) {
            client.send(Wire.post(path, "{\"model\":\"claude\",\"x\":" + deep));
            Wire.Got answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("deeper than 50");
        }
    }

    @Test
    void allBodiesTogetherHaveABound() throws Exception {
        LiveProvider live = new LiveProvider();
        provider.behave(live);
        try (Wire first = Wire.to(gateway); Wire second = Wire.to(gateway); Wire third = Wire.to(gateway)) {
            first.send(Wire.post("/v1/messages", body(90_000)));
            LiveAnswer one = live.next();
            second.send(Wire.post("/v1/messages", body(90_000)));
            LiveAnswer two = live.next();

            third.send(Wire.post("/v1/messages", body(90_000)));
            Wire.Got refused = third.answer();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.body()).contains("\"type\":\"error\"");

            // With room again the connection that was refused is served.
            one.head(200, "application/json").say(Answers.ANTHROPIC).end();
            isGood(first.answer());
            third.send(Wire.post("/v1/messages", body(90_000)));
            live.next().head(200, "application/json").say(Answers.ANTHROPIC).end();
            isGood(third.answer());
            two.head(200, "application/json").say(Answers.ANTHROPIC).end();
            isGood(second.answer());
        }
    }

    @Test
    void whoAnnouncesMuchAndSendsNothingDoesNotKeepOthersWaiting() throws Exception {
        String announcement = "POST /v1/messages HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
                + "content-length: " + MOST + "\r\n\r\n";
        try (RunningGateway patient = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%s"}}
                gateway_settings: {drain_seconds: 1, max_request_bytes: %d, max_buffered_bytes: 250000,
                  body_timeout_seconds: 600, buffer_wait_seconds: 600}
                """.formatted(provider.url(), MOST));
                Wire idle = Wire.to(patient); Wire another = Wire.to(patient); Wire honest = Wire.to(patient);
                Wire probe = Wire.to(patient)) {
            idle.send(announcement);
            another.send(announcement);
            Eventually.holds("both hold memory", () -> patient.gateway().open() == 2);

            honest.send(Wire.post("/v1/messages", body(90_000)));
            assertThat(probe.send("GET /health/liveliness HTTP/1.1\r\nhost: test\r\n\r\n").answer().status())
                    .as("who has no body waits for no memory").isEqualTo(200);

            isGood(honest.answer());
            assertThat(idle.answer().status()).isEqualTo(408);
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, '\"type\":\"error\"'", "/v1/chat/completions, '\"code\"'"})
    void headersTooLargeAreRefused(String path, String part) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send("POST " + path + " HTTP/1.1\r\nhost: test\r\nx-large: " + "x".repeat(4000) + "\r\n\r\n");
            Wire.Got answer = client.answer();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).contains("headers", part);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void anAddressTooLongIsRefused() throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nhost: test\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(414);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 5\r\ncontent-length: 6", "content-length: -1", "content-length: x",
        "transfer-encoding: chunked\r\ncontent-length: 5", "transfer-encoding: gzip, chunked\r\ncontent-length: 3"})
    void aBodyOfTwoLengthsIsNoRequest(String lengths) throws Exception {
        int asked = provider.asked().size();
        try (Wire client = Wire.to(gateway)) {
            client.send("POST /v1/messages HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n" + lengths
                    + "\r\n\r\n{\"a\":1}0\r\n\r\n");
            // Netty takes a length beside chunks away, and the chunks are none: then the connection is closed.
            if (lengths.startsWith("content-length")) {
                assertThat(client.answer().status()).isEqualTo(400);
            }
            assertThat(client.ends()).isTrue();
        }
        assertThat(provider.asked()).hasSize(asked);
    }

    @Test
    void whatIsNoHttpIsAnsweredAndClosed() throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send("\u0016\u0003\u0001 hello\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.ends()).isTrue();
        }
    }
}
