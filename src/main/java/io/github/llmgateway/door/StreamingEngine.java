package io.github.llmgateway.door;

import io.github.llmgateway.config.ListenSettings;
import io.github.llmgateway.config.UpstreamSettings;
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
    private final long pingMillis;
    private int port = ListenSettings.DEFAULT.port();

    /** An engine whose consumers read bodies through {@code intake} and count in {@code open}. */
    public StreamingEngine(Intake intake, OpenExchanges open, UpstreamSettings settings) {
        this.intake = intake;
        this.open = open;
        this.pingMillis = settings.pingInterval().toMillis();
    }

    /** The port whose router the consumers join. */
    public void setPort(int port) {
        this.port = port;
    }

    @Override
    public int getServerPort() {
        return port;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new StreamingConsumer(endpoint, processor, getHandlers(),
                VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()), intake, open, pingMillis);
    }
}
