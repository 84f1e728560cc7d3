package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.Http2;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 in clear from the first byte on, as the AWS SDK for JavaScript speaks it: many requests on one connection. */
class PriorKnowledgeTest {

    private static final int LARGEST = 3_000_000;
    private static LiveProvider live;
    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        live = new LiveProvider();
        provider = new StubProvider(live);
        gateway = RunningGateway.with(config(", max_request_bytes: " + LARGEST + ", max_buffered_bytes: 4000000, "
                + "max_header_bytes: 4096, body_timeout_seconds: 30"));
    }

    private static String config(String settings) {
        return """
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%s"}}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                gateway_settings: {drain_seconds: 5%s}
                """.formatted(provider.url(), settings);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @BeforeEach
    void answersAreSpokenByTheTest() {
        provider.behave(live);
    }

    @AfterEach
    void nothingStaysOpen() throws Exception {
        Eventually.holds("the last exchange ended", () -> gateway.gateway().open() == 0);
    }

    private static String ask(boolean stream) {
        return "{\"model\":\"claude\",\"max_tokens\":9,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";
    }

    private static String large(int size) {
        return ask(false).replace("2+2", "x".repeat(size - ask(false).length() + 3));
    }

    private static List<String> events() {
        return List.of(Answers.ANTHROPIC_STREAM.split("(?<=\n\n)"));
    }

    @Test
    void aWholeAnswerComes() {
        provider.behave(StubProvider.json(200, Answers.ANTHROPIC));
        try (Http2 client = Http2.to(gateway)) {
            Http2.Stream answer = client.post("/v1/messages", ask(false));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC);
            assertThat(client.get("/health/liveliness").status()).isEqualTo(200);
            assertThat(client.get("/no/such/path").status()).isEqualTo(404);
        }
    }

    @Test
    void anEventIsWithTheClientBeforeTheProviderSendsTheNext() throws Exception {
        try (Http2 client = Http2.to(gateway)) {
            Http2.Stream stream = client.post("/v1/messages", ask(true));
            LiveAnswer answer = live.next().events();
            for (String event : events()) {
                answer.say(event);
                stream.until(event);
            }
            answer.end();
            assertThat(stream.body()).isEqualTo(Answers.ANTHROPIC_STREAM);
            assertThat(stream.header("transfer-encoding")).isNull();
            assertThat(stream.header("connection")).isNull();
        }
    }

    @Test
    void aBodyOfManyWindowsArrivesWhole() {
        provider.behave(StubProvider.json(200, Answers.ANTHROPIC));
        String body = large(LARGEST);
        try (Http2 client = Http2.to(gateway)) {
            assertThat(client.post("/v1/messages", body).body()).isEqualTo(Answers.ANTHROPIC);
            assertThat(provider.last().text()).hasSize(body.length() - "claude".length() + "claude-test".length());
        }
    }

    @Test
    void aHundredRequestsAreAnsweredAtOnceOnOneConnection() throws Exception {
        try (Http2 client = Http2.to(gateway)) {
            List<Http2.Stream> streams = new ArrayList<>();
            List<LiveAnswer> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                streams.add(client.post("/v1/messages", ask(true)));
            }
            for (int i = 0; i < 100; i++) {
                answers.add(live.next().events().say(events().get(0)));
            }
            for (Http2.Stream stream : streams) {
                stream.until("message_start");
            }
            for (LiveAnswer answer : answers) {
                events().stream().skip(1).forEach(answer::say);
                answer.end();
            }
            for (Http2.Stream stream : streams) {
                assertThat(stream.body()).isEqualTo(Answers.ANTHROPIC_STREAM);
            }
        }
    }

    @Test
    void bodiesThatWaitForMemoryDoNotStopTheOthersOfTheirConnection() throws Exception {
        try (Http2 client = Http2.to(gateway)) {
            Http2.Stream first = client.post("/v1/messages", large(LARGEST));
            LiveAnswer held = live.next();
            // No room for this one, whose window is full soon, until the first is done.
            Http2.Stream waiting = client.post("/v1/messages", large(LARGEST - 1));

            assertThat(client.get("/health/liveliness").body()).isNotEmpty();
            held.head(200, "application/json").say(Answers.ANTHROPIC).end();
            assertThat(first.body()).isEqualTo(Answers.ANTHROPIC);

            live.next().head(200, "application/json").say(Answers.ANTHROPIC).end();
            assertThat(waiting.body()).isEqualTo(Answers.ANTHROPIC);
        }
    }

    @Test
    void aBodyTooLargeEndsItsRequestAlone() throws Exception {
        try (Http2 client = Http2.to(gateway)) {
            Http2.Stream other = client.post("/v1/messages", ask(true));
            LiveAnswer answer = live.next().events().say(events().get(0));

            Http2.Stream announced = client.begin("/v1/messages", "content-length", "5000000000").sendHead();
            assertThat(announced.status()).isEqualTo(413);
            assertThat(announced.header("connection")).isNull();
            Http2.Stream unannounced = client.begin("/v1/messages");
            for (int i = 0; i < 40; i++) {
                unannounced.send("x".repeat(100_000));
            }
            assertThat(unannounced.status()).isEqualTo(413);

            events().stream().skip(1).forEach(answer::say);
            answer.end();
            assertThat(other.body()).isEqualTo(Answers.ANTHROPIC_STREAM);
            Eventually.holds("the refused are gone", () -> gateway.gateway().open() == 0);
            assertThat(client.get("/health/liveliness").status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestThatIsBrokenOffEndsTheProvidersWorkAndNoOther() throws Exception {
        try (Http2 client = Http2.to(gateway)) {
            Http2.Stream stays = client.post("/v1/messages", ask(true));
            LiveAnswer stay = live.next().events().say(events().get(0));
            Http2.Stream early = client.post("/v1/messages", ask(true));
            LiveAnswer unanswered = live.next();
            Http2.Stream late = client.post("/v1/messages", ask(true));
            LiveAnswer begun = live.next().events().say(events().get(0));
            late.until("message_start");

            early.reset();
            late.reset();

            unanswered.awaitLeft();
            begun.awaitLeft();
            events().stream().skip(1).forEach(stay::say);
            stay.end();
            assertThat(stays.body()).isEqualTo(Answers.ANTHROPIC_STREAM);
        }
    }

    @Test
    void aBodyThatIsBrokenOffGivesItsMemoryBack() throws Exception {
        provider.behave(StubProvider.json(200, Answers.ANTHROPIC));
        try (Http2 client = Http2.to(gateway)) {
            for (int i = 0; i < 3; i++) {
                Http2.Stream broken = client.begin("/v1/messages", "content-length", "" + LARGEST).sendHead();
                // The first holds its memory, the next waits for it.
                Http2.Stream waits = client.begin("/v1/messages", "content-length", "" + LARGEST).sendHead();
                Eventually.holds("both are read", () -> gateway.gateway().open() == 2);
                waits.reset();
                broken.reset();
                Eventually.holds("both are gone", () -> gateway.gateway().open() == 0);
            }
            assertThat(client.post("/v1/messages", large(LARGEST)).body()).isEqualTo(Answers.ANTHROPIC);
        }
    }

    @Test
    void aClientThatReadsNothingOfOneAnswerStopsThatProviderAlone() throws Exception {
        byte[] piece = ("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{"
                + "\"type\":\"text_delta\",\"text\":\"" + "x".repeat(8000) + "\"}}\n\n").getBytes(StandardCharsets.UTF_8);
        try (Http2 client = Http2.to(gateway)) {
            Http2.Stream slow = client.post("/v1/messages", ask(true));
            LiveAnswer answer = live.next().events().say(events().get(0)).say(events().get(1));
            slow.until("content_block_start");
            slow.pause();

            long sent = answer.fill(piece, 200L << 20);

            assertThat(sent).isLessThan(40L << 20);
            assertThat(client.get("/health/liveliness").body()).isNotEmpty();
            slow.resume();
            events().subList(2, events().size()).forEach(answer::say);
            answer.end();
            assertThat(slow.body()).hasSizeGreaterThan((int) sent).endsWith(events().get(events().size() - 1));
        }
    }

    @Test
    void headersTooLargeAreRefused() throws Exception {
        // A client of good manners has read the gateway's settings and does not send them.
        byte[] name = "x-large".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        // GET, /, http by their numbers in HPACK's table, then a literal of 5000 bytes (RFC 7541).
        headers.writeBytes(new byte[] {(byte) 0x82, (byte) 0x84, (byte) 0x86, 0x00, (byte) name.length});
        headers.writeBytes(name);
        headers.writeBytes(new byte[] {0x7f, (byte) (5000 - 127 & 0x7f | 0x80), (byte) (5000 - 127 >> 7)});
        headers.writeBytes("x".repeat(5000).getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        bytes.writeBytes(new byte[] {0, (byte) (headers.size() >> 8), (byte) headers.size(), 1, 5, 0, 0, 0, 1});
        bytes.writeBytes(headers.toByteArray());
        try (Wire client = Wire.to(gateway)) {
            assertThat(client.send(bytes.toByteArray()).until("431")).isNotEmpty();
        }
    }

    @Test
    void whenTheGatewayStopsOpenAnswersEndAndIdleConnectionsAreToldToGo() throws Exception {
        RunningGateway other = RunningGateway.with(config(""));
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (Http2 idle = Http2.to(other); Http2 busy = Http2.to(other)) {
            assertThat(idle.get("/health/liveliness").body()).isNotEmpty();
            Http2.Stream stream = busy.post("/v1/messages", ask(true));
            LiveAnswer answer = live.next().events().say(events().get(0));
            stream.until("message_start");

            new Thread(() -> {
                other.close();
                closed.complete(null);
            }).start();

            idle.awaitGoAway();
            events().stream().skip(1).forEach(answer::say);
            answer.end();
            assertThat(stream.body()).isEqualTo(Answers.ANTHROPIC_STREAM);
            busy.awaitGoAway();
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsOpenWhenTheTimeIsOverIsCut() throws Exception {
        RunningGateway other = RunningGateway.with(config("").replace("drain_seconds: 5", "drain_seconds: 0.2"));
        try (Http2 client = Http2.to(other)) {
            client.post("/v1/messages", ask(true));
            LiveAnswer answer = live.next().events().say(events().get(0));

            other.close();

            answer.awaitLeft();
            client.awaitGoAway();
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() {
        try (RunningGateway other = RunningGateway.with(config(", max_connections: 1"));
                Http2 first = Http2.to(other); Http2 second = Http2.to(other)) {
            assertThat(first.get("/health/liveliness").status()).isEqualTo(200);
            Http2.Stream refused = second.get("/health/liveliness");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            second.awaitGoAway();
        }
    }

    @Test
    void anOfferToUpgradeIsPassedOver() throws Exception {
        provider.behave(StubProvider.json(200, Answers.ANTHROPIC));
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/messages"))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(large(200_000))).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC);
        }
    }

    @Test
    void nodesClientIsServed() throws Exception {
        provider.behave(StubProvider.events(Answers.ANTHROPIC_STREAM));
        Process node;
        try {
            node = new ProcessBuilder("node", "-e", """
                    const session = require('http2').connect(process.argv[1]);
                    const request = session.request({':method': 'POST', ':path': '/v1/messages',
                      'content-type': 'application/json'});
                    request.on('response', head => process.stdout.write(head[':status'] + '\\n'));
                    request.on('data', data => process.stdout.write(data));
                    request.on('end', () => session.close());
                    request.end(process.argv[2]);
                    """, gateway.url(), ask(true)).redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            assumeTrue(false, "node is not installed");
            return;
        }
        try {
            assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("200\n" + Answers.ANTHROPIC_STREAM);
        } finally {
            node.destroyForcibly();
        }
    }
}
