package io.github.llmgateway.credentials;

import io.github.llmgateway.config.Secret;
import io.github.llmgateway.upstream.Authorization;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;

/** Shows a token as it is: {@code Authorization: Bearer …}. */
public final class BearerAuthorization implements Authorization {

    private final Secret token;

    /** Shows {@code token}. */
    public BearerAuthorization(Secret token) {
        this.token = token;
    }

    @Override
    public Future<Void> authorize(Unsigned request) {
        request.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + token.reveal());
        return Future.succeededFuture();
    }
}
