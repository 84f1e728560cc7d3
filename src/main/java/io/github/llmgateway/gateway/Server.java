package io.github.llmgateway.gateway;

import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.LimitSettings;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The listening socket: one server an event loop, which outlives generations and hands each request to the current one.
 * Bounded in connections, in requests of a connection, and in header size; a connection that asks nothing is closed.
 */
final class Server {

    /** What a client may send of one HTTP/2 stream before the gateway has taken it: HTTP/2's own default. */
    private static final int STREAM_WINDOW = Http2Settings.DEFAULT_INITIAL_WINDOW_SIZE;

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Connections.Patience patience;
    private final Handler<HttpServerRequest> requests;
    /** Null: in clear. */
    private final Tls tls;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private volatile int port;
    private String deployment;

    Server(Vertx vertx, GatewayConfig config, Connections.Patience patience, Tls tls,
            Handler<HttpServerRequest> requests) {
        this.vertx = vertx;
        this.config = config;
        this.patience = patience;
        this.tls = tls;
        this.requests = requests;
    }

    /** Listens; returns the port. Throws what the operator must know if that fails. */
    int listen(String host, int wanted) throws Exception {
        port = wanted;
        int count = wanted == 0 ? 1 : Runtime.getRuntime().availableProcessors();
        deployment = await(vertx.deployVerticle(() -> new Loop(host), new DeploymentOptions().setInstances(count)));
        return port;
    }

    /** The port it listens on. */
    int port() {
        return port;
    }

    /** Asks clients of HTTP/2 to go elsewhere with their next request; whoever comes nevertheless is served. */
    void leave() {
        loops.forEach(loop -> loop.tell(Connections::leave));
    }

    /** Stops listening and closes what is left. */
    void close() throws Exception {
        for (Loop loop : loops) {
            await(loop.tell(Connections::cut));
        }
        if (deployment != null) {
            await(vertx.undeploy(deployment));
        }
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private HttpServerOptions options(String host) {
        LimitSettings limits = config.limits();
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxInitialLineLength(8192)
                .setMaxChunkSize(64 << 10)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(limits.maxConcurrentStreams())
                        .setMaxHeaderListSize(limits.maxHeaderBytes())
                        .setInitialWindowSize(STREAM_WINDOW))
                // Bodies that wait for memory do not stand in the way of the connection's others.
                .setHttp2ConnectionWindowSize((int) Math.min(Integer.MAX_VALUE,
                        (long) STREAM_WINDOW * limits.maxConcurrentStreams()))
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setCompressionSupported(false)
                // A body too large is refused before it is sent, so the door says when to go on.
                .setHandle100ContinueAutomatically(false);
        return tls == null ? options : tls.on(options);
    }

    /** The server of one event loop. */
    private final class Loop extends AbstractVerticle {

        private final String host;
        private Connections own;

        Loop(String host) {
            this.host = host;
        }

        @Override
        public void start(Promise<Void> started) {
            own = new Connections(vertx, connections, config.limits().maxConnections(), patience, requests);
            loops.add(this);
            Listener.of(vertx, options(host), config.listen().proxyProtocol(), own).listen().<Void>map(listening -> {
                port = listening.actualPort();
                return null;
            }).onComplete(started);
        }

        Future<Void> tell(Consumer<Connections> what) {
            Promise<Void> told = Promise.promise();
            context.runOnContext(run -> {
                what.accept(own);
                told.complete();
            });
            return told.future();
        }
    }
}
