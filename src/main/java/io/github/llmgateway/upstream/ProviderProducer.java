package io.github.llmgateway.upstream;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.EventLoop;
import io.github.llmgateway.call.Outgoing;
import io.github.llmgateway.call.Passing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends an {@link Outgoing} and puts the {@link io.github.llmgateway.call.Incoming} in its place once the answer's
 * head, and its whole body unless it is a stream, is here; or a {@link Passing}, whose answer is a stream always.
 * Every failure to get that far is a {@link Failure}. Never blocks.
 */
final class ProviderProducer extends DefaultAsyncProducer {

    /** A little more than a fetch of a token takes at most: a program that gives credentials has no bound of its own. */
    private static final long CREDENTIALS_SECONDS = 45;
    private static final Future<Void> AUTHORIZED = Future.succeededFuture();

    private final ProviderEndpoint endpoint;
    private final Outbound outbound;
    private Deployment deployment;
    private RequestHeaders requestHeaders;
    /** Null: the deployment has a key, or needs none. */
    private Authorization authorization;
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
        Showing showing = endpoint.getAuthorization() == null && endpoint.getCredentials() == null
                ? Showing.to(deployment.api()) : new Showing(endpoint.getAuthorization(), endpoint.getCredentials());
        requestHeaders = new RequestHeaders(endpoint, deployment, showing.authorization());
        way = outbound.way(deployment);
        if (showing.credentials() != null && deployment.endpoint().apiKey() == null) {
            authorization = CamelContextHelper.mandatoryLookup(endpoint.getCamelContext(),
                    "authorize-" + showing.credentials(), Authorizations.class).of(deployment);
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (exchange.getMessage().getBody() instanceof Passing passing) {
            RequestOptions options = new RequestOptions()
                    .setMethod(passing.method())
                    .setAbsoluteURI(passing.address().toString())
                    .setHeaders(requestHeaders.of(Call.of(exchange), passing));
            return send(exchange, options, passing.body(),
                    ProviderCall.passing(exchange, callback, passing.body(), outbound, deployment));
        }
        Outgoing outgoing = exchange.getMessage().getBody(Outgoing.class);
        String path = endpoint.path(outgoing.operation(), outgoing.stream());
        if (path == null) {
            exchange.setException(Failure.of(FailureKind.NOT_SUPPORTED,
                    "The provider " + deployment.provider() + " has no such operation."));
            callback.done(true);
            return true;
        }
        return send(exchange, options(path, exchange, outgoing), outgoing.body(),
                ProviderCall.asking(exchange, callback, outgoing, outbound, deployment));
    }

    private boolean send(Exchange exchange, RequestOptions options, Buffer body, ProviderCall call) {
        Context bound = EventLoop.of(exchange);
        Context eventLoop = bound != null ? bound : outbound.eventLoop();
        call.begin();
        authorize(options, body).timeout(CREDENTIALS_SECONDS, TimeUnit.SECONDS).onComplete(authorized -> {
            if (eventLoop == Vertx.currentContext()) {
                go(call, options, authorized);
            } else {
                eventLoop.runOnContext(ignored -> go(call, options, authorized));
            }
        });
        return false;
    }

    private void go(ProviderCall call, RequestOptions options, AsyncResult<Void> authorized) {
        if (authorized.failed()) {
            call.fail(failure(authorized.cause()));
        } else {
            call.send(way, options);
        }
    }

    /** Done at once where there is a key, or a token that has been fetched before. */
    private Future<Void> authorize(RequestOptions options, Buffer body) {
        return authorization == null ? AUTHORIZED : authorization.authorize(new Authorization.Unsigned(
                options.getMethod(), uri(options), options.getHeaders(), body));
    }

    private static String uri(RequestOptions options) {
        String scheme = options.isSsl() ? "https" : "http";
        int port = options.getPort();
        boolean usual = port == (options.isSsl() ? 443 : 80);
        return scheme + "://" + options.getHost() + (usual ? "" : ":" + port) + options.getURI();
    }

    private Failure failure(Throwable cause) {
        return cause instanceof Failure known ? known
                : Failure.of(FailureKind.UNAVAILABLE, "The gateway could not show the provider " + deployment.provider()
                        + " who asks.").withCause(cause);
    }

    /**
     * What a client of the same dialect asks beside the body, such as Claude Code's {@code ?beta=true}. Where the path
     * names the model, the API is another's, and Google's refuse a parameter that they do not know.
     */
    private static String query(String path, Exchange exchange, Outgoing outgoing) {
        return outgoing.sameDialect() && !path.contains("/model") && !path.contains("{model}")
                ? Call.of(exchange).query() : null;
    }

    private RequestOptions options(String path, Exchange exchange, Outgoing outgoing) {
        String filled = path.replace("{model}", Address.segment(outgoing.model()));
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(Address.of(deployment.endpoint().base(), filled, query(path, exchange, outgoing)))
                .setHeaders(requestHeaders.of(Call.of(exchange), outgoing));
    }
}
