package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.BlockingStep;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever adds a step to a route need not know about event loops. */
class BlockingStepsTest {

    private static final String[] EVENTS = Answers.ANTHROPIC_STREAM.split("(?<=\n\n)");

    private final LiveProvider live = new LiveProvider();
    private StubProvider provider;

    @TempDir
    private Path routes;

    @BeforeEach
    void startProvider() {
        provider = new StubProvider(live);
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    /** The story with one more step in it, for requests with the header {@code x-wait}. */
    private RunningGateway with(String step) throws Exception {
        Files.writeString(routes.resolve("gateway.yaml"), """
                - route:
                    id: gateway
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:gateway
                      steps:
                        - to: direct:authenticate
                        - choice:
                            when:
                              - simple: "${header.x-wait} != null"
                                steps:
                                  - %s
                        - process: {ref: read-request}
                        - to: direct:resolve
                        - to: llm:resolved
                """.formatted(step.replace("TYPE", BlockingStep.class.getName())));
        return RunningGateway.with("""
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: k, api_base: "%1$s"}}
                gateway_settings: {drain_seconds: 1}
                """.formatted(provider.url()), Optional.of(routes));
    }

    private static String ask(boolean stream, String... headers) {
        return Wire.post("/v1/messages", "{\"model\":\"claude\",\"max_tokens\":9,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}", headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bean: {beanType: TYPE, method: block}", "to: class:TYPE?method=block",
        "toD: class:TYPE?method=block", "setProperty: {name: x, method: {beanType: TYPE, method: block}}",
        "setProperty: {name: x, simple: \"${bean:type:TYPE?method=block}\"}",
        "choice: {when: [{expression: {method: {beanType: TYPE, method: blocks}}, steps: [{log: x}]}]}"})
    void aStepThatWaitsStopsNoStream(String step) throws Exception {
        try (RunningGateway gateway = with(step); Wire streaming = Wire.to(gateway); Wire waiting = Wire.to(gateway)) {
            streaming.send(ask(true));
            LiveAnswer stream = live.next().events().say(EVENTS[0]);
            streaming.until("message_start");

            waiting.send(ask(false, "x-wait: 1"));
            BlockingStep.awaitEntered();
            for (int i = 1; i < EVENTS.length; i++) {
                stream.say(EVENTS[i]);
                streaming.until(EVENTS[i]);
            }
            stream.end();
            streaming.until("0\r\n\r\n");

            BlockingStep.release();
            live.next().head(200, "application/json").say(Answers.ANTHROPIC).end();
            assertThat(waiting.answer().body()).isEqualTo(Answers.ANTHROPIC);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delay: {constant: 20}", "throttle: {expression: {constant: 100}}",
        "bean: {beanType: java.lang.Thread, method: yield}"})
    void anAnswerStreamsBehindAStepThatComesBackOnAnotherThread(String step) throws Exception {
        try (RunningGateway gateway = with(step); Wire client = Wire.to(gateway); Wire leaving = Wire.to(gateway)) {
            client.send(ask(true, "x-wait: 1"));
            LiveAnswer stream = live.next().events();
            for (String event : EVENTS) {
                stream.say(event);
                client.until(event);
            }
            stream.end();
            client.until("0\r\n\r\n");

            leaving.send(ask(true, "x-wait: 1"));
            LiveAnswer left = live.next();
            leaving.close();
            left.awaitLeft();
        }
    }
}
