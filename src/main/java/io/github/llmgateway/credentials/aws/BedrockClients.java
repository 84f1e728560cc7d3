package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Environment;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.credentials.Renewed;
import io.github.llmgateway.credentials.Shared;
import io.github.llmgateway.upstream.Fetch;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.SdkToken;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;

/**
 * Clients of Amazon Bedrock for Camel's {@code aws-bedrock} component, on the gateway's way out and with its
 * credentials. They block, answer whole, and never try again: that is the gateway's to decide. Safe for all threads.
 */
public final class BedrockClients {

    private static final int MAX_ANSWER_BYTES = 128 << 20;
    private static final long KEYS_SECONDS = 30;

    private record Key(AwsSettings settings, URI base, long timeoutMillis) {
    }

    private final AwsAuthorizations authorizations;
    private final Fetch fetch;
    private final Shared<Key, BedrockRuntimeClient> clients;

    /** Clients that show who asks as {@code authorizations} do. */
    public BedrockClients(AwsAuthorizations authorizations, Fetch fetch) {
        this.authorizations = authorizations;
        this.fetch = fetch;
        this.clients = new Shared<>(this::client, BedrockRuntimeClient::close);
    }

    private BedrockClients(BedrockClients shared, AwsAuthorizations authorizations) {
        this.authorizations = authorizations;
        this.fetch = shared.fetch;
        this.clients = shared.clients;
    }

    /** The same where these variables hold; clients are shared. */
    public BedrockClients in(Environment environment) {
        return new BedrockClients(this, authorizations.in(environment));
    }

    /** The client of a deployment, shared by those with equal settings. {@code timeoutMillis}: for a whole answer. */
    public BedrockRuntimeClient of(Deployment deployment, long timeoutMillis) {
        return clients.of(new Key(authorizations.settings(deployment), deployment.endpoint().base(), timeoutMillis));
    }

    private BedrockRuntimeClient client(Key key) {
        AwsSettings settings = key.settings();
        BedrockRuntimeClientBuilder builder = BedrockRuntimeClient.builder()
                .httpClient(new FetchHttpClient(new Fetching(fetch, settings.proxy(), settings.trust(),
                        key.timeoutMillis(), MAX_ANSWER_BYTES)))
                .region(Region.of(settings.region()))
                .overrideConfiguration(own -> own.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new AnswerRecorder()));
        if (key.base() != null) {
            builder.endpointOverride(key.base());
        }
        if (settings.bearer() != null) {
            Secret bearer = settings.bearer();
            builder.tokenProvider(() -> token(bearer)).credentialsProvider(AnonymousCredentialsProvider.create())
                    .authSchemeProvider(BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of("httpBearerAuth")));
        } else {
            // Said outright, or a bearer token of the environment would come before these keys.
            builder.credentialsProvider(waiting(authorizations.keys(settings)))
                    .authSchemeProvider(BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of("sigv4")));
        }
        return builder.build();
    }

    private static SdkToken token(Secret bearer) {
        return new SdkToken() {
            @Override
            public String token() {
                return bearer.reveal();
            }

            @Override
            public Optional<Instant> expirationTime() {
                return Optional.empty();
            }
        };
    }

    /** Waits for the keys. They are fetched on a thread of their own, which may have to be waited for, too. */
    private static AwsCredentialsProvider waiting(Renewed<AwsCredentialsIdentity> keys) {
        return () -> {
            try {
                return (AwsCredentials) keys.get().toCompletionStage().toCompletableFuture()
                        .get(KEYS_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                throw SdkClientException.create("no credentials", failed.getCause());
            } catch (TimeoutException late) {
                throw SdkClientException.create("no credentials", Failure.of(FailureKind.TIMEOUT,
                        "Credentials for AWS were not found within " + KEYS_SECONDS + " s."));
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw SdkClientException.create("no credentials", stopping);
            }
        };
    }
}
