package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/corporate-network.md} and its example say what the reader does. */
class CorporateNetworkDocumentTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("ANTHROPIC_API_KEY", "k", "OPENAI_API_KEY", "k",
            "CORP_PROXY", "http://jane:p%40ss@proxy.corp.example:3128");

    @ParameterizedTest
    @MethodSource("blocks")
    void everyBlockIsReadWithoutAnErrorAndWithNoNoticeButOfMissingFiles(String block) {
        String models = "model_list: [{model_name: m, litellm_params: {model: simulator/m}}]\n";
        ConfigReading reading = ConfigReader.read("block.yaml", block.contains("model_list:") ? block : models + block,
                ENVIRONMENT, false);

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.notices()).allSatisfy(each -> assertThat(each.message()).contains("is not there"));
    }

    static List<String> blocks() throws IOException {
        String document = Files.readString(Path.of("docs/corporate-network.md"));
        return Pattern.compile("(?ms)^```yaml\n(.*?)^```$").matcher(document).results()
                .map(block -> block.group(1)).toList();
    }

    @Test
    void theExampleIsReadAsItStandsAndWithEachOfItsSuggestions() throws IOException {
        String example = Files.readString(Path.of("config/examples/corporate-proxy.yaml"));
        ConfigReading reading = ConfigReader.read("example.yaml", example, ENVIRONMENT, true);
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.config().orElseThrow().deployments()).hasSize(3);

        String suggested = example.replaceAll("(?m)^  # (proxy:|  [a-z_]+:|ssl_verify: /)", "  $1");
        Proxies proxies = ConfigReader.read("example.yaml", suggested, ENVIRONMENT, false).config().orElseThrow()
                .upstream().proxies();
        assertThat(proxies.https().password()).isEqualTo(Secret.of("p@ss"));
        assertThat(proxies.noProxy()).containsExactly("localhost", ".corp.example", "10.0.0.0/8");
    }
}
