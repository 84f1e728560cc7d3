package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose address a request has, behind proxies that say so, behind load balancers that do, and before liars. */
class ForwardedTest {

    private static final String MODELS = "model_list: [{model_name: m, litellm_params: {model: simulator/text}}]\n";
    private static final String ASK = "GET /who HTTP/1.1\r\nhost: test\r\n\r\n";

    @TempDir
    private Path routes;

    @BeforeEach
    void tellWhoAsks() throws Exception {
        Files.writeString(routes.resolve("who.yaml"), """
                - route:
                    id: who
                    from:
                      uri: platform-http:/who
                      steps:
                        - setBody: {simple: "${exchangeProperty.clientAddress}"}
                """);
    }

    private RunningGateway gateway(String settings) {
        return RunningGateway.with(MODELS + settings, Optional.of(routes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway_settings: {drain_seconds: 1}",
        "gateway_settings: {drain_seconds: 1, trusted_proxies: [10.0.0.0/8]}"})
    void whatAStrangerSaysOfTheClientIsNotBelieved(String settings) throws Exception {
        try (RunningGateway gateway = gateway(settings)) {
            assertThat(gateway.get("/who", "x-forwarded-for", "203.0.113.7", "forwarded", "for=203.0.113.7").body())
                    .isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "x-forwarded-for | 203.0.113.7 | 203.0.113.7",
        "x-forwarded-for | 203.0.113.7, 10.1.2.3 | 203.0.113.7",
        // What stands before the first stranger may be the stranger's own invention.
        "x-forwarded-for | 1.1.1.1, 203.0.113.7, 10.1.2.3 | 203.0.113.7",
        "x-forwarded-for | 203.0.113.7:4711 | 203.0.113.7",
        "x-forwarded-for | 10.9.9.9, 10.1.2.3 | 10.9.9.9",
        "x-forwarded-for | rubbish, 10.1.2.3 | 10.1.2.3",
        "x-forwarded-for | rubbish | 127.0.0.1",
        "forwarded | for=203.0.113.7;proto=https;host=llm.example | 203.0.113.7",
        "forwarded | For=\"[2001:db8::7]:4711\" | 2001:db8::7",
        "forwarded | for=1.1.1.1, for=203.0.113.7, for=10.1.2.3 | 203.0.113.7",
        "forwarded | for=unknown, for=10.1.2.3 | 10.1.2.3",
        "forwarded | proto=https | 127.0.0.1"})
    void theLastAddressThatNoTrustedProxyHasIsTheClients(String header, String value, String client) throws Exception {
        try (RunningGateway gateway = gateway(
                "gateway_settings: {drain_seconds: 1, trusted_proxies: [127.0.0.1, 10.0.0.0/8]}")) {
            assertThat(gateway.get("/who", header, value).body()).isEqualTo(client);
        }
    }

    @Test
    void whoSpeaksInBothWaysIsNotBelieved() throws Exception {
        try (RunningGateway gateway = gateway("gateway_settings: {drain_seconds: 1, trusted_proxies: [127.0.0.1]}")) {
            assertThat(gateway.get("/who", "x-forwarded-for", "203.0.113.7", "forwarded", "for=198.51.100.1").body())
                    .as("one of them may be the client's own invention").isEqualTo("127.0.0.1");
        }
    }

    @Test
    void liteLlmsSwitchTrustsEverybody() throws Exception {
        try (RunningGateway gateway = gateway("general_settings: {use_x_forwarded_for: true}\n"
                + "gateway_settings: {drain_seconds: 1}"); CapturedLog log = CapturedLog.of("access")) {
            assertThat(gateway.get("/who", "x-forwarded-for", "203.0.113.7").body()).isEqualTo("203.0.113.7");

            gateway.post("/v1/messages", "{", "x-forwarded-for", "203.0.113.8");
            Eventually.holds("the line is written", () -> !log.lines().isEmpty());
            assertThat(new ObjectMapper().readTree(log.lines().get(0)).path("client").asText()).isEqualTo("203.0.113.8");
        }
    }

    @Test
    void aPageOfTheGatewayItselfMayCallThroughAProxyThatAsksByAnotherName() throws Exception {
        String ask = Wire.post("/v1/messages", "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"x\"}]}", "origin: https://llm.example", "x-forwarded-host: llm.example", "x-api-key: sk-1");
        String keyed = "general_settings: {master_key: sk-1}\n";
        String trusting = "gateway_settings: {drain_seconds: 1, trusted_proxies: [127.0.0.1]}";
        try (RunningGateway gateway = gateway(keyed + trusting); Wire client = Wire.to(gateway)) {
            assertThat(client.send(ask).answer().status()).isEqualTo(200);
        }
        try (RunningGateway gateway = gateway(trusting); Wire client = Wire.to(gateway)) {
            assertThat(client.send(ask).answer().status())
                    .as("without a key a stranger's name that points here would open the gateway to its pages")
                    .isEqualTo(403);
        }
        try (RunningGateway gateway = gateway("gateway_settings: {drain_seconds: 1}"); Wire client = Wire.to(gateway)) {
            assertThat(client.send(ask).answer().status()).isEqualTo(403);
        }
    }

    @Test
    void theProxyProtocolTellsTheAddressOfAConnection() throws Exception {
        try (RunningGateway gateway = gateway("gateway_settings: {drain_seconds: 1, proxy_protocol: true}")) {
            try (Wire client = Wire.to(gateway)) {
                client.send("PROXY TCP4 203.0.113.7 10.0.0.1 5555 443\r\n" + ASK);
                assertThat(client.answer().body()).isEqualTo("203.0.113.7");
                assertThat(client.send(ASK).answer().body()).as("of all its requests").isEqualTo("203.0.113.7");
            }
            try (Wire client = Wire.to(gateway)) {
                byte[] second = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x21, 0x11, 0, 12,
                    (byte) 203, 0, 113, 9, 10, 0, 0, 1, 0x15, (byte) 0xb3, 1, (byte) 0xbb};
                for (byte each : second) {
                    client.send(new byte[] {each});
                }
                assertThat(client.send(ASK).answer().body()).isEqualTo("203.0.113.9");
            }
            try (Wire balancer = Wire.to(gateway)) {
                assertThat(balancer.send("PROXY UNKNOWN\r\n" + ASK).answer().body()).isEqualTo("127.0.0.1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ASK, "PROXY TCP4 rubbish\r\n" + ASK})
    void aConnectionWithoutTheHeaderIsClosedWhereItIsExpected(String bytes) throws Exception {
        try (RunningGateway gateway = gateway("gateway_settings: {drain_seconds: 1, proxy_protocol: true}");
                Wire client = Wire.to(gateway)) {
            client.send(bytes.getBytes(StandardCharsets.US_ASCII));
            assertThat(client.ends()).isTrue();
        }
    }
}
