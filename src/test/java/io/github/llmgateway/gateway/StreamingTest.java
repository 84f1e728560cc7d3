package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams reach the client as they come, and a client that goes away or reads slowly is felt by the provider. */
class StreamingTest {

    private static final LiveProvider LIVE = new LiveProvider();
    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = new StubProvider(LIVE);
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpt, litellm_params: {model: openai/gpt-test, api_key: k, api_base: "%1$s"}}
                router_settings: {num_retries: 0}
                gateway_settings: {drain_seconds: 1}
                """.formatted(provider.url()));
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

    static String ask(String path, String model, boolean stream) {
        return Wire.post(path, "{\"model\":\"" + model + "\",\"max_tokens\":99,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");
    }

    private static List<String> events(String stream) {
        return List.of(stream.split("(?<=\n\n)"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude", "/v1/messages, gpt", "/v1/chat/completions, gpt", "/v1/chat/completions, claude"})
    void anEventIsWithTheClientBeforeTheProviderSendsTheNext(String path, String model) throws Exception {
        boolean anthropic = model.equals("claude");
        try (Wire client = Wire.to(gateway)) {
            client.send(ask(path, model, true));
            LiveAnswer answer = LIVE.next().events();
            String text = anthropic
                    ? "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{"
                            + "\"type\":\"text_delta\",\"text\":\"token-%d\"}}\n\n"
                    : "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                            + "[{\"index\":0,\"delta\":{\"content\":\"token-%d\"},\"finish_reason\":null}]}\n\n";
            List<String> events = events(anthropic ? Answers.ANTHROPIC_STREAM : Answers.OPENAI_STREAM);
            answer.say(events.get(0));
            if (anthropic) {
                answer.say(events.get(1));
            }
            for (int i = 0; i < 5; i++) {
                answer.say(text.formatted(i));
                client.until("token-" + i);
            }
            events.subList(2, events.size()).forEach(answer::say);
            answer.end();
            client.until("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude", "/v1/messages, gpt", "/v1/chat/completions, gpt", "/v1/chat/completions, claude"})
    void eventsMayBeCutAtAnyByte(String path, String model) throws Exception {
        String stream = (model.equals("claude") ? Answers.ANTHROPIC_STREAM : Answers.OPENAI_STREAM)
                .replace("\"text\":\"4\"", "\"text\":\"vier \u00fc \u20ac \ud83d\ude00\"")
                .replace("\"content\":\"four\"", "\"content\":\"vier \u00fc \u20ac \ud83d\ude00\"");
        try (Wire client = Wire.to(gateway)) {
            client.send(ask(path, model, true));
            LiveAnswer answer = LIVE.next().events();
            for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
                answer.say(new byte[] {b});
            }
            answer.end();

            String body = client.answer().body();
            assertThat(body).contains("vier \u00fc \u20ac \ud83d\ude00").doesNotContain("\ufffd", "error");
            if (path.equals("/v1/messages") && model.equals("claude")) {
                assertThat(body).isEqualTo(stream);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, nothing", "true, a head", "true, an event", "false, nothing", "false, a head"})
    void aClientThatLeavesEndsTheProvidersWork(boolean stream, String after) throws Exception {
        Wire client = Wire.to(gateway);
        client.send(ask("/v1/messages", "claude", stream));
        LiveAnswer answer = LIVE.next();
        if (!after.equals("nothing")) {
            answer.head(200, stream ? "text/event-stream" : "application/json");
        }
        if (after.equals("an event")) {
            answer.say(events(Answers.ANTHROPIC_STREAM).get(0));
            client.until("message_start");
        }

        client.close();

        answer.awaitLeft();
    }

    @Test
    void aClientThatTakesNothingForTooLongIsGivenUpAndItsProviderToo() throws Exception {
        byte[] piece = ("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{"
                + "\"type\":\"text_delta\",\"text\":\"" + "x".repeat(8000) + "\"}}\n\n").getBytes(StandardCharsets.UTF_8);
        try (RunningGateway impatient = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%s"}}
                gateway_settings: {drain_seconds: 1, send_timeout_seconds: 0.5}
                """.formatted(provider.url())); Wire client = Wire.slow(impatient)) {
            client.send(ask("/v1/messages", "claude", true));
            List<String> events = events(Answers.ANTHROPIC_STREAM);
            LiveAnswer answer = LIVE.next().events().say(events.get(0)).say(events.get(1));

            answer.fill(piece, 200L << 20);

            answer.awaitLeft();
            Eventually.holds("the exchange ended", () -> impatient.gateway().open() == 0);
        }
    }

    @Test
    void aClientThatLeavesDuringTranslationEndsTheProvidersWork() throws Exception {
        Wire client = Wire.to(gateway);
        client.send(ask("/v1/messages", "gpt", true));
        LiveAnswer answer = LIVE.next().events().say(events(Answers.OPENAI_STREAM).get(0));
        client.until("message_start");

        client.close();

        answer.awaitLeft();
    }

    @ParameterizedTest
    @CsvSource({"claude, /v1/messages", "gpt, /v1/messages"})
    void aClientThatReadsNothingStopsTheProviderAndReadsAllLater(String model, String path) throws Exception {
        boolean anthropic = model.equals("claude");
        String filler = "x".repeat(8000);
        byte[] piece = (anthropic
                ? "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{"
                        + "\"type\":\"text_delta\",\"text\":\"" + filler + "\"}}\n\n"
                : "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                        + "[{\"index\":0,\"delta\":{\"content\":\"" + filler + "\"},\"finish_reason\":null}]}\n\n")
                .getBytes(StandardCharsets.UTF_8);
        List<String> events = events(anthropic ? Answers.ANTHROPIC_STREAM : Answers.OPENAI_STREAM);
        try (Wire client = Wire.slow(gateway)) {
            client.send(ask(path, model, true));
            LiveAnswer answer = LIVE.next().events().say(events.get(0));
            if (anthropic) {
                answer.say(events.get(1));
            }
            long most = 200L << 20;

            long sent = answer.fill(piece, most);

            // What the sockets and the two queues of the gateway hold; far below what was to be sent.
            assertThat(sent).isLessThan(40L << 20);
            Thread reader = new Thread(() -> {
                try {
                    client.until("0\r\n\r\n");
                } catch (java.io.IOException broken) {
                    throw new java.io.UncheckedIOException(broken);
                }
            });
            Throwable[] failed = new Throwable[1];
            reader.setUncaughtExceptionHandler((thread, thrown) -> failed[0] = thrown);
            reader.start();
            events.subList(2, events.size()).forEach(answer::say);
            answer.end();
            reader.join(30_000);
            assertThat(reader.isAlive()).isFalse();
            assertThat(failed[0]).isNull();
        }
    }

    @Test
    void anExchangeIsOpenUntilItsLastByte() throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(ask("/v1/messages", "claude", true));
            LiveAnswer answer = LIVE.next().events().say(events(Answers.ANTHROPIC_STREAM).get(0));
            client.until("message_start");
            assertThat(gateway.gateway().open()).isEqualTo(1);

            events(Answers.ANTHROPIC_STREAM).stream().skip(1).forEach(answer::say);
            client.until("message_stop\"}");
            assertThat(gateway.gateway().open()).isEqualTo(1);

            answer.end();
            client.until("0\r\n\r\n");
        }
    }
}
