package io.github.llmgateway.credentials.entra;

import io.github.llmgateway.config.Secret;
import io.github.llmgateway.credentials.Renewed;
import io.github.llmgateway.upstream.Authorization;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;

/** Shows Azure an access token of Entra ID. Synchronous where the token is known. */
public final class EntraAuthorization implements Authorization {

    private final Renewed<Secret> token;

    EntraAuthorization(Renewed<Secret> token) {
        this.token = token;
    }

    @Override
    public Future<Void> authorize(Unsigned request) {
        return token.get().map(shown -> {
            request.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + shown.reveal());
            return null;
        });
    }
}
