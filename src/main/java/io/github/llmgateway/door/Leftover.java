package io.github.llmgateway.door;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * The rest of a body whose request is answered already. It is read and thrown away: were the connection closed at once,
 * the reset would reach a client that is still sending before the answer does. A moderate rest leaves the connection in
 * step for the next request; else it is closed. Of HTTP/2 the stream alone is.
 */
final class Leftover {

    /** How long a client of a connection to be closed may take to read the answer. */
    private static final long LINGER_MILLIS = 1_000;

    private final HttpServerRequest request;
    private final boolean goesOn;
    private final long millis;
    private long rest;

    /**
     * The rest of a body.
     *
     * @param announced its {@code content-length}; -1: none
     * @param most      the largest body that is accepted
     * @param patience  how long a body may take, in ms
     * @param status    the answer's status: who was too slow is not waited for again
     */
    Leftover(HttpServerRequest request, long announced, long most, long patience, int status) {
        this.request = request;
        this.goesOn = announced >= 0 && announced / 2 <= most && status != 408
                && !request.headers().contains(HttpHeaders.EXPECT);
        this.millis = goesOn ? patience : LINGER_MILLIS;
        this.rest = 2 * most;
    }

    /** Says in the answer's head whether the connection goes on. */
    void announce(HttpServerResponse response) {
        if (!goesOn && request.version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Reads what is still sent, after the answer. */
    void discard() {
        if (request.isEnded()) {
            if (!goesOn) {
                end();
            }
            return;
        }
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setTimer(millis, late -> end());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            if (!goesOn) {
                end();
            }
        });
        request.handler(chunk -> {
            rest -= chunk.length();
            if (rest < 0) {
                end();
            }
        });
        request.resume();
    }

    /** Nothing more is read: the connection ends, of HTTP/2 the stream alone (RFC 9113 section 8.1). */
    private void end() {
        if (request.version() != HttpVersion.HTTP_2) {
            request.connection().close();
        } else if (!request.isEnded()) {
            request.response().reset(0);
        }
    }
}
