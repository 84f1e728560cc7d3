package io.github.llmgateway.gateway;

import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.door.Callers;
import io.github.llmgateway.door.Intake;
import io.github.llmgateway.door.OpenExchanges;
import io.github.llmgateway.door.StreamingEngine;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * The HTTP server of somebody else's context, as Camel Main and Camel CLI start it ({@code camel.server.*}). Where the
 * context has loaded the doors, its platform-http component gets the gateway's engine; else it is left alone.
 */
final class HostServer implements AutoCloseable {

    /** The route configuration in refusals.yaml, which every door has. */
    private static final String DOOR = "door";

    private final CamelContext context;
    private final Lasting lasting;
    private final boolean ownLoops;
    private final int port;

    HostServer(CamelContext context, Executor workers) {
        this.context = context;
        this.port = Integer.parseInt(property("camel.server.port", "0"));
        Vertx found = vertx();
        this.ownLoops = found == null;
        this.lasting = Lasting.on(found == null ? Vertx.vertx() : found, workers);
        if (ownLoops && hasDoors()) {
            // A server that is not started yet takes the event loops that it finds.
            context.getRegistry().bind("vertx", lasting.vertx());
        }
    }

    /** What lives as long as the context, on the server's event loops where there is one. */
    Lasting lasting() {
        return lasting;
    }

    boolean hasDoors() {
        return ((ModelCamelContext) context).getRouteConfigurationDefinition(DOOR) != null;
    }

    /** Throws if everybody could use the keys: beyond loopback a master key is wanted, here as everywhere. */
    void refuseOpenDoors(GatewayConfig config) {
        String host = property("camel.server.host", "0.0.0.0");
        if (hasDoors() && config.access().masterKey() == null && flag("camel.server.enabled")
                && !flag("llm-gateway.no-auth") && !Main.loopback(host)) {
            throw new IllegalArgumentException("without a master_key (general_settings.master_key) the gateway listens "
                    + "on loopback only, not on " + host + ". Set one, or camel.server.host=127.0.0.1, or "
                    + "llm-gateway.no-auth=true if everybody who reaches it may use your keys.");
        }
    }

    /** Gives the doors their engine. */
    void join(GatewayConfig config) {
        if (hasDoors()) {
            StreamingEngine engine = new StreamingEngine(new Intake(config.limits(), lasting.memory()),
                    new OpenExchanges(), new Callers(config.listen()), config.upstream());
            engine.setCamelContext(context);
            engine.setPort(port);
            context.getComponent("platform-http", PlatformHttpComponent.class).setEngine(engine);
        }
    }

    /** The event loops of the server, so that a request never changes threads; else the application's; null: none. */
    private Vertx vertx() {
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(context,
                VertxPlatformHttpRouter.getRouterNameFromPort(port));
        if (router == null) {
            router = CamelContextHelper.findSingleByType(context, VertxPlatformHttpRouter.class);
        }
        return router != null ? router.vertx() : CamelContextHelper.findSingleByType(context, Vertx.class);
    }

    private boolean flag(String name) {
        return Boolean.parseBoolean(property(name, "false"));
    }

    private String property(String name, String otherwise) {
        return context.getPropertiesComponent().resolveProperty(name).orElse(otherwise);
    }

    @Override
    public void close() {
        if (ownLoops) {
            lasting.vertx().close();
        }
    }
}
