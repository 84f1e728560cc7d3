package io.github.llmgateway.config;

import static io.github.llmgateway.config.Reading.anthropic;
import static io.github.llmgateway.config.Reading.config;
import static io.github.llmgateway.config.Reading.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who a deployment is, where it is, and when it is usable. */
class DeploymentsTest {

    private static final String A = "- {model_name: m, litellm_params: {model: openai/a}}\n";
    private static final String B = "- {model_name: m, litellm_params: {model: openai/b}}\n";

    @Test
    void idsOutliveReorderingAndAChangeOfSettings() {
        List<String> ids = ids(A + B);
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{12}"));
        assertThat(ids(B + A)).containsExactly(ids.get(1), ids.get(0));
        assertThat(deployment("weight: 3", "rpm: 5", "timeout: 9", "api_key: sk-x").id()).isEqualTo(deployment().id());
        assertThat(deployment("api_base: https://other.example.com").id()).isNotEqualTo(deployment().id());
        assertThat(deployment("api_key: os.environ/OPENAI_API_KEY").id()).isNotEqualTo(deployment().id());
    }

    @Test
    void equalDeploymentsAreNumbered() {
        List<String> ids = ids(A + A + A);
        assertThat(ids).containsExactly(ids.get(0), ids.get(0) + "-2", ids.get(0) + "-3");
    }

    @Test
    void aNumberMayBeAnId() {
        assertThat(config("model_list:\n- {model_name: m, litellm_params: {model: openai/a}, model_info: {id: 1}}\n")
                        .deployments()
                        .get(0)
                        .id())
                .isEqualTo("1");
    }

    @Test
    void baseUrlsAreBroughtToOneForm() {
        for (String base : List.of("https://h", "https://h/", "https://h/v1", "https://h/v1/messages")) {
            assertThat(deployment("api_base: " + base).endpoint().base()).hasToString("https://h");
        }
        assertThat(deployment("base_url: https://h/sub/v1").endpoint().base()).hasToString("https://h/sub");
        assertThat(openAi("api_base: https://h/v1/chat/completions")).hasToString("https://h/v1");
        assertThat(openAi("api_base: http://localhost:8000")).hasToString("http://localhost:8000");
    }

    @Test
    void baseUrlsComeFromTheEnvironmentAsInLiteLlm() {
        Deployment deployment = config(
                        anthropic(), "ANTHROPIC_BASE_URL", "https://second", "ANTHROPIC_API_BASE", "https://first")
                .deployments()
                .get(0);
        assertThat(deployment.endpoint().base()).hasHost("first");
    }

    @Test
    void aVariableThatPointsClientsToTheGatewayDoesNotPointItToItself() {
        ConfigReading reading = Reading.of(anthropic(), "ANTHROPIC_BASE_URL", "http://localhost:4000");
        assertThat(reading.config().orElseThrow().deployments().get(0).endpoint().base()).hasHost("api.anthropic.com");
        assertThat(reading.notices()).extracting(Problem::message).containsExactly(
                "the environment variable ANTHROPIC_BASE_URL points to this gateway itself, ignored");
    }

    @Test
    void aKeyIsNotWantedWhereNobodyAsksForOne() {
        String noKey = "model_list:\n- {model_name: m, litellm_params: {model: %s}}\n%s";
        assertThat(keyless(noKey.formatted("ollama/llama3", ""))).isEmpty();
        assertThat(keyless(noKey.formatted("simulator/echo", ""))).isEmpty();
        assertThat(keyless(noKey.formatted("openai/x, api_base: http://localhost:8000/v1", ""))).isEmpty();
        assertThat(keyless(noKey.formatted("anthropic/x", "gateway_settings: {forward_oauth: true}"))).isEmpty();
        assertThat(keyless(noKey.formatted("anthropic/x", ""))).hasSize(1);
        assertThat(keyless(noKey.formatted("anthropic/x, api_key: \"\"", ""))).hasSize(1);
    }

    @Test
    void aBaseModelTellsWhatTheNameDoesNot() {
        String arn = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3d4e5f6";
        String entry = "model_list:\n- model_name: m\n  litellm_params: {model: \"%s\", api_base: \"https://h\", api_key: k%s}\n%s";
        assertThat(config(entry.formatted("bedrock/" + arn, "", "")).deployments().get(0).api())
                .isEqualTo(Api.BEDROCK_CONVERSE);
        Deployment claude = config(entry.formatted("bedrock/" + arn, ", base_model: anthropic.claude-sonnet-4-5-20250929-v1:0",
                "")).deployments().get(0);
        assertThat(claude.api()).isEqualTo(Api.BEDROCK_ANTHROPIC);
        assertThat(claude.model()).isEqualTo(arn);
        String info = "  model_info: {base_model: %s}\n";
        for (String[] each : new String[][] {{"azure/prod", "azure/gpt-5-codex", "AZURE_RESPONSES", "gpt-5-codex"},
                {"azure_ai/prod", "azure_ai/claude-opus-4-5", "AZURE_ANTHROPIC", "claude-opus-4-5"},
                {"vertex_ai/123", "claude-sonnet-4-5", "VERTEX_ANTHROPIC", "claude-sonnet-4-5"},
                {"vertex_ai/123", "meta/llama-4", "VERTEX_GEMINI", "meta/llama-4"}}) {
            Deployment deployment = config(entry.formatted(each[0], ", vertex_project: p", info.formatted(each[1])))
                    .deployments().get(0);
            assertThat(deployment.api()).hasToString(each[2]);
            assertThat(deployment.baseModel()).isEqualTo(each[3]);
        }
    }

    @Test
    void anArnThatTellsNoModelIsNoticed() {
        String arn = "bedrock/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6";
        String entry = "model_list:\n- {model_name: m, litellm_params: {model: \"%s\"%s}}\n";
        assertThat(Reading.of(entry.formatted(arn, "")).notices()).extracting(Problem::toString).containsExactly(
                "test.yaml:2: model_list[0].litellm_params.model: this ARN does not tell which model it is: it is called by Converse"
                        + " - set base_model, such as anthropic.claude-sonnet-4-5-20250929-v1:0");
        assertThat(Reading.of(entry.formatted(arn, ", base_model: amazon.nova-pro-v1:0")).notices()).isEmpty();
        assertThat(Reading.of(entry.formatted("bedrock/arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-pro-v1:0",
                "")).notices()).isEmpty();
    }

    @Test
    void anIdentityOfItsOwnIsNotOverruledByTheEnvironmentsKey() {
        String azure = "model_list:\n- {model_name: m, litellm_params: {model: azure/gpt, api_base: https://h%s}}\n";
        assertThat(azureKey(azure.formatted(""))).isNotNull();
        for (String own : List.of(", tenant_id: t, client_id: c, client_secret: s", ", azure_ad_token: t", ", client_id: c")) {
            assertThat(azureKey(azure.formatted(own))).as(own).isNull();
        }
    }

    @Test
    void aStarForEveryModelIsOneForEachProviderWithItsKey() {
        String text = "model_list:\n- {model_name: \"*\", litellm_params: {model: \"*\", timeout: 9}, model_info: {id: any}}\n";
        ConfigReading reading = Reading.of(text + "router_settings: {fallbacks: [{claude-x: [gpt-y]}]}\n");
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.notices()).isEmpty();
        List<Deployment> deployments = reading.config().orElseThrow().deployments();
        assertThat(deployments).extracting(each -> each.modelGroup() + " " + each.provider() + " " + each.model()).startsWith(
                "claude-* anthropic claude-*", "gpt-* openai gpt-*").contains(
                "anthropic/* anthropic *", "openai/* openai *", "ollama/* ollama *").doesNotContain("groq/* groq *");
        assertThat(deployments).allMatch(each -> each.attempts().timeout().toSeconds() == 9);
        assertThat(deployments).extracting(Deployment::id).startsWith("any", "any-2").doesNotHaveDuplicates();
    }

    @Test
    void aStarForEveryModelTakesNoKeyOfOne() {
        String text = "model_list:\n- {model_name: \"*\", litellm_params: {model: \"*\", api_key: sk-x}}\n";
        assertThat(Reading.of(text).errors()).extracting(Problem::toString).containsExactly(
                "test.yaml:2: model_list[0].litellm_params.api_key: the model \"*\" stands for every provider, and api_key belongs to one - name the provider, such as model: openai/*");
    }

    @Test
    void theSimulatorKeepsItsSettings() {
        ConfigReading reading = Reading.of(
                "model_list:\n- {model_name: m, litellm_params: {model: simulator/echo, pace: {tokens: 5}, fail: [429]}}\n");
        assertThat(reading.notices()).isEmpty();
        Deployment deployment = reading.config().orElseThrow().deployments().get(0);
        assertThat(deployment.api()).isEqualTo(Api.SIMULATOR);
        assertThat(deployment.parameters()).isEqualTo(Map.of("pace", Map.of("tokens", 5L), "fail", List.of(429L)));
    }

    @Test
    void everyProviderThatCanBeCalledHasItsBaseUrlAndKey() {
        for (String name : Providers.names()) {
            Provider provider = Providers.named(name).orElseThrow();
            assertThat(provider.built()).isTrue();
            boolean own = List.of("hosted_vllm", "openai_like", "simulator", "anthropic_aws", "bedrock", "vertex_ai",
                    "azure", "azure_ai").contains(provider.name());
            assertThat(provider.base() == null).as(name).isEqualTo(own);
            assertThat(provider.keyVariables().isEmpty() && provider.needsKey()).as(name).isFalse();
        }
    }

    @Test
    void modelsWithoutAProviderAreThoseOfFamiliesThatOnlyOneHas() {
        assertThat(Providers.ofModel("claude-opus-4-5").orElseThrow().name()).isEqualTo("anthropic");
        for (String model : List.of("gpt-4.1", "o1", "o3-mini", "o4-mini", "chatgpt-4o-latest", "text-embedding-3-small")) {
            assertThat(Providers.ofModel(model).orElseThrow().name()).isEqualTo("openai");
        }
        assertThat(Providers.ofModel("gemini-2.5-pro").orElseThrow().name()).as("as LiteLLM infers it")
                .isEqualTo("vertex_ai");
        assertThat(Providers.ofModel("llama-4")).isEmpty();
    }

    private static Secret azureKey(String text) {
        return config(text, "AZURE_API_KEY", "k").deployments().get(0).endpoint().apiKey();
    }

    private static List<String> ids(String entries) {
        return config("model_list:\n" + entries).deployments().stream().map(Deployment::id).toList();
    }

    private static Object openAi(String param) {
        String text = "model_list:\n- model_name: m\n  litellm_params:\n    model: openai/a\n    " + param + "\n";
        return config(text).deployments().get(0).endpoint().base();
    }

    private static List<Problem> keyless(String text) {
        return ConfigReader.read("test.yaml", text, Map.of(), false).errors();
    }
}
