package io.github.llmgateway.gateway;

import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever waits for credentials that do not come is not kept. */
class SlowCredentialsTest {

    @TempDir
    Path folder;

    @Test
    void aClientThatLeavesWhileCredentialsAreFetchedIsNotWaitedFor() throws Exception {
        Path asked = folder.resolve("asked");
        // Goes on for as long as the file is there.
        Path config = Files.writeString(folder.resolve("config"), "[default]\ncredential_process = sh -c \"touch " + asked
                + "; while [ -e " + asked + " ]; do sleep 0.1; done\"\n");
        try (RunningGateway gateway = RunningGateway.with("""
                model_list:
                  - {model_name: m, litellm_params: {model: bedrock/amazon.nova-pro-v1:0, api_base: "http://127.0.0.1:1"}}
                gateway_settings: {drain_seconds: 1}
                """, Map.of("AWS_CONFIG_FILE", config.toString(), "AWS_PROFILE", "default"))) {
            try (Wire client = Wire.to(gateway)) {
                client.send(StreamingTest.ask("/v1/messages", "m", true));
                Eventually.holds("the program was asked", () -> Files.exists(asked));
            }
            Eventually.holds("the exchange ended", () -> gateway.gateway().open() == 0);
        } finally {
            Files.deleteIfExists(asked);
        }
    }
}
