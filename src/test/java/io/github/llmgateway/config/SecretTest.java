package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void printsAsStars() {
        assertThat(Secret.of("sk-1")).hasToString("***");
    }

    @Test
    void matchesTheSameTextOnly() {
        assertThat(Secret.of("sk-1").matches("sk-1")).isTrue();
        assertThat(Secret.of("sk-1").matches("sk-12")).isFalse();
        assertThat(Secret.of("sk-1").matches(null)).isFalse();
        assertThat(Secret.of("sk-1")).isEqualTo(Secret.of("sk-1")).isNotEqualTo(Secret.of("sk-2"));
    }

    @Test
    void noRecordOfAConfigurationPrintsOne() {
        GatewayConfig config = Reading.config(
                """
                model_list:
                - model_name: claude
                  litellm_params:
                    model: anthropic/claude-sonnet-4-5
                    api_key: sk-hidden-1
                    proxy: http://user:sk-hidden-2@proxy:1
                    extra_headers: {authorization: sk-hidden-3}
                    aws_secret_access_key: sk-hidden-4
                  model_info: {team_token: sk-hidden-5}
                general_settings: {master_key: sk-hidden-6}
                litellm_settings:
                  proxy: {https_proxy: "http://user:sk-hidden-7@proxy:1"}
                """);

        assertThat(config.toString()).doesNotContain("hidden");
        Deployment deployment = config.deployments().get(0);
        assertThat(deployment.endpoint().toString()).doesNotContain("hidden");
        assertThat(deployment.parameters().toString()).doesNotContain("hidden");
        assertThat(deployment.modelInfo().toString()).doesNotContain("hidden");
        assertThat(deployment.endpoint().proxy().toString()).isEqualTo("http://***@proxy:1");
    }
}
