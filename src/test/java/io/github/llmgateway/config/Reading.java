package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads texts in tests. */
final class Reading {

    static final Map<String, String> KEYS = Map.of("ANTHROPIC_API_KEY", "sk-ant-1", "OPENAI_API_KEY", "sk-oai-1");

    private Reading() {}

    static ConfigReading of(String text) {
        return ConfigReader.read("test.yaml", text, KEYS, false);
    }

    static ConfigReading of(String text, String... variables) {
        Map<String, String> environment = new HashMap<>(KEYS);
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return ConfigReader.read("test.yaml", text, environment, false);
    }

    /** The configuration of a text that must be without errors. */
    static GatewayConfig config(String text, String... variables) {
        ConfigReading reading = of(text, variables);
        assertThat(reading.errors()).isEmpty();
        return reading.config().orElseThrow();
    }

    /** A file of one deployment with more {@code litellm_params}, a line each. */
    static String anthropic(String... params) {
        return "model_list:\n- model_name: claude\n  litellm_params:\n    model: anthropic/claude-sonnet-4-5\n    "
                + String.join("\n    ", params)
                + "\n";
    }

    /** The deployment of {@link #anthropic}. */
    static Deployment deployment(String... params) {
        return config(anthropic(params)).deployments().get(0);
    }

    /** The same problems, their files without directories: where the tests run is nobody's concern. */
    static List<Problem> withoutDirectory(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Problem(
                        Path.of(problem.file()).getFileName().toString(),
                        problem.line(),
                        problem.key(),
                        problem.message().replaceAll("[^ ]*/(?=[a-z-]+\\.yaml)", ""),
                        problem.mend()))
                .toList();
    }
}
