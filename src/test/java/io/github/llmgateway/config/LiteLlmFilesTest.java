package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files in the shapes of LiteLLM's documentation mean here what they mean there. */
class LiteLlmFilesTest {

    @Test
    void loadBalancingKeepsWeightsLimitsPricesAndBothPlacesOfRpm() throws Exception {
        ConfigReading reading = read("load-balancing.yaml", "EU_KEY", "sk-eu", "REDIS_HOST", "redis");
        assertThat(reading.errors()).isEmpty();
        GatewayConfig config = reading.config().orElseThrow();

        assertThat(config.groups().keySet()).containsExactly("gpt-4o", "claude");
        Deployment eu = config.deployments().get(0);
        assertThat(eu.id()).isEqualTo("eu");
        assertThat(eu.endpoint().base()).isEqualTo(URI.create("https://eu.example.com/v1"));
        assertThat(eu.endpoint().apiKey().reveal()).isEqualTo("sk-eu");
        assertThat(eu.selection()).isEqualTo(new Selection(1, Selection.LAST, 6L, 100_000L, null, List.of()));

        Deployment bare = config.deployments().get(1);
        assertThat(bare.provider()).isEqualTo("openai");
        assertThat(bare.model()).isEqualTo("gpt-4o-2024-08-06");
        assertThat(bare.endpoint().apiKey().reveal()).isEqualTo("sk-oai-1");
        assertThat(bare.selection()).isEqualTo(new Selection(3, 1, 900L, 1_000_000L, 10, List.of("paid", "eu")));
        assertThat(bare.attempts())
                .isEqualTo(new AttemptLimits(Duration.ofSeconds(30), Duration.ofMillis(7_500), 2, null));
        assertThat(bare.pricing()).isEqualTo(new Pricing(true, 0.0000025, 0.00001));

        Deployment claude = config.deployments().get(2);
        assertThat(claude.api()).isEqualTo(Api.ANTHROPIC);
        assertThat(claude.tokens()).isEqualTo(new TokenLimits(8_192L, 200_000L, 64_000L));
        assertThat(claude.endpoint().extraHeaders()).containsEntry("anthropic-beta", "context-1m-2025-08-07");
        assertThat(claude.modelInfo()).containsEntry("mode", "chat");

        assertThat(config.routing().strategy()).isEqualTo(RoutingStrategy.USAGE_BASED);
        assertThat(config.routing().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.routing().preCallChecks()).isTrue();
        assertThat(reading.notices()).extracting(Problem::toString).containsExactly(
                "load-balancing.yaml:26: model_list[1].priority: accepted but not acted on",
                "load-balancing.yaml:31: model_list[2].litellm_params.cache_read_input_token_cost: accepted but not acted on",
                "load-balancing.yaml:43: router_settings.redis_host: accepted but not acted on",
                "load-balancing.yaml:44: router_settings.redis_port: accepted but not acted on");
    }

    @Test
    void routerSettingsHoldBeforeLitellmSettingsAndFallbacksMayNameAliasesAndWildcards() throws Exception {
        ConfigReading reading = read("fallbacks.yaml");
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.notices()).isEmpty();
        RoutingSettings routing = reading.config().orElseThrow().routing();

        assertThat(routing.retries().count()).isEqualTo(1);
        assertThat(routing.retries().retryAfter()).isEqualTo(Duration.ofMillis(500));
        assertThat(routing.retries().after(ErrorKind.RATE_LIMIT, "small")).isEqualTo(9);
        assertThat(routing.retries().after(ErrorKind.RATE_LIMIT, "large")).isEqualTo(4);
        assertThat(routing.retries().after(ErrorKind.AUTHENTICATION, "large")).isZero();
        assertThat(routing.retries().after(ErrorKind.BAD_REQUEST, "large")).isEqualTo(1);
        assertThat(routing.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(routing.cooldown().allowedFails(ErrorKind.BAD_REQUEST)).isEqualTo(1_000);
        assertThat(routing.cooldown().allowedFails(ErrorKind.TIMEOUT)).isEqualTo(3);
        assertThat(routing.cooldown().time()).isEqualTo(Duration.ofSeconds(30));
        assertThat(routing.fallbacks()).isEqualTo(new Fallbacks(
                Map.of("small", List.of("large", "cheap"), "*", List.of("other")),
                Map.of("small", List.of("large"), "large", List.of("openai/gpt-4.1-mini")),
                Map.of("large", List.of("other")),
                List.of("other"),
                2));
        assertThat(routing.aliases())
                .isEqualTo(Map.of("cheap", new ModelAlias("other", false), "gpt-4", new ModelAlias("large", true)));
    }

    @Test
    void providersAreResolvedAndWhatCannotBeCalledIsSkippedWithAReason() throws Exception {
        ConfigReading reading = read("wildcards.yaml", "VLLM_BASE", "http://gpu:8000");
        assertThat(reading.errors()).isEmpty();
        List<Deployment> deployments = reading.config().orElseThrow().deployments();

        assertThat(deployments).extracting(deployment -> deployment.provider() + " " + deployment.model() + " "
                        + deployment.endpoint().base()).containsExactly(
                "anthropic * https://api.anthropic.com",
                "anthropic claude-* https://api.anthropic.com",
                "ollama llama3.2 http://localhost:11434/v1",
                "hosted_vllm meta-llama/Llama-3.1-8B http://gpu:8000/v1",
                "groq llama-3.3-70b-versatile https://api.groq.com/openai/v1",
                "bedrock anthropic.claude-3-5-sonnet-20240620-v1:0 https://bedrock-runtime.us-east-1.amazonaws.com");
        assertThat(deployments.get(0).wildcard()).isTrue();
        assertThat(deployments.get(4).endpoint().apiKey().reveal()).isEqualTo("gsk-default");
        assertThat(reading.notices()).extracting(Problem::toString).containsExactly(
                "wildcards.yaml:30: model_list[6].litellm_params.vertex_project: the environment variable VERTEX_PROJECT is not set: this deployment is skipped - set VERTEX_PROJECT",
                "wildcards.yaml:32: model_list[7].litellm_params.api_key: no key, and MISTRAL_API_KEY is not set: this deployment is skipped - set either",
                "wildcards.yaml:37: model_list[8].litellm_params.api_key: the environment variable SOMEBODYS_KEY is not set: this deployment is skipped - set SOMEBODYS_KEY");
    }

    @Test
    void mergeKeysGiveWhatADeploymentDoesNotSayItself() throws Exception {
        ConfigReading reading = read("anchors.yaml");
        assertThat(reading.errors()).isEmpty();
        List<Deployment> deployments = reading.config().orElseThrow().deployments();

        assertThat(deployments.get(0).attempts()).isEqualTo(new AttemptLimits(Duration.ofSeconds(60), null, 2, null));
        assertThat(deployments.get(1).attempts()).isEqualTo(new AttemptLimits(Duration.ofSeconds(5), null, 0, null));
        assertThat(deployments.get(1).selection().weight()).isEqualTo(2);
        assertThat(deployments.get(1).endpoint().apiKey().reveal()).isEqualTo("sk-ant-1");
        assertThat(reading.notices()).isEmpty();
    }

    @Test
    void serverSettingsAreReadAndWhatIsNotActedOnIsListed() throws Exception {
        ConfigReading reading = read("proxy.yaml", "LITELLM_MASTER_KEY", "sk-master");
        assertThat(reading.errors()).isEmpty();
        GatewayConfig config = reading.config().orElseThrow();

        assertThat(config.verbose()).isTrue();
        assertThat(config.translation()).isEqualTo(new TranslationSettings(true, List.of("response_format"), false));
        assertThat(config.access()).isEqualTo(new AccessSettings(Secret.of("sk-master"), true));
        assertThat(config.listen()).isEqualTo(
                new ListenSettings("127.0.0.1", 4_001, List.of("https://app.example.com"), Duration.ZERO,
                        null, List.of(), false));
        assertThat(config.limits().maxRequestBytes()).isEqualTo(10 << 20);
        assertThat(config.upstream().firstByteTimeout()).isEqualTo(Duration.ofSeconds(100));
        assertThat(config.upstream().trust()).isEqualTo(Trust.DEFAULT);
        assertThat(config.upstream().proxies()).isEqualTo(new Proxies(
                new ProxyAddress("http", "proxy.corp", 8_080, null, null),
                new ProxyAddress("http", "proxy.corp", 8_443, "us@er", Secret.of("p:ss")),
                List.of("localhost", ".corp", "10.0.0.0/8")));
        assertThat(config.deployments().get(0).endpoint().proxy())
                .isEqualTo(new ProxyAddress("http", "own-proxy", 3_128, null, null));
        assertThat(config.routing().stickiness()).isEqualTo(Stickiness.NEVER);
        assertThat(reading.notices()).extracting(Problem::key).containsExactly(
                "litellm_settings.modify_params",
                "litellm_settings.ssl_verify",
                "litellm_settings.cache",
                "litellm_settings.cache_params",
                "litellm_settings.callbacks",
                "general_settings.database_url");
    }

    @Test
    void includedFilesAppendTheirModelsAndTheirValuesHold() throws Exception {
        ConfigReading reading = read("include.yaml");
        assertThat(reading.errors()).isEmpty();
        GatewayConfig config = reading.config().orElseThrow();

        assertThat(config.groups().keySet()).containsExactly("first", "second", "third");
        assertThat(reading.files()).extracting(file -> Path.of(file).getFileName().toString()).containsExactly(
                "include.yaml", "included-models.yaml", "included-more.yaml");
        assertThat(config.routing().retries().count()).isEqualTo(7);
        assertThat(config.routing().timeout()).isEqualTo(Duration.ofSeconds(12));
        assertThat(config.translation().dropParams()).isTrue();
        assertThat(config.routing().aliases().keySet()).containsExactly("a", "b");
        assertThat(config.deployments().get(2).parameters()).isEqualTo(Map.of("delay_ms", 5L));
        assertThat(reading.notices()).extracting(Problem::toString).containsExactly(
                "included-models.yaml:6: litellm_settings.num_retries: the included file's value holds, not that of include.yaml:7 - keep one of them");
    }

    /** Reads a file of these tests; problems name it without its directory. */
    private static ConfigReading read(String name, String... variables) throws URISyntaxException {
        Map<String, String> environment = new HashMap<>(Reading.KEYS);
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        Path file = Path.of(LiteLlmFilesTest.class.getResource("good/" + name).toURI());
        ConfigReading reading = ConfigReader.read(file, environment, false);
        return new ConfigReading(
                reading.config(), Reading.withoutDirectory(reading.errors()), Reading.withoutDirectory(reading.notices()),
                reading.files());
    }
}
