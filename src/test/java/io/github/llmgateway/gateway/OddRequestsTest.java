package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong in themselves: a 4xx that says what is wrong, in the client's dialect; never 5xx, never a hang. */
class OddRequestsTest {

    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = new StubProvider((asked, response) -> StubProvider.json(200,
                asked.uri().contains("messages") ? Answers.ANTHROPIC : Answers.OPENAI).answer(asked, response));
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: claude-sonnet, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpt-5, litellm_params: {model: openai/gpt-test, api_key: k, api_base: "%1$s"}}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                gateway_settings: {drain_seconds: 1}
                """.formatted(provider.url()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    private static Wire.Got send(String path, byte[] body, String type) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send("POST " + path + " HTTP/1.1\r\nhost: test\r\ncontent-type: " + type + "\r\ncontent-length: "
                    + body.length + "\r\n\r\n");
            return client.send(body).answer();
        }
    }

    private static void refused(Wire.Got answer, String path, int status, String saying) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.body()).containsIgnoringCase(saying);
        if (path.startsWith("/v1/messages")) {
            assertThat(answer.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"");
        } else {
            assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"model\":\"gpt-5\",\"messages\":[{\"role\":\"user\"  | line",
        "not json | line",
        "[] | object",
        "\"text\" | object",
        "null | object",
        "{} | model",
        "{\"model\":\"gpt-5\"} | messages",
        "{\"model\":5,\"messages\":[]} | model",
        "{\"model\":null,\"messages\":[]} | model",
        "{\"model\":\"\",\"messages\":[]} | model",
        "{\"model\":\"gpt-5\",\"messages\":\"hello\"} | messages",
        "{\"model\":\"gpt-5\",\"messages\":[5]} | messages",
        "{\"model\":\"gpt-5\",\"stream\":\"yes\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | stream",
        "{\"model\":\"gpt-5\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} {} | after"})
    void whatIsNoRequestIsRefusedWithThePlace(String body, String saying) throws Exception {
        for (String path : new String[] {"/v1/messages", "/v1/chat/completions"}) {
            refused(send(path, body.getBytes(StandardCharsets.UTF_8), "application/json"), path, 400, saying);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
    void invalidUtf8IsRefused(String path) throws Exception {
        byte[] body = "{\"model\":\"gpt-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"?!\"}]}".getBytes();
        for (byte[] bad : new byte[][] {{(byte) 0xC3, '!'}, {(byte) 0xFF, '!'}, {'!', (byte) 0x80}}) {
            byte[] broken = body.clone();
            int at = new String(body, StandardCharsets.US_ASCII).indexOf("?!");
            System.arraycopy(bad, 0, broken, at, 2);
            refused(send(path, broken, "application/json"), path, 400, "line 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
    void curlsFormsAndEmptyBodiesAreExplained(String path) throws Exception {
        refused(send(path, "a=b".getBytes(), "application/x-www-form-urlencoded"), path, 400, "application/json is wanted");
        refused(send(path, "--x".getBytes(), "multipart/form-data; boundary=x"), path, 400, "application/json is wanted");
        refused(send(path, new byte[0], "application/json"), path, 400, "empty");
        try (Wire client = Wire.to(gateway)) {
            refused(client.send("POST " + path + " HTTP/1.1\r\nhost: test\r\n\r\n").answer(), path, 400, "empty");
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude-sonet, claude-sonnet", "/v1/chat/completions, gpt5, gpt-5"})
    void anUnknownModelIsRefusedWithTheNearest(String path, String model, String nearest) throws Exception {
        refused(send(path, ("{\"model\":\"" + model + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"x\"}]}").getBytes(), "application/json"), path, 404, "'" + nearest + "'");
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/messages, POST", "PUT, /v1/chat/completions, POST", "DELETE, /v1/models, GET",
        "OPTIONS, /v1/messages, POST", "GET, /v1/responses, POST", "PATCH, /v1/messages/count_tokens, POST"})
    void anotherMethodIsRefusedWithThoseThereAre(String method, String path, String allowed) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            Wire.Got answer = client.send(method + " " + path + " HTTP/1.1\r\nhost: test\r\n\r\n").answer();
            refused(answer, path, 405, allowed);
            assertThat(answer.header("allow")).contains(allowed);
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages/nothing, ''", "/v1/nothing, ''", "/nothing, anthropic-version: 2023-06-01", "/nothing, x-a: b",
        "/v1/messages/../x, ''", "/%, ''", "/v1/models/%zz, ''", "/v1/models/none, ''"})
    void anUnknownPathIsRefusedInTheClientsDialect(String path, String header) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            Wire.Got answer = client.send("GET " + path + " HTTP/1.1\r\nhost: test\r\n" + header
                    + (header.isEmpty() ? "" : "\r\n") + "\r\n").answer();
            boolean anthropic = path.startsWith("/v1/messages") || header.startsWith("anthropic");
            assertThat(answer.status()).isBetween(400, 404);
            assertThat(answer.body()).startsWith(anthropic ? "{\"type\":\"error\"" : "{\"error\":");
        }
    }

    @ParameterizedTest
    @CsvSource({"/, 200", "/api/hello, 200", "/v1/messages, 405", "/nothing, 404"})
    void headHasNoBodyAndTheConnectionStaysInStep(String path, int status) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD " + path + " HTTP/1.1\r\nhost: test\r\n\r\n");
                assertThat(client.answer(true).status()).isEqualTo(status);
            }
            assertThat(client.send("GET /health/readiness HTTP/1.1\r\nhost: test\r\n\r\n").answer().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFieldsNameCannotForgeAHeader() throws Exception {
        Wire.Got answer = send("/v1/messages", ("{\"model\":\"gpt-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"x\"}],\"forged\\r\\nx-forged: 1\":true,\"" + "long".repeat(5000) + "\":1,\"\u00fcml\":1}")
                .getBytes(StandardCharsets.UTF_8), "application/json");

        assertThat(answer.status()).isLessThan(500);
        assertThat(answer.header("x-forged")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude-sonnet", "/v1/messages, gpt-5", "/v1/chat/completions, gpt-5",
        "/v1/chat/completions, claude-sonnet"})
    void noMutationOfARequestIsAnsweredWith5xx(String path, String model) throws Exception {
        byte[] valid = ("{\"model\":\"" + model + "\",\"max_tokens\":99,\"temperature\":0.5,\"stream\":false,\"tools\":["
                + (path.equals("/v1/messages")
                        ? "{\"name\":\"t\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}"
                        : "{\"type\":\"function\",\"function\":{\"name\":\"t\",\"parameters\":{\"type\":\"object\"}}}")
                + "],\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"h\u00e9llo \ud83d\ude00\"}]},"
                + "{\"role\":\"assistant\",\"content\":\"hi\"},{\"role\":\"user\",\"content\":\"2+2\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(42);
        try (Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 500; i++) {
                byte[] body = mutated(valid, random);
                client.send("POST " + path + " HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
                        + "content-length: " + body.length + "\r\n\r\n").send(body);
                Wire.Got answer = client.answer();
                assertThat(answer.status()).as(new String(body, StandardCharsets.UTF_8) + "\n" + answer.body())
                        .isLessThan(500);
            }
        }
    }

    private static final String[] PIECES = {"null", "true", "-1", "1e999", "\"\"", "[]", "{}", "[[]]", "\"x\"", "0.5", ",",
        "\\u0000", "\\ud800", "99999999999999999999"};

    /** One to three changes: a byte, a cut, a piece doubled, a value exchanged for another. */
    private static byte[] mutated(byte[] valid, Random random) {
        String text = new String(valid, StandardCharsets.ISO_8859_1);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(20));
            text = switch (random.nextInt(5)) {
                case 0 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at);
                case 1 -> text.substring(0, at) + text.substring(to);
                case 2 -> text.substring(0, to) + text.substring(at);
                case 3 -> text.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + text.substring(to);
                default -> value(text, at, PIECES[random.nextInt(PIECES.length)]);
            };
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The value behind the next colon exchanged. */
    private static String value(String text, int from, String piece) {
        int colon = text.indexOf(':', from);
        if (colon < 0) {
            return text;
        }
        int end = colon + 1;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, colon + 1) + piece + text.substring(end);
    }
}
