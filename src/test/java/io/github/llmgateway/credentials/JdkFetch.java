package io.github.llmgateway.credentials;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.upstream.Fetch;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way out for tests: hosts of the clouds lead to stand-ins, and no other host of theirs can be reached. */
public final class JdkFetch implements Fetch {

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, String> standIns = new HashMap<>();
    private final List<Request> sent = new CopyOnWriteArrayList<>();

    /** Requests to {@code host} go to {@code base}. */
    public JdkFetch leading(String host, String base) {
        standIns.put(host, base);
        return this;
    }

    /** All that was asked through it. */
    public List<Request> sent() {
        return sent;
    }

    @Override
    public Future<Fetched> send(Request request) {
        sent.add(request);
        URI uri = URI.create(request.uri());
        String base = standIns.get(uri.getHost());
        if (base == null && !"127.0.0.1".equals(uri.getHost())) {
            return Future.failedFuture(Failure.of(FailureKind.UNAVAILABLE, uri.getHost()
                    + " cannot be reached: its name is not known to DNS."));
        }
        String address = base == null ? request.uri() : base + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofMillis(request.timeoutMillis()))
                .method(request.method().name(), request.body() == null ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(request.body().getBytes()));
        request.headers().forEach(header -> builder.header(header.getKey(), header.getValue()));
        return Future.fromCompletionStage(client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofByteArray()))
                .map(JdkFetch::fetched)
                .recover(broken -> Future.failedFuture(Failure.of(FailureKind.UNAVAILABLE,
                        "127.0.0.1 cannot be reached: no connection.").withCause(broken)));
    }

    private static Fetched fetched(HttpResponse<byte[]> response) {
        MultiMap headers = HttpHeaders.headers();
        response.headers().map().forEach(headers::set);
        return new Fetched(response.statusCode(), headers, Buffer.buffer(response.body()));
    }
}
