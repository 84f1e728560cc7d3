package io.github.llmgateway.credentials.google;

import io.github.llmgateway.credentials.Renewed;
import io.github.llmgateway.upstream.Authorization;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;

/**
 * Shows Google Cloud an access token, and the project that is charged where the credentials name one. Synchronous
 * where the token is known.
 */
public final class GoogleAuthorization implements Authorization {

    private final Renewed<GoogleToken> token;

    GoogleAuthorization(Renewed<GoogleToken> token) {
        this.token = token;
    }

    @Override
    public Future<Void> authorize(Unsigned request) {
        return token.get().map(shown -> {
            request.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + shown.access().reveal());
            if (shown.quotaProject() != null) {
                request.headers().set("x-goog-user-project", shown.quotaProject());
            }
            return null;
        });
    }
}
