package io.github.llmgateway.upstream;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.UpstreamSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one way out of a generation: its deployments by id and the clients that reach them. Bound in the registry under
 * {@link #NAME}; safe for all threads.
 */
public final class Outbound {

    /** Its name in the registry. */
    public static final String NAME = "outbound";

    private final Vertx vertx;
    private final Clients clients;
    private final Map<String, Deployment> deployments;
    private final GatewayConfig config;

    /** The way out for {@code config}; {@code clients} outlive it. */
    public Outbound(Vertx vertx, Clients clients, GatewayConfig config) {
        this.vertx = vertx;
        this.clients = clients;
        this.config = config;
        this.deployments = config.deployments().stream()
                .collect(Collectors.toUnmodifiableMap(Deployment::id, Function.identity()));
    }

    /** The deployment of that id; the configuration has checked that there is one. */
    public Deployment deployment(String id) {
        Deployment deployment = deployments.get(id);
        if (deployment == null) {
            throw new IllegalArgumentException("no deployment has the id " + id);
        }
        return deployment;
    }

    /** The event loop of the current thread; one of Vert.x' if it is none. */
    Context eventLoop() {
        return vertx.getOrCreateContext();
    }

    /** The client of an event loop. */
    HttpClient client(Context eventLoop) {
        return clients.of(eventLoop, config.upstream());
    }

    UpstreamSettings settings() {
        return config.upstream();
    }

    /** How long a whole answer may take, in ms: the deployment's say, else the router's. */
    public long answerMillis(Deployment deployment) {
        Duration own = deployment.attempts().timeout();
        return (own != null ? own : config.routing().timeout()).toMillis();
    }

    /** How long a stream's first byte may take, in ms. */
    public long firstByteMillis(Deployment deployment) {
        // What may not take longer as a whole may not take longer to begin.
        Duration whole = Duration.ofMillis(answerMillis(deployment));
        Duration first = config.upstream().firstByteTimeout();
        return streamBound(deployment, whole.compareTo(first) < 0 ? whole : first);
    }

    /** How long a stream may be silent, in ms. */
    long idleMillis(Deployment deployment) {
        return streamBound(deployment, config.upstream().idleTimeout());
    }

    private long streamBound(Deployment deployment, Duration otherwise) {
        Duration own = deployment.attempts().streamTimeout();
        if (own == null) {
            own = config.routing().streamTimeout();
        }
        return (own != null ? own : otherwise).toMillis();
    }
}
