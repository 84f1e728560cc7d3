package io.github.llmgateway.config;

import static io.github.llmgateway.config.Reading.anthropic;
import static io.github.llmgateway.config.Reading.config;
import static io.github.llmgateway.config.Reading.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values as LiteLLM's users write them. */
class ValuesTest {

    @Test
    void numbersAreTakenHoweverTheyAreWritten() {
        assertThat(deployment("input_cost_per_token: 0.000003").pricing().input()).isEqualTo(3e-6);
        assertThat(deployment("input_cost_per_token: 3e-6").pricing().input()).isEqualTo(3e-6);
        assertThat(deployment("input_cost_per_token: 3E-06").pricing().input()).isEqualTo(3e-6);
        assertThat(deployment("input_cost_per_token: \"0.000003\"").pricing().input()).isEqualTo(3e-6);
        assertThat(deployment("timeout: \" 60 \"").attempts().timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(deployment("tpm: 1e6").selection().tpm()).isEqualTo(1_000_000);
        assertThat(deployment("rpm: 10.0").selection().rpm()).isEqualTo(10);
    }

    @Test
    void booleansAreTakenHoweverTheyAreWritten() {
        assertThat(deployment("drop_params: True").edits().dropParams()).isTrue();
        assertThat(deployment("drop_params: \"True\"").edits().dropParams()).isTrue();
        assertThat(deployment("drop_params: \"false\"").edits().dropParams()).isFalse();
        assertThat(deployment("drop_params: off").edits().dropParams()).isFalse();
        assertThat(deployment("drop_params:").edits().dropParams()).isNull();
    }

    @Test
    void textsThatLookLikeSomethingElseStayAsWritten() {
        assertThat(deployment("api_key: 0123456").endpoint().apiKey().reveal()).isEqualTo("0123456");
        assertThat(deployment("organization: !!str 12").endpoint().organization()).isEqualTo("12");
    }

    @Test
    void variablesStandAnywhereInAValue() {
        String text = anthropic(
                "extra_headers:",
                "  a: x-${ONE}-y",
                "  b: ${ONE}/os.environ/ONE",
                "  c: ${TWO:-none}",
                "  d: ${ONE:-none}",
                "  e: \"${TWO:-}\"",
                "timeout: os.environ/SECONDS");
        Deployment deployment = config(text, "ONE", "one", "SECONDS", "7").deployments().get(0);

        assertThat(deployment.endpoint().extraHeaders())
                .isEqualTo(Map.of("a", "x-one-y", "b", "one/one", "c", "none", "d", "one"));
        assertThat(deployment.attempts().timeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatAVariableHoldsIsNotExpandedAgainAndNeverShown() {
        ConfigReading reading = Reading.of(anthropic("timeout: ${SECRET}"), "SECRET", "${OPENAI_API_KEY}");
        assertThat(reading.errors()).extracting(Problem::toString).containsExactly(
                "test.yaml:5: model_list[0].litellm_params.timeout: found text, wanted a number of seconds - write the number alone, such as 60");
    }

    @Test
    void environmentVariablesOfTheFileHoldBeforeTheEnvironment() {
        String text = anthropic("api_base: https://${HOST_OF}") + "environment_variables:\n  HOST_OF: file.example.com\n  ANTHROPIC_API_KEY: os.environ/OTHER\n";
        Deployment deployment = config(text, "HOST_OF", "environment.example.com", "OTHER", "sk-other").deployments().get(0);

        assertThat(deployment.endpoint().base()).hasHost("file.example.com");
        assertThat(deployment.endpoint().apiKey().reveal()).isEqualTo("sk-other");
    }

    @Test
    void aVariableThatIsMissingWhereNothingHangsOnItIsANotice() {
        ConfigReading reading = Reading.of(anthropic(
                        "aws_region_name: os.environ/NO_REGION", "api_version: os.environ/NO_VERSION", "prompt_id: ${NO_PROMPT}")
                + "litellm_settings: {cache_params: {host: os.environ/NO_REDIS}}\n"
                + "guardrails: [{api_key: os.environ/NO_GUARD}]\n"
                + "environment_variables: {LANGFUSE_KEY: os.environ/NO_LANGFUSE}\n");

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.config().orElseThrow().deployments()).hasSize(1);
        assertThat(reading.notices()).extracting(Problem::message).containsOnlyOnce(
                "the environment variable NO_REGION is not set",
                "the environment variable NO_VERSION is not set",
                "the environment variable NO_PROMPT is not set",
                "the environment variable NO_REDIS is not set",
                "the environment variable NO_GUARD is not set",
                "the environment variable NO_LANGFUSE is not set");
    }

    @Test
    void anEmptyVariableIsNoKeyAndNoOtherTakesItsPlace() {
        String master = "general_settings: {master_key: os.environ/MASTER}\n";
        assertThat(Reading.of(anthropic() + master, "MASTER", " ", "LITELLM_MASTER_KEY", "sk-other").errors())
                .extracting(Problem::message)
                .containsExactly("the environment variable MASTER is not set");

        String two = anthropic() + "- {model_name: eu, litellm_params: {model: openai/a, api_key: os.environ/EU}}\n";
        ConfigReading reading = Reading.of(two, "EU", "");
        assertThat(reading.config().orElseThrow().deployments()).hasSize(1);
        assertThat(reading.notices()).extracting(Problem::message).containsExactly(
                "the environment variable EU is not set: this deployment is skipped");
        assertThat(config(anthropic("api_key: \"${EU:-}\""), "EU", "").deployments().get(0).endpoint().apiKey().reveal())
                .isEqualTo("sk-ant-1");
    }

    @Test
    void whatIsReadButNotUsedYetIsToldAsSuch() {
        ConfigReading reading = Reading.of(anthropic("priority: 1", "cache_read_input_token_cost: 1e-7"));
        assertThat(reading.notices()).extracting(Problem::toString).containsExactly(
                "test.yaml:5: model_list[0].litellm_params.priority: accepted but not acted on",
                "test.yaml:6: model_list[0].litellm_params.cache_read_input_token_cost: accepted but not acted on");
    }

    @Test
    void defaultsHoldWhereTheFileSaysNothing() {
        GatewayConfig config = config(anthropic());

        assertThat(config.routing()).isEqualTo(new RoutingSettings(
                RoutingStrategy.SIMPLE_SHUFFLE,
                Duration.ofSeconds(600),
                null,
                Retries.DEFAULT,
                Cooldown.DEFAULT,
                Fallbacks.DEFAULT,
                Map.of(),
                false,
                Stickiness.AUTO,
                TagFilter.OFF));
        assertThat(config.listen()).isEqualTo(ListenSettings.DEFAULT);
        assertThat(config.limits()).isEqualTo(LimitSettings.DEFAULT);
        assertThat(config.upstream()).isEqualTo(UpstreamSettings.DEFAULT);
        assertThat(config.access()).isEqualTo(new AccessSettings(null, false));
        assertThat(config.deployments().get(0).pricing()).isEqualTo(Pricing.UNKNOWN);
    }

    @Test
    void parametersForRequestsAreCheckedWhereTheyStand() {
        ConfigReading reading = Reading.of(anthropic("temperature: hot", "seed: 1.5", "extra_body: [1]", "max_tokens: 0"));
        assertThat(reading.errors()).extracting(Problem::toString).containsExactly(
                "test.yaml:5: model_list[0].litellm_params.temperature: found \"hot\", wanted a number",
                "test.yaml:6: model_list[0].litellm_params.seed: found 1.5, wanted a whole number",
                "test.yaml:7: model_list[0].litellm_params.extra_body: found a list, wanted a mapping - indent its keys below it",
                "test.yaml:8: model_list[0].litellm_params.max_tokens: found 0, wanted a whole number of at least 1");
    }

    @Test
    void strictMakesErrorsOfNotices() {
        ConfigReading reading = ConfigReader.read("test.yaml", anthropic("prompt_id: p"), Reading.KEYS, true);
        assertThat(reading.config()).isEmpty();
        assertThat(reading.notices()).isEmpty();
        assertThat(reading.errors()).extracting(Problem::toString).containsExactly(
                "test.yaml:5: model_list[0].litellm_params.prompt_id: accepted but not acted on");
    }

    @Test
    void theEnvironmentGivesPortMasterKeyAndProxies() {
        GatewayConfig config = config(
                anthropic(),
                "PORT", "5000",
                "LITELLM_MASTER_KEY", "sk-m",
                "https_proxy", "proxy:3128",
                "NO_PROXY", "localhost,.corp");

        assertThat(config.listen().port()).isEqualTo(5_000);
        assertThat(config.access().masterKey()).isEqualTo(Secret.of("sk-m"));
        assertThat(config.upstream().proxies().https()).isEqualTo(new ProxyAddress("http", "proxy", 3_128, null, null));
        assertThat(config.upstream().proxies().http()).isNull();
        assertThat(config.upstream().proxies().noProxy()).containsExactly("localhost", ".corp");
    }

    @Test
    void linesMayEndAsOnWindowsAndADocumentMayBeMarkedAsOne() {
        String text = "---\n" + anthropic("timeout: 60") + "...\n";
        assertThat(config(text.replace("\n", "\r\n")).deployments().get(0).attempts().timeout())
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(Reading.of(text + "---\n" + text).errors()).hasSize(1);
    }

    @Test
    void theShortestTimeIsNotNone() {
        assertThat(deployment("stream_timeout: 0.001").attempts().streamTimeout()).isEqualTo(Duration.ofMillis(1));
        assertThat(deployment("stream_timeout: 1e-12").attempts().streamTimeout()).isPositive();
    }
}
