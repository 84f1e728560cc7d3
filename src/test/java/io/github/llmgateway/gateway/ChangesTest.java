package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.config.ConfigReader;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes are seen, and which wait for the next start. */
class ChangesTest {

    @TempDir
    Path directory;

    @Test
    void aFileThatAChangeNamesIsWatchedFromThenOn() throws Exception {
        Path main = Files.writeString(directory.resolve("main.yaml"), "a");
        Path included = Files.writeString(directory.resolve("included.yaml"), "b");
        List<Path> files = new CopyOnWriteArrayList<>(List.of(main));
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger changes = new AtomicInteger();
        try (Watcher watcher = new Watcher(() -> {
            looks.incrementAndGet();
            return files;
        }, () -> {
            files.add(included);
            changes.incrementAndGet();
        })) {
            Files.writeString(main, "include: included.yaml");
            Eventually.holds("the change", () -> changes.get() == 1);
            // A change is acted on when a second look finds it as the first did.
            int before = looks.get();
            Eventually.holds("it has looked three times more", () -> looks.get() >= before + 4);
            assertThat(changes).as("naming it is no change of its own").hasValue(1);

            Files.writeString(included, "more");
            Eventually.holds("the second change", () -> changes.get() == 2);
        }
    }

    @Test
    void theSocketsSettingsWaitForTheNextStart() {
        GatewayConfig before = config("{}");
        assertThat(Restart.wanted(before, config("{idle_timeout_seconds: 5, cors_origins: [\"*\"]}"))).isEmpty();
        assertThat(Restart.wanted(before, config("{host: localhost, port: 5, max_header_bytes: 2000, max_connections: 5}")))
                .containsExactly("host", "port", "max_header_bytes", "max_connections");
    }

    private static GatewayConfig config(String gatewaySettings) {
        return ConfigReader.read("test.yaml", "model_list: [{model_name: m, litellm_params: {model: simulator/m}}]\n"
                + "gateway_settings: " + gatewaySettings, Map.of(), false).config().orElseThrow();
    }
}
