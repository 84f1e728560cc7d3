package io.github.llmgateway.upstream;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.UpstreamSettings;
import io.netty.util.NetUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@link Fetch} on the connections that the calls to models use, with the settings of the moment. */
final class OutboundFetch implements Fetch {

    /** How long a name that a proxy is to resolve is looked up here before, in ms. */
    private static final long PROXYS_NAME_MILLIS = 2000;

    private final Vertx vertx;
    private final Clients clients;
    private final Supplier<UpstreamSettings> settings;

    OutboundFetch(Vertx vertx, Clients clients, Supplier<UpstreamSettings> settings) {
        this.vertx = vertx;
        this.clients = clients;
        this.settings = settings;
    }

    @Override
    public Future<Fetched> send(Request request) {
        RequestOptions options = new RequestOptions().setFollowRedirects(false).setMethod(request.method());
        try {
            options.setAbsoluteURI(request.uri());
        } catch (RuntimeException noUri) {
            // Its message would quote the address.
            options.setHost("");
        }
        if (options.getHost().isEmpty()) {
            return Future.failedFuture(Failure.of(FailureKind.INVALID_REQUEST,
                    "What was to be fetched is no address that begins with http:// or https://."));
        }
        if (request.headers() != null) {
            options.setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
        }
        WayOut way = new WayOut(clients, settings.get(), request.proxy(), request.trust());
        Sending sending = new Sending(request, options, way);
        Context loop = Context.isOnEventLoopThread() ? vertx.getOrCreateContext()
                : ((VertxInternal) vertx).createEventLoopContext();
        loop.runOnContext(ignored -> sending.begin(loop));
        return sending.answer.future();
    }

    /** One request on its way. Lives on one event loop. */
    private final class Sending {

        private final Request request;
        private final RequestOptions options;
        private final WayOut way;
        private final Unreachable unreachable;
        private final Promise<Fetched> answer = Promise.promise();
        private final Buffer body = Buffer.buffer();
        private HttpClientRequest connected;
        private long timer;

        Sending(Request request, RequestOptions options, WayOut way) {
            this.request = request;
            this.options = options;
            this.way = way;
            this.unreachable = way.unreachable(null, options);
        }

        void begin(Context loop) {
            timer = vertx.setTimer(Math.max(1, request.timeoutMillis()), late -> fail(Failure.of(FailureKind.TIMEOUT,
                    unreachable.host() + " has not answered within " + request.timeoutMillis() + " ms.")));
            if (request.givenUp() != null) {
                request.givenUp().onComplete(gone -> loop.runOnContext(ignored -> fail(
                        Failure.of(FailureKind.CLIENT_LEFT, "The client has left."))));
            }
            if (request.allowed() == null) {
                open(loop);
            } else {
                admit(loop);
            }
        }

        /** Asks whether all of the target's addresses are allowed, and connects to one of those. */
        private void admit(Context loop) {
            String name = options.getHost().replaceAll("[\\[\\]]", "");
            boolean figures = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
            boolean proxyResolves = !figures && unreachable.proxy() != null;
            Promise<List<InetSocketAddress>> looking = ((ContextInternal) loop).promise();
            ((VertxInternal) vertx).addressResolver().resolveHostnameAll(name, looking);
            Future<List<InetSocketAddress>> meant = looking.future();
            if (proxyResolves) {
                // Where names of the outside are not known, the question may go unanswered, too.
                meant = meant.timeout(PROXYS_NAME_MILLIS, TimeUnit.MILLISECONDS);
            }
            meant.onComplete(found -> {
                if (found.failed() && !proxyResolves) {
                    fail(unreachable.because(found.cause()));
                } else if (found.succeeded() && !found.result().stream().map(InetSocketAddress::getAddress)
                        .allMatch(request.allowed())) {
                    fail(Failure.of(FailureKind.PERMISSION,
                            unreachable.host() + " leads to an address that nothing is fetched from here."));
                } else if (!answer.future().isComplete()) {
                    if (!proxyResolves) {
                        options.setServer(SocketAddress.inetSocketAddress(options.getPort(),
                                found.result().get(0).getAddress().getHostAddress()));
                    }
                    open(loop);
                }
            });
        }

        private void open(Context loop) {
            way.request(loop, options).onComplete(opened -> {
                if (opened.failed()) {
                    fail(unreachable.because(opened.cause()));
                } else if (answer.future().isComplete()) {
                    opened.result().reset();
                } else {
                    connected = opened.result();
                    BreakWatch.over(connected, broken -> fail(unreachable.because(broken)));
                    connected.response().onSuccess(this::head).onFailure(broken -> fail(unreachable.because(broken)));
                    connected.send(request.body() == null ? Buffer.buffer() : request.body());
                }
            });
        }

        private void head(HttpClientResponse response) {
            Failure refused = unreachable.because(response.statusCode(), response.headers());
            response.exceptionHandler(broken -> fail(unreachable.because(broken)));
            response.endHandler(end -> complete(new Fetched(response.statusCode(), response.headers(), body)));
            response.handler(chunk -> {
                if (body.length() + chunk.length() > request.maxBytes()) {
                    fail(Failure.of(FailureKind.TOO_LARGE, "The answer of " + unreachable.host() + " is larger than "
                            + request.maxBytes() + " bytes."));
                } else {
                    body.appendBuffer(chunk);
                }
            });
            if (refused != null) {
                fail(refused);
            }
        }

        private void complete(Fetched fetched) {
            if (answer.tryComplete(fetched)) {
                vertx.cancelTimer(timer);
            }
        }

        private void fail(Failure failure) {
            if (answer.tryFail(failure)) {
                vertx.cancelTimer(timer);
                if (connected != null) {
                    connected.reset();
                }
            }
        }
    }
}
