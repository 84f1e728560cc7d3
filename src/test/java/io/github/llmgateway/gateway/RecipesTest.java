package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.config.ConfigReader;
import io.github.llmgateway.config.ConfigReading;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Behaviour;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes of {@code config/examples}, each against providers that are at other addresses and else as they are. */
class RecipesTest {

    private static final Path EXAMPLES = Path.of("config", "examples");
    private static final Pattern VARIABLE = Pattern.compile("os\\.environ/([A-Z_]+)");
    private static final Pattern REGION = Pattern.compile("https://(eu|us)\\.api\\.openai\\.com");
    private static final Behaviour BROKEN = StubProvider.json(500, "{\"error\":{\"message\":\"no luck\"}}");
    private static final String LONG = "a long system prompt ".repeat(300);

    @TempDir
    private Path routes;

    private final AtomicReference<String> broken = new AtomicReference<>("nobody");
    private final StubProvider provider = new StubProvider((asked, response) -> {
        boolean fails = asked.uri().contains(broken.get()) || asked.text().contains("\"" + broken.get() + "\"");
        String answer = asked.uri().endsWith("/v1/messages") ? Answers.ANTHROPIC : Answers.OPENAI;
        (fails ? BROKEN : StubProvider.json(200, answer)).answer(asked, response);
    });
    private RunningGateway gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        provider.close();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRecipeIsReadWithoutANotice(Path file) throws IOException {
        Map<String, String> variables = new HashMap<>();
        VARIABLE.matcher(Files.readString(file)).results().forEach(each -> variables.put(each.group(1), "sk-1"));

        ConfigReading reading = ConfigReader.read(file, variables, true);

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.notices()).isEmpty();
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList().stream();
        }
    }

    @Test
    void dataStaysInItsRegionAlsoWhenThatRegionIsDown() throws Exception {
        String recipe = Files.readString(EXAMPLES.resolve("data-residency.yaml"));
        String rule = recipe.substring(recipe.indexOf("#   - choice:")).replaceAll("(?m)^#   ", "");
        Files.writeString(routes.resolve("models.yaml"), RoutingRuleTest.shippedWith(rule));
        start("data-residency.yaml");

        assertThat(answeredBy(ask("gpt-5", "Hi"))).isEqualTo("gpt-5-us");
        assertThat(answeredBy(ask("gpt-5", "Hi", "x-litellm-tags", "eu"))).isEqualTo("gpt-5-eu");
        assertThat(answeredBy(ask("gpt-5", "Hi", "x-team", "berlin"))).isEqualTo("gpt-5-eu");
        assertThat(ask("gpt-5", "Hi", "x-team", "berlin", "x-litellm-tags", "us").statusCode()).isEqualTo(400);

        broken.set("/eu/");
        assertThat(ask("gpt-5", "Hi", "x-team", "berlin").statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(ask("gpt-5", "Hi", "x-litellm-tags", "eu").statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(answeredBy(ask("gpt-5", "Hi"))).isEqualTo("gpt-5-us");
    }

    @Test
    void theSecondRegionAnswersWhileTheFirstCannotAndThenTheFirstAgain() throws Exception {
        start("region-failover.yaml", "cooldown_time: 30", "cooldown_time: 0.3");
        assertThat(answeredBy(ask("gpt-5", "Hi"))).isEqualTo("first-region");

        broken.set("/eu/");
        HttpResponse<String> moved = ask("gpt-5", LONG);
        assertThat(answeredBy(moved)).isEqualTo("second-region");
        assertThat(moved.headers().firstValue("x-gateway-affinity")).contains("moved");
        int asked = provider.asked().size();
        assertThat(answeredBy(ask("gpt-5", "Hi"))).isEqualTo("second-region");
        assertThat(provider.asked()).as("the first rests").hasSize(asked + 1);

        broken.set("nobody");
        Eventually.holds("the first is back", () -> answeredBy(ask("gpt-5", "Hi")).equals("first-region"));
        assertThat(answeredBy(ask("gpt-5", LONG))).isEqualTo("first-region");
    }

    @Test
    void aMovedConversationStaysInTheSecondRegionWhereTheRecipeSaysSo() throws Exception {
        start("region-failover.yaml", "cooldown_time: 30", "cooldown_time: 0.3", "#gateway_settings", "gateway_settings");
        broken.set("/eu/");
        assertThat(answeredBy(ask("gpt-5", LONG))).isEqualTo("second-region");

        broken.set("nobody");
        Eventually.holds("the first is back", () -> answeredBy(ask("gpt-5", "other " + System.nanoTime()))
                .equals("first-region"));
        HttpResponse<String> kept = ask("gpt-5", LONG);
        assertThat(answeredBy(kept)).isEqualTo("second-region");
        assertThat(kept.headers().firstValue("x-gateway-affinity")).contains("kept");
    }

    @Test
    void eachConversationOfAnAbTestHasItsVariant() throws Exception {
        start("ab-test.yaml");
        Set<String> variants = new HashSet<>();
        for (int i = 0; i < 24; i++) {
            String first = answeredBy(ask("assistant", "conversation " + i));
            assertThat(answeredBy(ask("assistant", "conversation " + i))).isEqualTo(first);
            variants.add(first);
        }
        assertThat(variants).containsExactlyInAnyOrder("variant-a", "variant-b");
    }

    @Test
    void aCanaryIsAskedByItsShareAndByThoseWhoWantIt() throws Exception {
        start("canary.yaml");
        int canary = 0;
        for (int i = 0; i < 200; i++) {
            canary += answeredBy(ask("assistant", "Hi")).equals("canary") ? 1 : 0;
        }
        // Ten are expected; none, or thirty and more, come about once in ten thousand runs.
        assertThat(canary).isBetween(1, 29);
        assertThat(answeredBy(ask("assistant", "Hi", "x-litellm-tags", "canary"))).isEqualTo("canary");
        assertThat(answeredBy(ask("assistant", "Hi", "x-litellm-tags", "stable"))).isEqualTo("stable");
    }

    @Test
    void aCanaryThatFailsRestsAndTheStableOneAnswers() throws Exception {
        start("canary.yaml", "weight: 5,", "weight: 100000,");
        broken.set("gpt-5.1");

        assertThat(answeredBy(ask("assistant", "Hi"))).isEqualTo("stable");
        assertThat(answeredBy(ask("assistant", "Hi"))).isEqualTo("stable");
        assertThat(provider.asked()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void promptsAreMarkedAndStayWithTheirAccount() throws Exception {
        start("prompt-cache.yaml");
        Set<String> accounts = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            HttpResponse<String> first = ask("claude-sonnet-4-5", i + LONG);
            assertThat(first.headers().firstValue("x-gateway-cache-points")).contains("injected=2");
            assertThat(first.headers().firstValue("x-gateway-affinity")).contains("home");
            assertThat(answeredBy(ask("claude-sonnet-4-5", i + LONG))).isEqualTo(answeredBy(first));
            accounts.add(answeredBy(first));
        }
        assertThat(accounts).hasSize(2);
        assertThat(ask("documents", LONG).headers().firstValue("x-gateway-cache-points")).contains("injected=1");
        assertThat(provider.last().json().at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
    }

    private void start(String recipe, String... changes) throws IOException {
        String yaml = Files.readString(EXAMPLES.resolve(recipe));
        for (int i = 0; i + 1 < changes.length; i += 2) {
            assertThat(yaml).contains(changes[i]);
            yaml = yaml.replace(changes[i], changes[i + 1]);
        }
        yaml = REGION.matcher(yaml).replaceAll(provider.url() + "/$1");
        yaml = yaml.replaceAll("(model: (?:openai|anthropic)/[a-z0-9.-]+, )(?!api_base)", "$1api_base: \""
                + provider.url() + "\", ");
        yaml = yaml.replaceAll("(?m)^( +)(model: anthropic/[a-z0-9-]+)$", "$1$2\n$1api_base: \"" + provider.url() + "\"");
        gateway = RunningGateway.with(VARIABLE.matcher(yaml).replaceAll("k-$1"),
                Files.exists(routes.resolve("models.yaml")) ? Optional.of(routes) : Optional.empty());
    }

    private HttpResponse<String> ask(String model, String system, String... headers) throws Exception {
        return gateway.post("/v1/chat/completions", """
                {"model":"%s","messages":[{"role":"system","content":"%s"},{"role":"user","content":"2+2"}]}"""
                .formatted(model, system), headers);
    }

    private static String answeredBy(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-litellm-model-id").orElseThrow();
    }
}
