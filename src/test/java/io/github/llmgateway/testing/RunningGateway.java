package io.github.llmgateway.testing;

import io.github.llmgateway.config.ConfigReader;
import io.github.llmgateway.config.ConfigReading;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.gateway.Gateway;
import io.github.llmgateway.gateway.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A gateway with the shipped routes on a port of its own, and a client for it. */
public final class RunningGateway implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    private final Gateway gateway;

    private RunningGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Starts one with this configuration, as text of a LiteLLM {@code config.yaml}. */
    public static RunningGateway with(String yaml) {
        return with(yaml, Optional.empty());
    }

    /** The same with one's own routes in a directory over the shipped ones. */
    public static RunningGateway with(String yaml, Optional<Path> routes) {
        return start(config(yaml, Map.of()), routes);
    }

    /** Starts one in that environment: of its own process it sees nothing. */
    public static RunningGateway with(String yaml, Map<String, String> environment) {
        return start(config(yaml, environment), Optional.empty());
    }

    private static RunningGateway start(GatewayConfig config, Optional<Path> routes) {
        try {
            return new RunningGateway(Gateway.start(config, new Layout(routes, Optional.empty()), "127.0.0.1", 0));
        } catch (Exception e) {
            throw new IllegalStateException("the gateway does not start", e);
        }
    }

    private static GatewayConfig config(String yaml, Map<String, String> environment) {
        ConfigReading reading = ConfigReader.read("test.yaml", yaml, environment, false);
        return reading.config().orElseThrow(() -> new IllegalArgumentException(reading.errors().toString()));
    }

    /** Takes another configuration, as a save of the file does. */
    public void reload(String yaml) throws Exception {
        gateway.reload(config(yaml, Map.of()));
    }

    /** {@code http://127.0.0.1:PORT}, or {@code https:} where it speaks TLS. */
    public String url() {
        return gateway.scheme() + "://127.0.0.1:" + gateway.port();
    }

    /** The gateway itself. */
    public Gateway gateway() {
        return gateway;
    }

    /** Posts JSON; {@code headers} are names and values in turn. */
    public HttpResponse<String> post(String path, String json, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(request(path, json, headers), BodyHandlers.ofString());
    }

    /** Posts JSON and hands the answer over as it comes. */
    public HttpResponse<InputStream> stream(String path, String json, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(request(path, json, headers), BodyHandlers.ofInputStream());
    }

    /** Gets a path. */
    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return CLIENT.send(builder.GET().build(), BodyHandlers.ofString());
    }

    /** Sends any method with any body; null: none. */
    public <T> HttpResponse<T> send(String method, String path, byte[] body, HttpResponse.BodyHandler<T> reader,
            String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(60))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return CLIENT.send(builder.build(), reader);
    }

    private HttpRequest request(String path, String json, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(60))
                .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder.build();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
