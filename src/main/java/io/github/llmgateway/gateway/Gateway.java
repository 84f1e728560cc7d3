package io.github.llmgateway.gateway;

import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.credentials.aws.FetchHttpService;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway as a process of its own: listens, holds the current generation, swaps it for a new one, stops. Start,
 * reload and stop are called by one thread at a time.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** Counted by the process, not by the gateway: a Camel context's name is also the name of its MBeans. */
    private static final AtomicInteger GENERATIONS = new AtomicInteger();

    /**
     * How long an old generation waits for its last stream. A stream goes on without it, but its end would be told to
     * nobody.
     */
    static final Duration LONGEST_STREAM = Duration.ofHours(1);
    /** A request may have been handed to a generation at the moment of the swap, and not be counted yet. */
    private static final Executor AFTER_HAND_OVER = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final Layout layout;
    private final Lasting lasting;
    private final ExecutorService workers = Workers.create();
    /** The current generation and those that drain. */
    private final Set<Generation> running = ConcurrentHashMap.newKeySet();
    private volatile Generation current;
    private Server server;
    /** Null: in clear. */
    private Tls tls;
    private Watcher certificates;

    private Gateway(Layout layout) {
        this.layout = layout;
        int loops = Runtime.getRuntime().availableProcessors();
        this.lasting = Lasting.on(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops)), workers);
        // What the AWS SDK asks by itself leaves the same way as all else.
        FetchHttpService.use(lasting.clients().fetch());
    }

    /** Starts a gateway; throws if its routes or configuration are wrong or the address is taken. */
    public static Gateway start(GatewayConfig config, Layout layout, String host, int port) throws Exception {
        Gateway gateway = new Gateway(layout);
        try {
            gateway.tls = config.listen().tls() == null ? null : new Tls(config.listen().tls());
            // Who fetches a token while the first generation is built takes the proxy already.
            gateway.lasting.clients().use(config.upstream());
            gateway.take(gateway.build(config));
            gateway.server = new Server(gateway.lasting.vertx(), config, Connections.Patience.USUAL, gateway.tls,
                    request -> gateway.current.handle(request));
            gateway.server.listen(host, port);
            gateway.watchCertificates();
            return gateway;
        } catch (Exception e) {
            gateway.close();
            throw e;
        }
    }

    private void watchCertificates() throws IOException {
        if (tls != null) {
            certificates = new Watcher(
                    () -> tls.settings().files().stream().filter(Files::isRegularFile).toList(), this::renew);
        }
    }

    private void renew() {
        try {
            tls.renew(tls.settings());
        } catch (IllegalArgumentException broken) {
            LOG.error("The new certificate is not taken, the one before goes on serving: {}", broken.getMessage());
        }
    }

    private Generation build(GatewayConfig config) throws Exception {
        return new Generation(GENERATIONS.incrementAndGet(), config, layout, lasting, workers);
    }

    /** Requests go to this generation from now on. */
    private void take(Generation next) {
        running.add(next);
        current = next;
        lasting.use(next.config());
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** {@code https}, or {@code http} where it listens in clear. */
    public String scheme() {
        return tls == null ? "http" : "https";
    }

    /** Exchanges whose last byte has not left. */
    public int open() {
        return running.stream().mapToInt(Generation::open).sum();
    }

    /** The configuration in force. */
    public GatewayConfig config() {
        return current.config();
    }

    /**
     * Builds a new generation aside and gives it the requests from now on; the old one drains. Throws, and changes
     * nothing, if the new one is wrong.
     */
    public void reload(GatewayConfig config) throws Exception {
        Generation next = build(config);
        if (tls != null && config.listen().tls() != null && !config.listen().tls().equals(tls.settings())) {
            try {
                tls.renew(config.listen().tls());
            } catch (IllegalArgumentException broken) {
                next.stop();
                throw broken;
            }
        }
        Generation old = current;
        take(next);
        AFTER_HAND_OVER.execute(() -> old.drained(LONGEST_STREAM).thenRunAsync(() -> {
            old.stop();
            running.remove(old);
            lasting.clients().retain(
                    running.stream().map(each -> each.config().upstream()).collect(Collectors.toSet()));
            LOG.info("The old routes are drained and gone");
        }));
    }

    /**
     * Turns readiness off, lets open exchanges end within the drain time, cuts what is left, then stops. Until then
     * requests are served: whoever balances load has to see first that no more are wanted.
     */
    @Override
    public void close() {
        lasting.readiness().stop();
        if (certificates != null) {
            certificates.close();
        }
        try {
            if (server != null) {
                server.leave();
            }
            if (current != null) {
                Duration bound = current.config().listen().drainTime();
                CompletableFuture.allOf(running.stream().map(each -> each.drained(bound))
                        .toArray(CompletableFuture[]::new)).join();
            }
            if (server != null) {
                // Before the routes stop, so that what is cut here is still told to them.
                server.close();
            }
            running.forEach(Generation::stop);
            Server.await(lasting.vertx().close());
        } catch (Exception e) {
            LOG.warn("The gateway did not stop cleanly: {}", e.toString());
        }
        workers.shutdownNow();
    }
}
