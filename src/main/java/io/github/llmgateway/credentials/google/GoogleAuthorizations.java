package io.github.llmgateway.credentials.google;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Environment;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.credentials.Renewed;
import io.github.llmgateway.credentials.Shared;
import io.github.llmgateway.upstream.Authorizations;
import io.github.llmgateway.upstream.Fetch;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;

/** Google Vertex AI: {@code vertex_credentials}, else Application Default Credentials. See docs/credentials.md. */
public final class GoogleAuthorizations implements Authorizations {

    private final Environment environment;
    private final Shared<GoogleSettings, GoogleAuthorization> shared;

    /** Fetches by {@code fetch}, waiting on {@code executor}; these variables hold. */
    public GoogleAuthorizations(Fetch fetch, Executor executor, Map<String, String> environment, Clock clock) {
        this.environment = new Environment(environment);
        this.shared = new Shared<>(settings -> new GoogleAuthorization(new Renewed<>(new GoogleSource(settings,
                Fetching.ofTokens(fetch, settings.proxy(), settings.trust()), clock), executor, clock)),
                gone -> { });
    }

    private GoogleAuthorizations(GoogleAuthorizations shared, Environment environment) {
        this.environment = environment;
        this.shared = shared.shared;
    }

    /** The same where these variables hold; what was fetched is shared. */
    public GoogleAuthorizations in(Environment environment) {
        return new GoogleAuthorizations(this, environment);
    }

    @Override
    public GoogleAuthorization of(Deployment deployment) {
        return shared.of(GoogleSettings.of(deployment, environment));
    }
}
