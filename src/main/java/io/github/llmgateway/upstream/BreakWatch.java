package io.github.llmgateway.upstream;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;

/**
 * Tells whoever waits for an answer what broke the connection under it: what Vert.x cannot read it tells the connection
 * alone, and the request would wait for its timeout. The connection keeps the last such handler as long as it lives, so
 * this one lets go of what it knows once the answer is over.
 */
final class BreakWatch implements Handler<Throwable> {

    private Handler<Throwable> told;

    private BreakWatch(Handler<Throwable> told) {
        this.told = told;
    }

    /** Watches a request that has its connection, until its answer has ended or failed. On the request's event loop. */
    static void over(HttpClientRequest request, Handler<Throwable> told) {
        BreakWatch watch = new BreakWatch(told);
        request.connection().exceptionHandler(watch);
        request.response().onComplete(answered -> {
            if (answered.succeeded()) {
                answered.result().end().onComplete(over -> watch.told = null);
            } else {
                watch.told = null;
            }
        });
    }

    @Override
    public void handle(Throwable broken) {
        if (told != null) {
            told.handle(broken);
        }
    }
}
