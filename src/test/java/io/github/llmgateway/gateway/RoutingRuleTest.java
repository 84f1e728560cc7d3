package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that {@code routes/models.yaml} shows in its comment, moved into its route. */
class RoutingRuleTest {

    @TempDir
    private Path routes;

    @Test
    void theFirstRuleThatFitsDecidesWhichGroupAnswers() throws Exception {
        Files.writeString(routes.resolve("models.yaml"), shippedWith("""
                - choice:
                    when:
                      - simple: "${header.x-team} == 'research'"
                        steps:
                          - setProperty: {name: group, constant: large}
                      - simple: "${body.promptTokens} > 500"
                        steps:
                          - setProperty: {name: group, constant: alias-of-large}
                """));
        try (RunningGateway gateway = RunningGateway.with("""
                model_list:
                  - model_name: small
                    litellm_params: {model: simulator/text}
                  - model_name: large
                    litellm_params: {model: simulator/text}
                router_settings: {model_group_alias: {alias-of-large: large}}
                """, Optional.of(routes))) {
            assertThat(group(gateway, "Hello")).isEqualTo("small");
            assertThat(group(gateway, "Hello", "x-team", "research")).isEqualTo("large");
            assertThat(group(gateway, "Hello ".repeat(500))).isEqualTo("large");
        }
    }

    private static String group(RunningGateway gateway, String prompt, String... headers) throws Exception {
        return gateway.post("/v1/chat/completions", """
                {"model":"small","messages":[{"role":"user","content":"%s"}]}""".formatted(prompt), headers)
                .headers().firstValue("x-litellm-model-group").orElse(null);
    }

    /** The shipped file with these steps before its own. */
    static String shippedWith(String steps) throws IOException {
        String shipped = Files.readString(Path.of("routes", "models.yaml"));
        String first = "        - process:\n            ref: resolve-model";
        assertThat(shipped).contains(first);
        return shipped.replace(first, steps.indent(8) + first);
    }
}
