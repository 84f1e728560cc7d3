package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes and configuration change while requests are under way, and the gateway stops without breaking them. */
class ReloadTest {

    private static final String[] EVENTS = Answers.ANTHROPIC_STREAM.split("(?<=\n\n)");

    private final LiveProvider live = new LiveProvider();
    private StubProvider provider;
    private RunningGateway gateway;

    @TempDir
    private Path routes;

    @BeforeEach
    void start() throws Exception {
        provider = new StubProvider(live);
        say("one");
        gateway = RunningGateway.with(config("claude", ""), Optional.of(routes));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    private String config(String model, String settings) {
        return """
                model_list:
                  - {model_name: %s, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%s"}}
                gateway_settings: {drain_seconds: 1%s}
                """.formatted(model, provider.url(), settings);
    }

    private void say(String what) throws Exception {
        Files.writeString(routes.resolve("own.yaml"), """
                - route:
                    id: own
                    from:
                      uri: platform-http:/own
                      steps:
                        - setBody: {constant: "%s"}
                """.formatted(what));
    }

    private static String ask(String model) {
        return StreamingTest.ask("/v1/messages", model, true);
    }

    private LiveAnswer begun(Wire client) throws Exception {
        client.send(ask("claude"));
        LiveAnswer answer = live.next().events().say(EVENTS[0]);
        client.until("message_start");
        return answer;
    }

    private static void finish(LiveAnswer answer) {
        for (int i = 1; i < EVENTS.length; i++) {
            answer.say(EVENTS[i]);
        }
        answer.end();
    }

    @Test
    void anEditedRouteActsForTheNextRequest() throws Exception {
        assertThat(gateway.get("/own").body()).isEqualTo("one");

        say("two");
        gateway.reload(config("claude", ""));

        assertThat(gateway.get("/own").body()).isEqualTo("two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "- route: {id: own, from: {uri: 'platform-http:/own', steps: [{setBodi: {constant: x}}]}} | setBodi",
        "- route: {id: own, from: {uri: 'platform-http:/own', steps: [{to: 'nosuch:thing'}]}} | nosuch",
        "- route: {id: own, from: {uri: 'platform-http:/own', steps: [{process: {ref: nobody}}]}} | nobody",
        "- route: {id: own, from: [ | own.yaml",
        "- route: {id: gateway, from: {uri: 'direct:x', steps: [{log: x}]}} | gateway"})
    void aBrokenEditIsRefusedWithItsReasonAndTheVersionBeforeServes(String edit, String reason) throws Exception {
        Files.writeString(routes.resolve("own.yaml"), edit);

        assertThatThrownBy(() -> gateway.reload(config("other", "")))
                .satisfies(refused -> assertThat(Reason.of(refused)).contains(reason));

        assertThat(gateway.get("/own").body()).isEqualTo("one");
        assertThat(gateway.gateway().config().groups()).containsKey("claude");
        say("mended");
        gateway.reload(config("claude", ""));
        assertThat(gateway.get("/own").body()).isEqualTo("mended");
    }

    @Test
    void aChangedConfigurationActsForTheNextRequest() throws Exception {
        gateway.reload(config("newcomer", ", ping_interval_seconds: 0.1"));

        assertThat(gateway.get("/v1/models").body()).contains("newcomer").doesNotContain("claude");
        try (Wire client = Wire.to(gateway)) {
            client.send(ask("newcomer"));
            client.until("event: ping");
            finish(live.next().events().say(EVENTS[0]));
            client.until("0\r\n\r\n");
            client.send(ask("claude"));
            assertThat(client.answer().status()).isEqualTo(404);
        }
    }

    @Test
    void aStreamGoesOnOverSwapsToItsEndAndIsToldAfterwards() throws Exception {
        try (CapturedLog log = CapturedLog.of("access"); Wire client = Wire.to(gateway)) {
            LiveAnswer answer = begun(client);

            // Connections to providers belong to settings: others must not close those of an open stream.
            gateway.reload(config("claude", ", idle_timeout_seconds: 50"));
            gateway.reload(config("claude", ", idle_timeout_seconds: 40"));
            try (CapturedLog swaps = CapturedLog.of(Gateway.class.getName())) {
                gateway.reload(config("claude", ", idle_timeout_seconds: 30"));
                Eventually.holds("a generation between is gone",
                        () -> swaps.lines().stream().anyMatch(line -> line.contains("drained")));
            }
            assertThat(gateway.gateway().open()).isEqualTo(1);
            finish(answer);

            assertThat(client.until("0\r\n\r\n")).contains("message_stop").doesNotContain("event: error");
            Eventually.holds("the stream is told", () -> log.lines().size() == 1);
            assertThat(log.lines().get(0)).contains("\"output_tokens\":5");
        }
    }

    @Test
    void requestsDuringSwapsAllSucceed() throws Exception {
        AtomicInteger good = new AtomicInteger();
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            try (Wire client = Wire.to(gateway)) {
                for (int i = 0; i < 2_000; i++) {
                    Wire.Got got = client.send("GET /own HTTP/1.1\r\nhost: test\r\n\r\n").answer();
                    if (got.status() == 200 && List.of("one", "two").contains(got.body())) {
                        good.incrementAndGet();
                    }
                }
            } catch (java.io.IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        });
        for (int i = 0; i < 3; i++) {
            say("two");
            gateway.reload(config("claude", ""));
        }
        asking.get(30, TimeUnit.SECONDS);

        assertThat(good.get()).isEqualTo(2_000);
    }

    @Test
    void whileTheGatewayStopsItIsNotReadyAndWhatIsUnderWayEnds() throws Exception {
        gateway.reload(config("claude", "").replace("drain_seconds: 1", "drain_seconds: 20"));
        assertThat(gateway.get("/health/readiness").statusCode()).isEqualTo(200);
        try (Wire client = Wire.to(gateway)) {
            LiveAnswer answer = begun(client);

            CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);

            Eventually.holds("the gateway is not ready", () -> gateway.get("/health/readiness").statusCode() == 503);
            assertThat(gateway.get("/own").statusCode()).isEqualTo(200);
            assertThat(stopping).isNotDone();
            finish(answer);
            assertThat(client.until("0\r\n\r\n")).contains("message_stop");
            stopping.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatGoesOnBeyondTheDrainTimeIsCutAndTold() throws Exception {
        try (CapturedLog log = CapturedLog.of("access"); Wire client = Wire.to(gateway)) {
            LiveAnswer answer = begun(client);
            gateway.reload(config("claude", ""));

            CompletableFuture.runAsync(gateway::close).get(20, TimeUnit.SECONDS);

            assertThat(client.ends()).isTrue();
            answer.awaitLeft();
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void aFileThatIsWrittenIsNoticed() throws Exception {
        AtomicInteger changes = new AtomicInteger();
        Path file = routes.resolve("own.yaml");
        try (Watcher watcher = new Watcher(() -> List.of(file), changes::incrementAndGet)) {
            say("something longer than before");
            Eventually.holds("the change is noticed", () -> changes.get() == 1);
        }
    }
}
