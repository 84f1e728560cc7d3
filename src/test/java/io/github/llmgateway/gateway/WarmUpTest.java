package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.RunningGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claude Code warms its connection up before it has a key. */
class WarmUpTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/hello"})
    void aConnectionIsWarmedUpWithoutAKey(String path) throws Exception {
        try (RunningGateway gateway = RunningGateway.with("""
                general_settings: {master_key: sk-master}
                model_list:
                  - model_name: simulator
                    litellm_params: {model: simulator/simulator}
                """)) {
            HttpRequest head = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()).build();

            assertThat(HttpClient.newHttpClient().send(head, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }
    }
}
