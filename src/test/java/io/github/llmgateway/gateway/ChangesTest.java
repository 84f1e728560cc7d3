package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.config.ConfigReader;
import io.github.llmgateway.config.ConfigReading;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.testing.Authority;
import io.github.llmgateway.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
    void certificatesForCallsToTheOutsideAreWatchedWhereverTheyAreNamed() throws Exception {
        Authority authority = new Authority("CN=Corp");
        Path general = authority.file(directory);
        Path own = Files.writeString(directory.resolve("own.pem"), authority.issue("gateway").pem());
        Path deployments = authority.file(directory);
        Path bundles = Files.createDirectory(directory.resolve("bundles"));
        Path late = directory.resolve("late.pem");
        Path file = Files.writeString(directory.resolve("gateway.yaml"), """
                model_list:
                - {model_name: m, litellm_params: {model: openai/m, api_key: k, ssl_verify: "%s"}}
                litellm_settings: {ssl_certificate: "%s", ssl_verify: "%s"}
                """.formatted(deployments, own, general));
        Configuration source = new Configuration(Optional.of(file), Map.of("SSL_CERT_DIR", bundles.toString(),
                "SSL_CERT_FILE", late.toString()), false);
        AtomicReference<ConfigReading> reading = new AtomicReference<>(source.read());
        AtomicInteger changes = new AtomicInteger();
        try (Watcher watcher = new Watcher(() -> source.present(reading.get().files()), () -> {
            try {
                reading.set(source.read());
                changes.incrementAndGet();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })) {
            for (Path each : List.of(general, deployments, own, bundles.resolve("added.pem"), late)) {
                GatewayConfig before = reading.get().config().orElseThrow();
                int seen = changes.get();
                Files.writeString(each, new Authority("CN=Next").issue("gateway").pem() + "# another");
                Eventually.holds(each + " is seen", () -> changes.get() > seen);

                GatewayConfig after = reading.get().config().orElseThrow();
                assertThat(List.of(after.upstream().trust(), after.deployments().get(0).endpoint().trust()))
                        .as("%s: new connections", each).isNotEqualTo(List.of(before.upstream().trust(),
                                before.deployments().get(0).endpoint().trust()));
            }
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
