package io.github.llmgateway.gateway;

import io.github.llmgateway.config.GatewayConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    private final Layout layout;
    private final Lasting lasting;
    private final ExecutorService workers = Workers.create();
    private volatile Generation current;
    private Server server;

    private Gateway(Layout layout) {
        this.layout = layout;
        int loops = Runtime.getRuntime().availableProcessors();
        this.lasting = Lasting.on(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops)));
    }

    /** Starts a gateway; throws if its routes or configuration are wrong or the address is taken. */
    public static Gateway start(GatewayConfig config, Layout layout, String host, int port) throws Exception {
        Gateway gateway = new Gateway(layout);
        try {
            gateway.current = gateway.build(config);
            gateway.server = new Server(gateway.lasting.vertx(), config, request -> gateway.current.handle(request));
            gateway.server.listen(host, port);
            return gateway;
        } catch (Exception e) {
            gateway.close();
            throw e;
        }
    }

    private Generation build(GatewayConfig config) throws Exception {
        lasting.memory().setBound(config.limits().maxBufferedBytes());
        return new Generation(GENERATIONS.incrementAndGet(), config, layout, lasting, workers);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Exchanges of the current generation whose last byte has not left. */
    public int open() {
        return current.open();
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
        Generation old = current;
        current = next;
        lasting.fleet().retain(config.deployments().stream().map(each -> each.id()).collect(Collectors.toSet()));
        old.drain(old.config().listen().drainTime()).thenRun(() -> {
            lasting.clients().retain(current.config().upstream());
            LOG.info("The old routes are drained and gone");
        });
    }

    /** Turns readiness off, lets open exchanges end within the drain time, then stops. */
    @Override
    public void close() {
        lasting.readiness().stop();
        try {
            if (current != null) {
                Duration bound = current.config().listen().drainTime();
                CompletableFuture<Void> drained = current.drain(bound);
                drained.get(bound.toMillis() + 10_000, TimeUnit.MILLISECONDS);
            }
            if (server != null) {
                server.close();
            }
            Server.await(lasting.vertx().close());
        } catch (Exception e) {
            LOG.warn("The gateway did not stop cleanly: {}", e.toString());
        }
        workers.shutdownNow();
    }
}
