package io.github.llmgateway.gateway;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clients' connections of one event loop: one that asks nothing is closed, one too many is told so. A request that
 * is being answered, however slowly, is no silence. Confined to the event loop.
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

    private final Map<HttpConnection, State> states = new IdentityHashMap<>();
    private final AtomicInteger all;
    private final int most;
    private final Patience patience;
    private final Handler<HttpServerRequest> requests;

    /** Counts in {@code all}, which the loops share; hands requests on to {@code requests}. */
    Connections(Vertx vertx, AtomicInteger all, int most, Patience patience, Handler<HttpServerRequest> requests) {
        this.all = all;
        this.most = most;
        this.patience = patience;
        this.requests = requests;
        long shortest = Math.min(patience.first().toMillis(), patience.next().toMillis());
        vertx.setPeriodic(Math.max(1, shortest / LOOKS), look -> closeSilent());
    }

    /** A client has connected. */
    void opened(HttpConnection connection) {
        int count = all.incrementAndGet();
        connection.closeHandler(closed -> {
            all.decrementAndGet();
            states.remove(connection);
        });
        if (count > most + TOLD) {
            connection.close();
            return;
        }
        State state = new State();
        state.tooMany = count > most;
        states.put(connection, state);
    }

    @Override
    public void handle(HttpServerRequest request) {
        State state = states.get(request.connection());
        if (state != null) {
            state.latest = request;
            if (state.tooMany) {
                BareRefusal.answer(request, Failure.of(FailureKind.UNAVAILABLE,
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
        for (Map.Entry<HttpConnection, State> entry : Map.copyOf(states).entrySet()) {
            State state = entry.getValue();
            if (state.latest != null && !state.latest.response().ended() && !state.latest.response().closed()) {
                state.silentSince = now;
                continue;
            }
            long bound = (state.latest == null ? patience.first() : patience.next()).toNanos();
            if (now - state.silentSince > bound) {
                entry.getKey().close();
            }
        }
    }
}
