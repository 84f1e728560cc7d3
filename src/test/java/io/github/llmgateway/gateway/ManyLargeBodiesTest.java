package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.RunningGateway;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** More bodies at once than memory is set aside for: they take turns, none starves another, all are answered. */
class ManyLargeBodiesTest {

    private static final int CLIENTS = 48;

    @Test
    void bodiesBeyondTheBoundTakeTurns() throws Exception {
        String body = "{\"model\":\"simulator\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\""
                + "x".repeat(1 << 20) + "\"}]}";
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (RunningGateway gateway = RunningGateway.with("""
                model_list:
                  - model_name: simulator
                    litellm_params: {model: simulator/simulator}
                gateway_settings: {max_buffered_bytes: 2500000, buffer_wait_seconds: 30}
                """)) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                answers.add(clients.submit(() -> gateway.post("/v1/messages", body)));
            }
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
