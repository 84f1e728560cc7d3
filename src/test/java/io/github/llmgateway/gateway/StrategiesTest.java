package io.github.llmgateway.gateway;

import static io.github.llmgateway.testing.Answers.anthropicError;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.ByModel;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.LiveAnswer;
import io.github.llmgateway.testing.LiveProvider;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Behaviour;
import io.github.llmgateway.testing.Wire;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which deployment of a group is asked, by {@code routing_strategy}. */
class StrategiesTest {

    private static final Behaviour GOOD = StubProvider.json(200, Answers.ANTHROPIC);

    private final ByModel models = new ByModel();
    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void startProvider() {
        provider = new StubProvider(models);
        List.of("w", "x", "y", "z").forEach(each -> models.when(each, GOOD));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    /** A gateway whose group {@code m} has deployments with these names and further parameters. */
    private void start(String router, String... deployments) {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        for (String deployment : deployments) {
            yaml.append("  - {model_name: m, litellm_params: {model: anthropic/").append(deployment)
                    .append(", api_key: k, api_base: \"").append(provider.url()).append("\"}}\n");
        }
        gateway = RunningGateway.with(yaml + "gateway_settings: {drain_seconds: 1}\nrouter_settings: {" + router + "}\n");
    }

    private void ask(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            ask("", "2+2");
        }
    }

    private void ask(String system, String question) throws Exception {
        assertThat(gateway.post("/v1/messages", "{\"model\":\"m\",\"max_tokens\":9,\"system\":\"" + system
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}").statusCode()).isEqualTo(200);
    }

    @Test
    void aShuffleFollowsTheWeights() throws Exception {
        start("routing_strategy: simple-shuffle", "x, weight: 3", "y, weight: 1", "z, weight: 0");

        ask(400);

        // Five standard deviations to either side of 300.
        assertThat(models.count("x")).isBetween(256, 344);
        assertThat(models.count("z")).isZero();
    }

    @Test
    void aShuffleWithoutWeightsFollowsTheLimits() throws Exception {
        start("routing_strategy: simple-shuffle", "x, rpm: 3000", "y, rpm: 1000");

        ask(400);

        assertThat(models.count("x")).isBetween(256, 344);
    }

    @Test
    void roundRobinAsksOneAfterTheOther() throws Exception {
        start("routing_strategy: round-robin", "x", "y", "z");

        ask(9);

        assertThat(List.of(models.count("x"), models.count("y"), models.count("z"))).containsExactly(3, 3, 3);
    }

    @Test
    void theLeastBusyIsAsked() throws Exception {
        LiveProvider live = new LiveProvider();
        models.when("x", live, GOOD).when("y", live, GOOD);
        start("routing_strategy: least-busy", "x", "y");
        try (Wire client = Wire.to(gateway)) {
            client.send(StreamingTest.ask("/v1/messages", "m", false));
            LiveAnswer held = live.next();
            String busy = held.asked().text().contains("\"x\"") ? "x" : "y";
            models.when("x", GOOD).when("y", GOOD);

            ask(5);

            assertThat(models.count(busy)).isEqualTo(1);
            held.head(200, "application/json").say(Answers.ANTHROPIC).end();
            client.answer();
        }
    }

    @Test
    void theFastestIsAskedOnceAllAreKnown() throws Exception {
        models.when("x", (asked, response) -> provider.vertx().setTimer(200, late -> GOOD.answer(asked, response)));
        start("routing_strategy: latency-based-routing", "x", "y");

        ask(8);

        assertThat(models.count("x")).isEqualTo(1);
    }

    @Test
    void theOneWithTheMostRoomIsAsked() throws Exception {
        start("routing_strategy: usage-based-routing", "x, rpm: 1000", "y, rpm: 100");

        ask(44);

        assertThat(models.count("y")).isBetween(3, 5);
    }

    @Test
    void theCheapestIsAsked() throws Exception {
        start("routing_strategy: cost-based-routing", "w",
                "x, input_cost_per_token: 0.000003, output_cost_per_token: 0.000015",
                "y, input_cost_per_token: 0.000001, output_cost_per_token: 0.000005");

        ask(5);

        assertThat(models.count("y")).isEqualTo(5);
    }

    @Test
    void failoverAsksTheFirstAsLongAsItAnswers() throws Exception {
        models.when("x", GOOD, GOOD, anthropicError(500, "api_error"), GOOD);
        start("routing_strategy: failover, num_retries: 1, allowed_fails: 0, cooldown_time: 60", "x", "y");

        ask(4);

        assertThat(models.count("x")).isEqualTo(3);
        assertThat(models.count("y")).isEqualTo(2);
    }

    @Test
    void theNextOrderIsAskedWhenAllOfTheLowerRest() throws Exception {
        models.when("x", anthropicError(500, "api_error")).when("y", anthropicError(500, "api_error"));
        start("num_retries: 3, allowed_fails: 0, cooldown_time: 60", "z", "x, order: 1", "y, order: 1", "w, order: 2");

        ask(3);

        assertThat(List.of(models.count("x"), models.count("y"), models.count("w"), models.count("z")))
                .containsExactly(1, 1, 3, 0);
    }

    @Test
    void aLongConversationStaysWithItsDeployment() throws Exception {
        start("routing_strategy: simple-shuffle", "w", "x", "y", "z");
        Set<String> used = new HashSet<>();
        for (int conversation = 0; conversation < 16; conversation++) {
            String system = ("conversation " + conversation + " ").repeat(300);
            used.add(chosen(system, "first"));
            String before = chosen(system, "first");
            for (int turn = 0; turn < 3; turn++) {
                assertThat(chosen(system, "first")).isEqualTo(before);
            }
        }
        assertThat(used).hasSizeGreaterThan(1);
    }

    /** The model that a request was sent to. */
    private String chosen(String system, String question) throws Exception {
        ask(system, question);
        String text = provider.last().text();
        return text.substring(text.indexOf("\"model\":\"") + 9).substring(0, 1);
    }

    @Test
    void aConversationThatHadToMoveStaysWhereItsPromptCacheIsNow() throws Exception {
        start("num_retries: 1, allowed_fails: 0, cooldown_time: 0.2", "w", "x", "y", "z");
        String system = "a long conversation ".repeat(300);
        String home = chosen(system, "first");
        models.when(home, anthropicError(500, "api_error"), GOOD);

        String meanwhile = chosen(system, "first");

        assertThat(meanwhile).isNotEqualTo(home);
        Eventually.holds("the first deployment is well again", () -> {
            chosen("another conversation " + models.count(home) + provider.asked().size() + " ".repeat(4000), "first");
            return models.count(home) > 2;
        });
        assertThat(chosen(system, "first")).isEqualTo(meanwhile);
    }

    @Test
    void shortPromptsAreSpread() throws Exception {
        start("", "x", "y");

        ask(40);

        assertThat(models.count("x")).isBetween(1, 39);
    }
}
