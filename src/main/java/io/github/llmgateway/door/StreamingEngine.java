package io.github.llmgateway.door;

import io.github.llmgateway.config.ListenSettings;
import io.github.llmgateway.config.UpstreamSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The platform-http engine of the gateway: consumers that process a route asynchronously on the connection's event loop
 * and write a stream as it comes. The stock consumer holds a worker thread for the whole time a provider thinks and
 * fills a buffer before it writes.
 */
public final class StreamingEngine extends VertxPlatformHttpEngine {

    private final Intake intake;
    private final OpenExchanges open;
    private final Callers callers;
    private final long pingMillis;
    private int port = ListenSettings.DEFAULT.port();
    private String router;

    /** An engine whose consumers read bodies through {@code intake}, count in {@code open} and note {@code callers}. */
    public StreamingEngine(Intake intake, OpenExchanges open, Callers callers, UpstreamSettings settings) {
        this.intake = intake;
        this.open = open;
        this.callers = callers;
        this.pingMillis = settings.pingInterval().toMillis();
    }

    /** The port whose router the consumers join; 0: that of the context's only server. */
    public void setPort(int port) {
        this.port = port;
    }

    @Override
    public int getServerPort() {
        return port > 0 ? port : super.getServerPort();
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new StreamingConsumer(endpoint, processor, getHandlers(), router(endpoint.getCamelContext()), intake,
                open, callers, pingMillis);
    }

    /** The name of the doors' own view of the server's router, made when the first door opens. */
    private synchronized String router(CamelContext context) {
        if (router == null) {
            String server = VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort());
            VertxPlatformHttpRouter found = VertxPlatformHttpRouter.lookup(context, server);
            if (found == null) {
                // A server on a port of the system's choice.
                server = VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO;
                found = VertxPlatformHttpRouter.lookup(context, server);
            }
            if (found == null) {
                throw new IllegalStateException("The doors have no HTTP server to join: camel.server.enabled=true starts "
                        + "one, camel.server.host and camel.server.port say where");
            }
            String doors = "doors-" + server;
            if (VertxPlatformHttpRouter.lookup(context, doors) == null) {
                context.getRegistry().bind(doors, new DoorRouter(found, doors));
            }
            router = doors;
        }
        return router;
    }
}
