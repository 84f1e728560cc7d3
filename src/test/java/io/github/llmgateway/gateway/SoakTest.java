package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.RunningGateway;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nothing that a request brings is kept: not its names, nor its headers, nor its conversation. */
class SoakTest {

    private static final int ROUND = 6_000;
    private static final int AT_ONCE = 16;
    /** Caches of the JVM and of the test's own client settle; a kilobyte kept of each request would be twelve of these. */
    private static final long SLACK_BYTES = 6L << 20;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger number = new AtomicInteger();

    @Test
    void theHeapDoesNotGrowWithTheNumberOfRequests() throws Exception {
        try (RunningGateway gateway = RunningGateway.with("""
                model_list:
                  - model_name: sim/*
                    litellm_params: {model: simulator/*, cooldown_time: 0}
                router_settings: {num_retries: 0}
                """)) {
            round(gateway);
            long before = usedHeap();
            round(gateway);
            round(gateway);

            assertThat(usedHeap() - before).isLessThan(SLACK_BYTES);
            assertThat(gateway.gateway().open()).isZero();
        }
    }

    private void round(RunningGateway gateway) throws Exception {
        Semaphore room = new Semaphore(AT_ONCE);
        AtomicInteger answered = new AtomicInteger();
        for (int i = 0; i < ROUND; i++) {
            room.acquire();
            client.sendAsync(request(gateway, number.incrementAndGet()), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((answer, failed) -> {
                        if (failed == null) {
                            answered.incrementAndGet();
                        }
                        room.release();
                    });
        }
        room.acquire(AT_ONCE);
        assertThat(answered.get()).isEqualTo(ROUND);
    }

    /** Each with names of its own; some streamed, some refused, some failing. */
    private static HttpRequest request(RunningGateway gateway, int n) {
        String model = switch (n % 4) {
            case 0 -> "unknown-" + n;
            case 1 -> "sim/error-500-" + n;
            default -> "sim/name-" + n;
        };
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/messages?n=" + n))
                .header("content-type", "application/json").header("x-agent-" + n % 500, "value " + n)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"max_tokens\":20,\"stream\":"
                        + (n % 3 == 0) + ",\"metadata\":{\"user_id\":\"user-" + n + "\"},\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"question " + n + "\"}]}"))
                .build();
    }

    private static long usedHeap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
