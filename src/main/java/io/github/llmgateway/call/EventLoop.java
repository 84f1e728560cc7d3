package io.github.llmgateway.call;

import io.vertx.core.Context;
import org.apache.camel.Exchange;

/**
 * The event loop of an exchange: that of the client's connection. A route may go on on any thread (a step that waits
 * comes back on a thread of its own), the calls to providers and what is written to the client may not.
 */
public final class EventLoop {

    private static final String PROPERTY = "eventLoop";

    private EventLoop() {
    }

    /** Says which loop it is, once. */
    public static void bind(Exchange exchange, Context loop) {
        exchange.setProperty(PROPERTY, loop);
    }

    /** The loop; null where the exchange has come through no door of ours. */
    public static Context of(Exchange exchange) {
        return (Context) exchange.getProperty(PROPERTY);
    }
}
