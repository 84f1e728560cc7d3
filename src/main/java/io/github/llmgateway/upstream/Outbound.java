package io.github.llmgateway.upstream;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Endpoint;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.Trust;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way out of a generation: its deployments by id and the clients that reach them. Bound in the registry under
 * {@link #NAME}; safe for all threads.
 */
public final class Outbound {

    /** Its name in the registry. */
    public static final String NAME = "outbound";

    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);

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
        config.deployments().stream().map(Deployment::endpoint).filter(Outbound::tls).map(this::trust).distinct()
                .forEach(clients::learn);
        warnOfBlindTrust();
    }

    private static boolean tls(Endpoint endpoint) {
        return endpoint.base() != null && "https".equalsIgnoreCase(endpoint.base().getScheme());
    }

    private Trust trust(Endpoint endpoint) {
        return endpoint.trust() != null ? endpoint.trust() : config.upstream().trust();
    }

    /** At every start and every reload. */
    private void warnOfBlindTrust() {
        if (!config.upstream().trust().verify()) {
            LOG.warn("litellm_settings.ssl_verify is false: no certificate is checked, whoever is on the way to a "
                    + "provider can read and change prompts, answers and keys. Name your authority's file instead.");
        }
        for (Deployment deployment : config.deployments()) {
            Trust own = deployment.endpoint().trust();
            if (own != null && !own.verify()) {
                LOG.warn("ssl_verify is false for {}: its certificate is not checked, whoever is on the way to it can "
                        + "read and change prompts, answers and keys. Name its authority's file instead.", deployment);
            }
        }
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

    /** The way to a deployment: through its own proxy and by its own trust, where it has them. */
    WayOut way(Deployment deployment) {
        return new WayOut(clients, config.upstream(), deployment.endpoint().proxy(), deployment.endpoint().trust());
    }

    /** Requests beside the calls to models, with this configuration's settings. */
    public Fetch fetch() {
        return new OutboundFetch(vertx, clients, config::upstream);
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
