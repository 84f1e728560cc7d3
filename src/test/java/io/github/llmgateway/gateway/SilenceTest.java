package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees while a provider says nothing, or nothing that means anything. */
class SilenceTest {

    private static final LiveProvider LIVE = new LiveProvider();
    private static final List<String> EVENTS = List.of(Answers.ANTHROPIC_STREAM.split("(?<=\n\n)"));
    private static StubProvider provider;
    private static RunningGateway gateway;
    private static RunningGateway impatient;

    @BeforeAll
    static void start() {
        provider = new StubProvider(LIVE);
        String models = """
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpt, litellm_params: {model: openai/gpt-test, api_key: k, api_base: "%1$s"}}
                  - {model_name: two, litellm_params: {model: anthropic/first, api_key: k, api_base: "%1$s"}}
                  - {model_name: two, litellm_params: {model: anthropic/second, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpts, litellm_params: {model: openai/first, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpts, litellm_params: {model: openai/second, api_key: k, api_base: "%1$s"}}
                router_settings: {num_retries: 1, disable_cooldowns: true, fallbacks: [{claude: [gpt]}]}
                """.formatted(provider.url());
        gateway = RunningGateway.with(models + "gateway_settings: {ping_interval_seconds: 0.1, drain_seconds: 1}\n");
        impatient = RunningGateway.with(models.replace("num_retries: 1", "num_retries: 0")
                + "gateway_settings: {idle_timeout_seconds: 0.3, drain_seconds: 1, first_byte_timeout_seconds: 5}\n");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        impatient.close();
        provider.close();
    }

    private static String ask(String path, String model) {
        return StreamingTest.ask(path, model, true);
    }

    private static void say(LiveAnswer answer, List<String> events) {
        events.forEach(answer::say);
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, event: ping", "/v1/chat/completions, : ping"})
    void pingsKeepAClientWaitingBeforeTheFirstEventAndBetweenEvents(String path, String ping) throws Exception {
        String model = path.equals("/v1/messages") ? "claude" : "gpt";
        List<String> events = List.of((model.equals("gpt") ? Answers.OPENAI_STREAM : Answers.ANTHROPIC_STREAM)
                .split("(?<=\n\n)"));
        try (Wire client = Wire.to(gateway)) {
            client.send(ask(path, model));
            LiveAnswer answer = LIVE.next();
            String head = client.until(ping);
            assertThat(head).contains("200 OK", "text/event-stream");

            answer.events();
            say(answer, events.subList(0, 2));
            String begun = client.until(ping);
            assertThat(begun).contains(events.get(0).trim(), events.get(1).trim());

            say(answer, events.subList(2, events.size()));
            answer.end();
            assertThat(client.until("0\r\n\r\n")).contains(events.get(events.size() - 1).trim());
        }
    }

    @Test
    void anotherDeploymentAnswersAfterPingsToo() throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(ask("/v1/messages", "two"));
            LiveAnswer first = LIVE.next();
            client.until("event: ping");
            first.head(500, "application/json").say("{\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                    + "\"message\":\"broken\"}}").end();

            LiveAnswer second = LIVE.next().events();
            say(second, EVENTS);
            second.end();

            assertThat(client.until("0\r\n\r\n")).contains("message_start", "message_stop").doesNotContain("broken");
            assertThat(first.asked().text()).isNotEqualTo(second.asked().text());
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, two", "/v1/messages, gpts", "/v1/chat/completions, gpts", "/v1/chat/completions, two"})
    void whatFailsForGoodAfterPingsIsToldAsAnEvent(String path, String model) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(ask(path, model));
            for (int i = 0; i < 2; i++) {
                LiveAnswer answer = LIVE.next();
                client.until("ping");
                answer.head(529, "application/json").say("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"}}").end();
            }

            String told = client.until("0\r\n\r\n");
            assertThat(told).contains("Overloaded", "overloaded_error");
            assertThat(told).contains(path.equals("/v1/messages") ? "event: error\ndata: {" : "data: {\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/v1/messages | two | event: ping~data: {\"type\":\"ping\"}~~",
        "/v1/messages | two | : a comment~~",
        "/v1/messages | gpts | : OPENROUTER PROCESSING~~",
        "/v1/chat/completions | gpts | : OPENROUTER PROCESSING~~",
        "/v1/chat/completions | two | event: ping~data: {\"type\":\"ping\"}~~"})
    void aProvidersPingBeforeItsErrorDoesNotKeepAnotherFromAnswering(String path, String model, String ping)
            throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(ask(path, model));
            LiveAnswer first = LIVE.next().events().say(ping.replace('~', '\n'));
            first.say(model.equals("two")
                    ? "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"no\"}}\n\n"
                    : "data: {\"error\":{\"message\":\"no\",\"code\":502}}\n\n");

            LiveAnswer second = LIVE.next().events();
            say(second, List.of((model.equals("gpts") ? Answers.OPENAI_STREAM : Answers.ANTHROPIC_STREAM)
                    .split("(?<=\n\n)")));
            second.end();

            Wire.Got answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("error");
            assertThat(answer.header("x-litellm-attempted-retries")).isEqualTo("1");
        }
    }

    @Test
    void aClientThatReadsSlowlyIsNoSilentProvider() throws Exception {
        byte[] piece = ("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{"
                + "\"type\":\"text_delta\",\"text\":\"" + "x".repeat(8000) + "\"}}\n\n").getBytes();
        try (Wire client = Wire.slow(impatient)) {
            client.send(ask("/v1/messages", "claude"));
            LiveAnswer answer = LIVE.next().events();
            say(answer, EVENTS.subList(0, 2));
            // Returns when the gateway has taken nothing for a second: thrice the bound for silence.
            long sent = answer.fill(piece, 200L << 20);

            client.skip(sent / 2);
            say(answer, EVENTS.subList(2, EVENTS.size()));
            answer.end();

            assertThat(client.until("0\r\n\r\n")).contains("message_stop").doesNotContain("event: error");
        }
    }

    @Test
    void aProviderThatIsSilentForTooLongEndsInAnErrorEvent() throws Exception {
        try (Wire client = Wire.to(impatient)) {
            client.send(ask("/v1/messages", "claude"));
            LiveAnswer answer = LIVE.next().events().say(EVENTS.get(0));

            assertThat(client.until("0\r\n\r\n")).contains("message_start", "event: error", "timeout_error");
            answer.awaitLeft();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, claude", "/v1/chat/completions, gpt", "/v1/messages, gpt"})
    void anAnswerThatIsWholeIsGoodAlthoughItsConnectionNeverEnds(String path, String model) throws Exception {
        try (Wire client = Wire.to(impatient)) {
            client.send(ask(path, model));
            LIVE.next().events().say(model.equals("gpt") ? Answers.OPENAI_STREAM : Answers.ANTHROPIC_STREAM);

            assertThat(client.until("0\r\n\r\n")).doesNotContain("error");
        }
    }
}
