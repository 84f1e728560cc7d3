package io.github.llmgateway.gateway;

import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.door.Callers;
import io.github.llmgateway.door.Intake;
import io.github.llmgateway.door.OpenExchanges;
import io.github.llmgateway.door.StreamingEngine;
import io.github.llmgateway.routing.GroupRoutes;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ManagementStatisticsLevel;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * One version of routes and configuration: a Camel context with a router of its own, built and checked aside, then
 * given the requests, then drained. The socket does not belong to it.
 */
final class Generation implements Handler<HttpServerRequest> {

    /** Its name in its context's registry: other contexts are applications' own. */
    static final String OWN = "generation";

    private final GatewayConfig config;
    private final DefaultCamelContext context;
    private final Router router;
    private final OpenExchanges open = new OpenExchanges();

    /** Builds and starts a generation; throws if anything in it is wrong, and leaves nothing behind. */
    Generation(int number, GatewayConfig config, Layout layout, Lasting lasting, Executor workers) throws Exception {
        this.config = config;
        this.context = new DefaultCamelContext();
        this.router = Router.router(lasting.vertx());
        try {
            configure(number);
            Beans.bind(context.getRegistry(), config, lasting);
            join(lasting);
            context.getCamelContextExtension().addInterceptStrategy(new OffLoop(workers));
            // A route that calls one that is not there fails at once instead of stopping the event loop to wait for it.
            context.getComponent("direct", DirectComponent.class).setBlock(false);
            context.getComponent("kamelet", KameletComponent.class).setLocation(layout.kameletLocation());
            context.build();
            PluginHelper.getRoutesLoader(context).loadRoutes(layout.routeResources(context));
            context.getRegistry().lookupByNameAndType("group-routes", GroupRoutes.class).addTo(context);
            context.start();
            refuseLooseEnds();
        } catch (Exception e) {
            context.stop();
            throw e;
        }
    }

    /** A route that another file's route of the same id has pushed out would be missed by requests only. */
    private void refuseLooseEnds() {
        Set<String> begun = context.getRoutes().stream().map(route -> route.getEndpoint().getEndpointKey())
                .collect(Collectors.toSet());
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof DirectEndpoint direct && direct.isFailIfNoConsumers()
                    && !begun.contains(direct.getEndpointKey())) {
                throw new IllegalArgumentException("a route calls " + direct.getEndpointKey().replace("://", ":")
                        + ", and no route begins with it; do two routes have one id?");
            }
        }
    }

    private void configure(int number) {
        context.getCamelContextExtension().setName("llm-gateway-" + number);
        context.getManagementNameStrategy().setNamePattern("llm-gateway-" + number);
        context.getRegistry().bind(OWN, this);
        context.setStreamCaching(false);
        context.setLoadTypeConverters(false);
        context.setAllowUseOriginalMessage(false);
        // Camel's own ids come from one counter that all event loops write to: it cost 8 % of a small request.
        context.setUuidGenerator(new ThreadIds());
        // Statistics of routes, not of each of their steps: those cost another 8 %.
        context.getManagementStrategy().getManagementAgent().setStatisticsLevel(ManagementStatisticsLevel.RoutesOnly);
        context.getShutdownStrategy().setTimeout(1);
    }

    /** Lets the routes' doors join this generation's router in place of a server's. */
    private void join(Lasting lasting) {
        Callers callers = new Callers(config.listen());
        router.route().handler(new CrossOrigin(config.listen().corsOrigins(), callers,
                config.access().masterKey() != null));
        StreamingEngine engine = new StreamingEngine(new Intake(config.limits(), lasting.memory()), open,
                callers, config.upstream());
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(engine.getServerPort());
        context.getRegistry().bind(name, new VertxPlatformHttpRouter(null, lasting.vertx(), router, name));
        context.getComponent("platform-http", PlatformHttpComponent.class).setEngine(engine);
    }

    @Override
    public void handle(HttpServerRequest request) {
        router.handle(request);
    }

    GatewayConfig config() {
        return config;
    }

    CamelContext context() {
        return context;
    }

    /** Completes when no exchange is open, or after {@code bound}; call it when no new ones are wanted. */
    CompletableFuture<Void> drained(Duration bound) {
        return open.drain().copy().completeOnTimeout(null, bound.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops the routes. */
    void stop() {
        context.stop();
    }

    /** Exchanges whose last byte has not left. */
    int open() {
        return open.count();
    }
}
