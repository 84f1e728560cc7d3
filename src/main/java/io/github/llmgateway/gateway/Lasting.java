package io.github.llmgateway.gateway;

import io.github.llmgateway.admin.Readiness;
import io.github.llmgateway.config.LimitSettings;
import io.github.llmgateway.door.BodyMemory;
import io.github.llmgateway.provider.RefusedFeatures;
import io.github.llmgateway.routing.Fleet;
import io.github.llmgateway.upstream.Clients;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/**
 * What outlives generations of routes: event loops, connections to providers, health of deployments, memory bounds.
 *
 * @param vertx     event loops
 * @param clients   connections to providers
 * @param fleet     health of deployments
 * @param memory    the bound on all request bodies
 * @param readiness whether new requests are welcome
 * @param refused   what deployments have refused to know
 * @param clouds    who shows the clouds who asks
 */
record Lasting(Vertx vertx, Clients clients, Fleet fleet, BodyMemory memory, Readiness readiness,
        RefusedFeatures refused, Clouds clouds) {

    /** On these event loops; what must wait does so on {@code workers}. */
    static Lasting on(Vertx vertx, Executor workers) {
        Clients clients = new Clients(vertx);
        return new Lasting(vertx, clients, new Fleet(),
                new BodyMemory(LimitSettings.DEFAULT.maxBufferedBytes()), new Readiness(),
                new RefusedFeatures(), Clouds.by(clients.fetch(), workers));
    }
}
