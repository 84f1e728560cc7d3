package io.github.llmgateway.credentials.entra;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Environment;
import io.github.llmgateway.credentials.BearerAuthorization;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.credentials.Renewed;
import io.github.llmgateway.credentials.Shared;
import io.github.llmgateway.upstream.Authorization;
import io.github.llmgateway.upstream.Authorizations;
import io.github.llmgateway.upstream.Fetch;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Azure OpenAI and Foundry with Entra ID: a token that is given, a client's secret or certificate, a federated token,
 * the machine's managed identity. Which comes first, docs/credentials.md says.
 */
public final class EntraAuthorizations implements Authorizations {

    private final Environment environment;
    private final Shared<EntraSettings, Authorization> shared;

    /** Fetches by {@code fetch}, waiting on {@code executor}. */
    public EntraAuthorizations(Fetch fetch, Executor executor, Map<String, String> environment, Clock clock) {
        this.environment = new Environment(environment);
        this.shared = new Shared<>(settings -> settings.proof() == EntraSettings.Proof.TOKEN
                ? new BearerAuthorization(settings.secret())
                : new EntraAuthorization(new Renewed<>(new EntraSource(settings,
                        Fetching.ofTokens(fetch, settings.proxy(), settings.trust()), clock), executor, clock)),
                gone -> { });
    }

    private EntraAuthorizations(EntraAuthorizations shared, Environment environment) {
        this.environment = environment;
        this.shared = shared.shared;
    }

    /** The same where these variables hold; what was fetched is shared. */
    public EntraAuthorizations in(Environment environment) {
        return new EntraAuthorizations(this, environment);
    }

    @Override
    public Authorization of(Deployment deployment) {
        return shared.of(EntraSettings.of(deployment, environment));
    }
}
