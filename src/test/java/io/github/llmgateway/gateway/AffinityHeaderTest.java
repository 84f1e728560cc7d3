package io.github.llmgateway.gateway;

import static io.github.llmgateway.testing.Answers.anthropicError;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.ByModel;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Behaviour;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code x-gateway-affinity} tells of a conversation's prompt cache, and what outlives what. */
class AffinityHeaderTest {

    private static final Behaviour GOOD = StubProvider.json(200, Answers.ANTHROPIC);
    private static final String LONG = "a long conversation ".repeat(300);

    private final ByModel models = new ByModel();
    private final StubProvider provider = new StubProvider(models);
    private String yaml;
    private RunningGateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    private void start(String settings, String... deployments) {
        StringBuilder text = new StringBuilder("model_list:\n");
        for (String deployment : deployments) {
            models.when(deployment.substring(0, 1), GOOD);
            text.append("  - {model_name: m, litellm_params: {model: anthropic/").append(deployment)
                    .append(", api_key: k, api_base: \"").append(provider.url()).append("\"}}\n");
        }
        yaml = text + settings;
        gateway = RunningGateway.with(yaml);
    }

    private HttpResponse<String> ask(String system) throws Exception {
        return gateway.post("/v1/messages", "{\"model\":\"m\",\"max_tokens\":9,\"system\":\"" + system
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");
    }

    private String word(String system) throws Exception {
        return ask(system).headers().firstValue("x-gateway-affinity").orElse("none");
    }

    private String asked() {
        return provider.last().json().path("model").asText();
    }

    @Test
    void aConversationIsAtHomeThenMovedThenKeptAlsoAfterAReload() throws Exception {
        start("router_settings: {num_retries: 1, cooldown_time: 0}\n", "x", "y", "z");
        assertThat(word(LONG)).isEqualTo("home");
        String home = asked();
        models.when(home, anthropicError(500, "api_error"), GOOD);

        assertThat(word(LONG)).isEqualTo("moved");
        String other = asked();
        assertThat(other).isNotEqualTo(home);
        assertThat(word(LONG)).isEqualTo("kept");
        assertThat(asked()).isEqualTo(other);

        gateway.reload(yaml + "gateway_settings: {drain_seconds: 1}\n");
        assertThat(word(LONG)).isEqualTo("kept");
        assertThat(asked()).isEqualTo(other);
    }

    @Test
    void whatIsTooShortToBeCachedHasNoAffinity() throws Exception {
        start("", "x", "y");

        assertThat(word("short")).isEqualTo("none");
    }

    @Test
    void underAStrategyThatFollowsTheLoadAConversationStaysOnlyWhereThatAgrees() throws Exception {
        start("router_settings: {routing_strategy: round-robin}\n", "x", "y");

        assertThat(List.of(word(LONG), word(LONG))).containsExactly("new", "moved");
    }

    @Test
    void conversationsFollowTheWeightsAndStay() throws Exception {
        start("router_settings: {routing_strategy: simple-shuffle}\n", "x, weight: 3", "y, weight: 1", "z, weight: 0");
        int first = 0;
        Set<String> used = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ask(i + LONG);
            String chosen = asked();
            used.add(chosen);
            first += chosen.equals("x") ? 1 : 0;
            if (i % 20 == 0) {
                ask(i + LONG);
                assertThat(asked()).isEqualTo(chosen);
            }
        }
        assertThat(used).containsExactlyInAnyOrder("x", "y");
        // 150 are expected; five standard deviations to either side.
        assertThat(first).isBetween(120, 180);
    }
}
