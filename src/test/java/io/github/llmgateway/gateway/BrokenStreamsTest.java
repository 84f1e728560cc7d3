package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before the first event another deployment answers; after it the client is told, and nobody is asked again. */
class BrokenStreamsTest {

    private static final String PAIRS = """
            /v1/messages, claude
            /v1/messages, gpt
            /v1/chat/completions, claude
            /v1/chat/completions, gpt
            """;

    private static final LiveProvider LIVE = new LiveProvider();
    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = new StubProvider(LIVE);
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/first, api_key: k, api_base: "%1$s"}}
                  - {model_name: claude, litellm_params: {model: anthropic/second, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpt, litellm_params: {model: openai/first, api_key: k, api_base: "%1$s"}}
                  - {model_name: gpt, litellm_params: {model: openai/second, api_key: k, api_base: "%1$s"}}
                router_settings: {num_retries: 1, disable_cooldowns: true, fallbacks: [{claude: [gpt]}]}
                gateway_settings: {drain_seconds: 1}
                """.formatted(provider.url()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    private static List<String> events(String model) {
        return List.of((model.equals("claude") ? Answers.ANTHROPIC_STREAM : Answers.OPENAI_STREAM).split("(?<=\n\n)"));
    }

    private static String error(String model) {
        return model.equals("claude")
                ? "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"
                : "data: {\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\",\"code\":null}}\n\n";
    }

    @ParameterizedTest
    @CsvSource(textBlock = PAIRS)
    void aStreamWhoseFirstEventIsAnErrorIsAnsweredByAnother(String path, String model) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask(path, model, true));
            LIVE.next().events().say(error(model));
            LiveAnswer second = LIVE.next().events();
            events(model).forEach(second::say);
            second.end();

            Wire.Got answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("Overloaded");
            assertThat(answer.header("x-litellm-attempted-retries")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = PAIRS)
    void aStreamThatBreaksOffBeforeItsFirstEventIsAnsweredByAnother(String path, String model) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask(path, model, true));
            LIVE.next().events().breakOff();
            LiveAnswer second = LIVE.next().events();
            events(model).forEach(second::say);
            second.end();

            assertThat(client.answer().body()).doesNotContain("error");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = PAIRS)
    void aBreakInTheMiddleIsToldAndNothingIsTriedAgain(String path, String model) throws Exception {
        int asked = provider.asked().size();
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask(path, model, true));
            LiveAnswer answer = LIVE.next().events();
            answer.say(events(model).get(0)).say(events(model).get(1));
            client.until("\n\n");

            answer.breakOff();

            endsInAnError(client.until("0\r\n\r\n"), path, "broke off");
        }
        Eventually.holds("the exchange ended", () -> gateway.gateway().open() == 0);
        assertThat(provider.asked()).hasSize(asked + 1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = PAIRS)
    void anEndInTheMiddleOfAnAnswerIsNoEnd(String path, String model) throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask(path, model, true));
            LiveAnswer answer = LIVE.next().events();
            answer.say(events(model).get(0)).say(events(model).get(1)).say("data: {\"torn");
            answer.end();

            endsInAnError(client.until("0\r\n\r\n"), path, "");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = PAIRS)
    void anErrorInTheMiddleReachesTheClientInItsOwnWords(String path, String model) throws Exception {
        int asked = provider.asked().size();
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask(path, model, true));
            LiveAnswer answer = LIVE.next().events();
            answer.say(events(model).get(0)).say(events(model).get(1));
            client.until("\n\n");

            answer.say(error(model));

            endsInAnError(client.until("0\r\n\r\n"), path, "Overloaded");
            answer.awaitLeft();
        }
        assertThat(provider.asked()).hasSize(asked + 1);
    }

    private static void endsInAnError(String stream, String path, String saying) {
        if (path.equals("/v1/messages")) {
            assertThat(stream).containsOnlyOnce("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"")
                    .doesNotContain("message_stop");
        } else {
            assertThat(stream).containsOnlyOnce("data: {\"error\":{\"message\":\"").doesNotContain("[DONE]");
        }
        assertThat(stream).contains(saying);
    }
}
