package io.github.llmgateway.gateway;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clients' connections of one event loop, from their first moment: one that asks nothing is closed, one too many is
 * told so. A request that is being answered, however slowly, is no silence; of HTTP/2, any of a connection's requests.
 * Confined to the event loop.
 */
final class Connections implements Handler<HttpServerRequest> {

    /**
     * How long a connection may be silent.
     *
     * @param first before its first request's headers are whole
     * @param next  between an answer and the next request's headers; longer than the 60 s that clients and load
     *              balancers keep a connection, so that they close it and not we, under a request on its way
     */
    record Patience(Duration first, Duration next) {

        static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(75));
    }

    /** Above the bound so many more are let in to be told; beyond them a connection is closed at once. */
    private static final int TOLD = 100;
    private static final int LOOKS = 10;

    private static final class State {
        private HttpServerRequest latest;
        private long silentSince = System.nanoTime();
        private boolean tooMany;
    }

    private final Map<Channel, State> states = new IdentityHashMap<>();
    private final AtomicInteger all;
    private final int most;
    private final Patience patience;
    private final Handler<HttpServerRequest> requests;
    private boolean leaving;

    /** Counts in {@code all}, which the loops share; hands requests on to {@code requests}. */
    Connections(Vertx vertx, AtomicInteger all, int most, Patience patience, Handler<HttpServerRequest> requests) {
        this.all = all;
        this.most = most;
        this.patience = patience;
        this.requests = requests;
        long shortest = Math.min(patience.first().toMillis(), patience.next().toMillis());
        vertx.setPeriodic(Math.max(1, shortest / LOOKS), look -> closeSilent());
    }

    /** A client has connected; false: there are too many by far, and it is closed. */
    boolean admit(Channel channel) {
        int count = all.incrementAndGet();
        channel.closeFuture().addListener(closed -> {
            all.decrementAndGet();
            states.remove(channel);
        });
        if (count > most + TOLD) {
            channel.close();
            return false;
        }
        State state = new State();
        state.tooMany = count > most;
        states.put(channel, state);
        return true;
    }

    @Override
    public void handle(HttpServerRequest request) {
        State state = states.get(((ConnectionBase) request.connection()).channel());
        if (state != null) {
            state.latest = request;
            if (state.tooMany) {
                BareRefusal.last(request, Failure.of(FailureKind.UNAVAILABLE,
                        "The gateway has as many connections as its configuration allows.").withRetryAfterMillis(1000));
                return;
            }
        }
        if (broken(request.path())) {
            BareRefusal.answer(request, Failure.badRequest("The address has an escape that is none.", null));
        } else {
            requests.handle(request);
        }
    }

    /**
     * No more requests are wanted here: an HTTP/2 connection is closed, by a GOAWAY frame, as soon as none of its
     * requests is open. Not before: the AWS SDK for JavaScript breaks its open requests off when it gets one (class
     * NodeHttp2ConnectionManager of smithy-typescript).
     */
    void leave() {
        leaving = true;
        closeSilent();
    }

    /** Closes all, with what is open on them. */
    void cut() {
        for (Channel channel : states.keySet().toArray(Channel[]::new)) {
            Http2ConnectionHandler http2 = http2(channel);
            if (http2 != null) {
                // Netty would wait half a minute for its streams.
                http2.gracefulShutdownTimeoutMillis(0);
            }
            channel.close();
        }
    }

    /** Whether a percent sign has no two digits behind it, at which a router would fail. */
    private static boolean broken(String path) {
        int at = path == null ? -1 : path.indexOf('%');
        while (at >= 0) {
            if (at + 2 >= path.length() || Character.digit(path.charAt(at + 1), 16) < 0
                    || Character.digit(path.charAt(at + 2), 16) < 0) {
                return true;
            }
            at = path.indexOf('%', at + 1);
        }
        return false;
    }

    private void closeSilent() {
        long now = System.nanoTime();
        // Closing changes the map.
        for (Map.Entry<Channel, State> entry : Map.copyOf(states).entrySet()) {
            Channel channel = entry.getKey();
            State state = entry.getValue();
            Http2ConnectionHandler http2 = http2(channel);
            if (http2 != null ? http2.connection().numActiveStreams() > 0 : answering(state.latest)) {
                state.silentSince = now;
                continue;
            }
            long bound = (state.latest == null ? patience.first() : patience.next()).toNanos();
            if (now - state.silentSince > bound || leaving && http2 != null) {
                channel.close();
            }
        }
    }

    private static boolean answering(HttpServerRequest request) {
        return request != null && !request.response().ended() && !request.response().closed();
    }

    private static Http2ConnectionHandler http2(Channel channel) {
        return channel.pipeline().get(Http2ConnectionHandler.class);
    }
}
