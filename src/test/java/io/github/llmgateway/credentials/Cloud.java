package io.github.llmgateway.credentials;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Api;
import io.github.llmgateway.config.Endpoint;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.upstream.Authorization;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What tests of credentials have in common: deployments, requests, and how they end. */
public final class Cloud {

    /** A thread a task. */
    public static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "credentials");
        thread.setDaemon(true);
        thread.start();
    };

    private Cloud() {
    }

    /** A deployment at {@code base} (null: nowhere yet) with parameters: name, value, name, value. */
    public static Deployment deployment(String model, String base, String apiKey, Object... parameters) {
        // The configuration's reader always finds one.
        Map<String, Object> values = new LinkedHashMap<>(Map.of("aws_region_name", "us-west-2"));
        for (int i = 0; i < parameters.length; i += 2) {
            values.put((String) parameters[i], parameters[i + 1]);
        }
        Endpoint endpoint = new Endpoint(base == null ? null : URI.create(base),
                apiKey == null ? null : Secret.of(apiKey), null, null, Map.of(), null);
        return new Deployment("one", "group", "cloud", Api.ANTHROPIC, model, null, endpoint, null, null, null, null, null,
                values, Map.of(), 1);
    }

    /** A request to be authorized. */
    public static Authorization.Unsigned request(String uri, String body) {
        MultiMap headers = HttpHeaders.headers().set("content-type", "application/json");
        return new Authorization.Unsigned(HttpMethod.POST, uri, headers, Buffer.buffer(body));
    }

    /** What an authorization puts into the headers of a request. */
    public static MultiMap authorized(Authorization authorization) throws Exception {
        Authorization.Unsigned request = request("https://cloud.test/v1", "{}");
        await(authorization.authorize(request));
        return request.headers();
    }

    /** Why an authorization fails. */
    public static Failure failure(Authorization authorization) throws Exception {
        try {
            await(authorization.authorize(request("https://cloud.test/v1", "{}")));
        } catch (ExecutionException failed) {
            return (Failure) failed.getCause();
        }
        throw new AssertionError("it has been authorized");
    }

    /** What a future becomes. */
    public static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Fifty requests at once; all must be authorized. */
    public static void fiftyAtOnce(Authorization authorization) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            THREADS.execute(() -> {
                try {
                    start.await();
                    authorized(authorization);
                    done.countDown();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
        start.countDown();
        if (!done.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError(done.getCount() + " were not authorized");
        }
    }
}
