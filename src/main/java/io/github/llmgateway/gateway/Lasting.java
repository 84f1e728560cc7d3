package io.github.llmgateway.gateway;

import io.github.llmgateway.admin.Readiness;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.LimitSettings;
import io.github.llmgateway.door.BodyMemory;
import io.github.llmgateway.media.Room;
import io.github.llmgateway.provider.RefusedFeatures;
import io.github.llmgateway.routing.Fleet;
import io.github.llmgateway.upstream.Clients;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * What outlives generations of routes: event loops, connections to providers, health of deployments, memory bounds.
 *
 * @param vertx     event loops
 * @param clients   connections to providers
 * @param fleet     health of deployments
 * @param memory    the bound on all request bodies
 * @param media     the bound on all pictures and documents that are fetched
 * @param readiness whether new requests are welcome
 * @param refused   what deployments have refused to know
 * @param clouds    who shows the clouds who asks
 */
record Lasting(Vertx vertx, Clients clients, Fleet fleet, BodyMemory memory, Room media, Readiness readiness,
        RefusedFeatures refused, Clouds clouds) {

    /** On these event loops; what must wait does so on {@code workers}. */
    static Lasting on(Vertx vertx, Executor workers) {
        Clients clients = new Clients(vertx);
        return new Lasting(vertx, clients, new Fleet(),
                new BodyMemory(LimitSettings.DEFAULT.maxBufferedBytes()),
                new Room(LimitSettings.DEFAULT.maxBufferedBytes()), new Readiness(),
                new RefusedFeatures(), Clouds.by(clients.fetch(), workers));
    }

    /** The ways out and the bounds are those of {@code config} from now on. */
    void use(GatewayConfig config) {
        clients.use(config.upstream());
        memory.setBound(config.limits().maxBufferedBytes());
        media.setBound(config.limits().maxBufferedBytes());
        fleet.retain(config.deployments().stream().map(Deployment::id).collect(Collectors.toSet()));
    }
}
