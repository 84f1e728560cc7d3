package io.github.llmgateway.gateway;

import io.github.llmgateway.config.GatewayConfig;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The listening socket: one server an event loop, which outlives generations and hands each request to the current one.
 * Bounded in connections and header size; a connection that asks nothing is closed.
 */
final class Server {


    private final Vertx vertx;
    private final GatewayConfig config;
    private final Handler<HttpServerRequest> requests;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int port;
    private String deployment;

    Server(Vertx vertx, GatewayConfig config, Handler<HttpServerRequest> requests) {
        this.vertx = vertx;
        this.config = config;
        this.requests = requests;
    }

    /** Listens; returns the port. Throws what the operator must know if that fails. */
    int listen(String host, int wanted) throws Exception {
        port = wanted;
        int loops = wanted == 0 ? 1 : Runtime.getRuntime().availableProcessors();
        deployment = await(vertx.deployVerticle(() -> new Loop(host), new DeploymentOptions().setInstances(loops)));
        return port;
    }

    /** The port it listens on. */
    int port() {
        return port;
    }

    /** Stops listening and closes what is left. */
    void close() throws Exception {
        if (deployment != null) {
            await(vertx.undeploy(deployment));
        }
    }

    static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private HttpServerOptions options(String host) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(config.limits().maxHeaderBytes())
                .setMaxInitialLineLength(8192)
                .setMaxChunkSize(64 << 10)
                .setTcpNoDelay(true)
                .setCompressionSupported(false)
                .setHandle100ContinueAutomatically(true);
    }

    /** The server of one event loop. */
    private final class Loop extends AbstractVerticle {

        private final String host;

        Loop(String host) {
            this.host = host;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer server = vertx.createHttpServer(options(host));
            server.connectionHandler(this::connected);
            server.invalidRequestHandler(HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER);
            server.requestHandler(requests);
            server.listen().<Void>map(listening -> {
                port = listening.actualPort();
                return null;
            }).onComplete(started);
        }

        private void connected(HttpConnection connection) {
            if (connections.incrementAndGet() > config.limits().maxConnections()) {
                connections.decrementAndGet();
                connection.close();
                return;
            }
            connection.closeHandler(closed -> connections.decrementAndGet());
        }
    }
}
