package io.github.llmgateway.upstream;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.EventLoop;
import io.github.llmgateway.call.Outgoing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends an {@link Outgoing} and puts the {@link io.github.llmgateway.call.Incoming} in its place once the answer's
 * head, and its whole body unless it is a stream, is here. Every failure to get that far is a {@link Failure}. Never
 * blocks.
 */
final class ProviderProducer extends DefaultAsyncProducer {

    private final ProviderEndpoint endpoint;
    private final Outbound outbound;
    private Deployment deployment;
    private RequestHeaders requestHeaders;
    private WayOut way;

    ProviderProducer(ProviderEndpoint endpoint, Outbound outbound) {
        super(endpoint);
        this.endpoint = endpoint;
        this.outbound = outbound;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        deployment = outbound.deployment(endpoint.getDeployment());
        requestHeaders = new RequestHeaders(endpoint, deployment);
        way = outbound.way(deployment);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Outgoing outgoing = exchange.getMessage().getBody(Outgoing.class);
        String path = endpoint.path(outgoing.operation());
        if (path == null) {
            exchange.setException(Failure.of(FailureKind.NOT_SUPPORTED,
                    "The provider " + deployment.provider() + " has no such operation."));
            callback.done(true);
            return true;
        }
        Context bound = EventLoop.of(exchange);
        Context eventLoop = bound != null ? bound : outbound.eventLoop();
        RequestOptions options = options(path, exchange, outgoing);
        ProviderCall call = new ProviderCall(exchange, callback, outgoing, outbound, deployment);
        if (eventLoop == io.vertx.core.Vertx.currentContext()) {
            call.send(way, options);
        } else {
            eventLoop.runOnContext(ignored -> call.send(way, options));
        }
        return false;
    }

    /** What a client of the same dialect asks beside the body, such as Claude Code's {@code ?beta=true}. */
    private static String query(Exchange exchange, Outgoing outgoing) {
        return outgoing.sameDialect() ? Call.of(exchange).query() : null;
    }

    private RequestOptions options(String path, Exchange exchange, Outgoing outgoing) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(Address.of(deployment.endpoint().base(), path, query(exchange, outgoing)))
                .setHeaders(requestHeaders.of(Call.of(exchange), outgoing));
    }
}
