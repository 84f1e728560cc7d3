package io.github.llmgateway.door;

import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * A server's router as the doors join it. Paths that stand for all below them come after all others, the longest first:
 * a door that is opened late, as when its file was edited, is found before the one for everything else. Bodies are not
 * read before {@link Intake} reads them, within its bounds.
 */
final class DoorRouter extends VertxPlatformHttpRouter {

    /** Behind whatever is numbered by its turn; a server's static files come last of all. */
    private static final int PREFIXES = Integer.MAX_VALUE - 10_000;

    DoorRouter(VertxPlatformHttpRouter router, String name) {
        super(router.getServer(), router.vertx(), router, name);
    }

    @Override
    public Route route(String path) {
        Route route = super.route(path);
        return path.endsWith("*") ? route.order(PREFIXES - path.length()) : route;
    }

    @Override
    public Handler<RoutingContext> bodyHandler() {
        return RoutingContext::next;
    }
}
