package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of config/examples, as users start from them. */
class ProviderExamplesTest {

    private static final Path EXAMPLES = Path.of("config/examples");

    @Test
    void everyExampleIsReadWithoutAnErrorOrANotice() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                ConfigReading reading = ConfigReader.read(file, variables(file), true);
                // The authority's file of corporate-proxy.yaml is the company's.
                assertThat(reading.errors()).as(file.toString())
                        .filteredOn(problem -> !problem.toString().contains("ssl_verify")).isEmpty();
            }
        }
    }

    @Test
    void everyKindOfProviderHasAnExample() throws IOException {
        TreeSet<Api> shown = new TreeSet<>();
        for (String name : List.of("bedrock", "vertex", "gemini", "azure", "openai", "claude-everywhere")) {
            Path file = EXAMPLES.resolve(name + ".yaml");
            ConfigReader.read(file, variables(file), true).config().orElseThrow().deployments()
                    .forEach(deployment -> shown.add(deployment.api()));
        }
        assertThat(shown).contains(Api.ANTHROPIC, Api.ANTHROPIC_AWS, Api.AZURE_ANTHROPIC, Api.OPENAI,
                Api.OPENAI_COMPATIBLE, Api.OPENAI_RESPONSES, Api.AZURE_OPENAI, Api.AZURE_OPENAI_V1, Api.AZURE_RESPONSES,
                Api.AZURE_AI, Api.BEDROCK_ANTHROPIC, Api.BEDROCK_CONVERSE, Api.GEMINI, Api.VERTEX_GEMINI,
                Api.VERTEX_ANTHROPIC, Api.VERTEX_MISTRAL, Api.VERTEX_OPENAI);
    }

    @Test
    void anAddressFollowsFromRegionProjectOrResource() throws IOException {
        assertThat(bases("bedrock")).contains("https://bedrock-runtime.eu-central-1.amazonaws.com",
                "https://bedrock-runtime.us-east-1.amazonaws.com");
        assertThat(bases("vertex")).contains(
                "https://europe-west4-aiplatform.googleapis.com/v1/projects/my-project/locations/europe-west4",
                "https://aiplatform.googleapis.com/v1/projects/my-project/locations/global");
        assertThat(bases("azure")).containsExactly(
                "https://my-resource.openai.azure.com/openai?api-version=2024-10-21",
                "https://my-resource.openai.azure.com/openai/v1",
                "https://my-resource.openai.azure.com/openai/v1",
                "https://my-resource.services.ai.azure.com/anthropic",
                "https://my-resource.services.ai.azure.com/models?api-version=2024-05-01-preview");
    }

    private static List<String> bases(String name) throws IOException {
        Path file = EXAMPLES.resolve(name + ".yaml");
        return ConfigReader.read(file, variables(file), true).config().orElseThrow().deployments().stream()
                .map(deployment -> deployment.endpoint().base().toString()).toList();
    }

    private static Map<String, String> variables(Path file) throws IOException {
        Map<String, String> variables = new HashMap<>();
        Matcher names = Pattern.compile("os\\.environ/([A-Z_]+)").matcher(Files.readString(file));
        while (names.find()) {
            variables.put(names.group(1), "a-value");
        }
        return variables;
    }
}
