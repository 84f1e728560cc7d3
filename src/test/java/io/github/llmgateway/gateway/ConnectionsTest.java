package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.config.ConfigReader;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that ask nothing, ask slowly, or are too many; and pages of a browser. */
class ConnectionsTest {

    private static final String MODELS = """
            model_list:
              - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%s"}}
            """;
    private static final String GET = "GET /health/liveliness HTTP/1.1\r\nhost: test\r\n";

    private StubProvider provider;

    @BeforeEach
    void startProvider() {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    private RunningGateway gateway(String settings) {
        return RunningGateway.with(MODELS.formatted(provider.url()) + "gateway_settings: {drain_seconds: 1" + settings + "}\n");
    }

    @Test
    void aConnectionThatAsksNothingIsClosedAndASlowAnswerIsNot() throws Exception {
        GatewayConfig config = ConfigReader.read("test.yaml", MODELS.formatted(provider.url()), Map.of(), false)
                .config().orElseThrow();
        Vertx vertx = Vertx.vertx();
        BlockingQueue<HttpServerRequest> requests = new LinkedBlockingQueue<>();
        Server server = new Server(vertx, config, new Connections.Patience(Duration.ofMillis(200), Duration.ofMillis(300)),
                null, requests::add);
        int port = server.listen("127.0.0.1", 0);
        try (Wire silent = Wire.to(port); Wire slow = Wire.to(port); Wire answered = Wire.to(port);
                Wire waiting = Wire.to(port)) {
            waiting.send(GET + "\r\n");
            HttpServerRequest held = requests.take();
            answered.send(GET + "\r\n");
            requests.take().response().end();
            assertThat(answered.answer(true).status()).isEqualTo(200);
            slow.send("GET / HTTP/1.1\r\nhost:");

            assertThat(silent.ends()).isTrue();
            assertThat(slow.ends()).isTrue();
            assertThat(answered.ends()).isTrue();

            held.response().end("late");
            assertThat(waiting.answer().body()).isEqualTo("late");
            assertThat(waiting.ends()).isTrue();
        } finally {
            server.close();
            Server.await(vertx.close());
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() throws Exception {
        try (RunningGateway gateway = gateway(", max_connections: 3")) {
            List<Wire> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    clients.add(Wire.to(gateway).send(GET + "\r\n"));
                    assertThat(clients.get(i).answer().status()).isEqualTo(200);
                }
                try (Wire fourth = Wire.to(gateway)) {
                    Wire.Got answer = fourth.send(Wire.post("/v1/messages", "{}")).answer();
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.body()).startsWith("{\"type\":\"error\"").contains("connections");
                    assertThat(answer.header("retry-after")).isEqualTo("1");
                    assertThat(fourth.ends()).isTrue();
                }
                clients.remove(0).close();
                Eventually.holds("there is room again", () -> {
                    try (Wire next = Wire.to(gateway)) {
                        return next.send(GET + "\r\n").answer().status() == 200;
                    }
                });
            } finally {
                for (Wire client : clients) {
                    client.close();
                }
            }
        }
    }

    @Test
    void pagesMayNotCallUnlessConfigured() throws Exception {
        try (RunningGateway gateway = gateway(""); Wire client = Wire.to(gateway)) {
            Wire.Got preflight = client.send("OPTIONS /v1/messages HTTP/1.1\r\nhost: test\r\norigin: https://page\r\n"
                    + "access-control-request-method: POST\r\n\r\n").answer();
            assertThat(preflight.status()).isEqualTo(403);
            assertThat(preflight.headers()).doesNotContainKey("access-control-allow-origin");
        }
        try (RunningGateway gateway = gateway(""); Wire client = Wire.to(gateway)) {
            // What a browser sends without asking first: the page could not read the answer, but would spend the key.
            Wire.Got simple = client.send(Wire.post("/v1/messages", "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":"
                    + "[{\"role\":\"user\",\"content\":\"x\"}]}", "origin: https://page")).answer();
            assertThat(simple.status()).isEqualTo(403);
            assertThat(simple.body()).contains("permission_error", "cors_origins");
            assertThat(provider.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://page", "*"})
    void pagesThatAreConfiguredMayCall(String origins) throws Exception {
        try (RunningGateway gateway = gateway(", cors_origins: ['" + origins + "']"); Wire client = Wire.to(gateway)) {
            Wire.Got preflight = client.send("OPTIONS /v1/messages HTTP/1.1\r\nhost: test\r\norigin: https://page\r\n"
                    + "access-control-request-method: POST\r\naccess-control-request-headers: x-api-key,content-type\r\n\r\n")
                    .answer(true);
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("access-control-allow-origin")).isEqualTo(origins);
            assertThat(preflight.header("access-control-allow-headers")).isEqualTo("x-api-key,content-type");
            assertThat(preflight.header("access-control-allow-methods")).contains("POST");

            Wire.Got answer = client.send(Wire.post("/v1/messages", "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":"
                    + "[{\"role\":\"user\",\"content\":\"x\"}]}", "origin: https://page")).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo(origins);
            assertThat(answer.header("access-control-expose-headers")).contains("request-id");
        }
    }

    @Test
    void aPageOfTheGatewayItselfMayCallUnlessItsNameOnlyPointsHere() throws Exception {
        String ask = Wire.post("/v1/messages", "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":"
                + "[{\"role\":\"user\",\"content\":\"x\"}]}", "origin: http://localhost");
        try (RunningGateway gateway = gateway(""); Wire client = Wire.to(gateway)) {
            assertThat(client.send(ask.replace("host: test", "host: localhost")).answer().status()).isEqualTo(200);
        }
        try (RunningGateway gateway = gateway(""); Wire client = Wire.to(gateway)) {
            assertThat(client.send(ask.replace("localhost", "test")).answer().status())
                    .as("no key is needed, and any name can be made to point to this machine").isEqualTo(403);
        }
    }
}
