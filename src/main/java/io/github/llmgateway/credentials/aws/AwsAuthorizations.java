package io.github.llmgateway.credentials.aws;

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
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Amazon Bedrock and Claude Platform on AWS: a signature with the deployment's keys, its profile's, a role's or those
 * of the AWS SDK's chain; with an API key ({@code api_key}, {@code AWS_BEARER_TOKEN_BEDROCK}) a bearer token and no
 * signature. Which keys are tried in which order, docs/credentials.md says.
 */
public final class AwsAuthorizations implements Authorizations {

    private final Environment environment;
    private final Shared<AwsSettings, Renewed<AwsCredentialsIdentity>> keys;
    private final Shared<AwsSettings, Authorization> shared;

    /** Fetches by {@code fetch}, waiting on {@code executor}; these variables hold. */
    public AwsAuthorizations(Fetch fetch, Executor executor, Map<String, String> environment, Clock clock) {
        this.environment = new Environment(environment);
        this.keys = new Shared<>(settings -> new Renewed<>(new AwsSource(settings,
                Fetching.ofTokens(fetch, settings.proxy(), settings.trust()), clock), executor, clock), gone -> { });
        this.shared = new Shared<>(settings -> settings.bearer() != null ? new BearerAuthorization(settings.bearer())
                : new AwsAuthorization(keys.of(settings), settings.service(), settings.region(), clock), gone -> { });
    }

    private AwsAuthorizations(AwsAuthorizations shared, Environment environment) {
        this.environment = environment;
        this.keys = shared.keys;
        this.shared = shared.shared;
    }

    /** The same where these variables hold; what was fetched is shared. */
    public AwsAuthorizations in(Environment environment) {
        return new AwsAuthorizations(this, environment);
    }

    @Override
    public Authorization of(Deployment deployment) {
        return shared.of(settings(deployment));
    }

    AwsSettings settings(Deployment deployment) {
        return AwsSettings.of(deployment, environment);
    }

    Renewed<AwsCredentialsIdentity> keys(AwsSettings settings) {
        return keys.of(settings);
    }
}
