package io.github.llmgateway.clients;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.SdkToken;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeBaseClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;

/** Clients of Amazon Bedrock Runtime over AWS' own HTTP clients that point at a gateway and try once. */
final class AwsClients {

    private AwsClients() {
    }

    /** One that shows a key as {@code AWS_BEARER_TOKEN_BEDROCK} does. */
    static BedrockRuntimeClient withBearer(String url, String key) {
        return bearer(sync(), url, key).build();
    }

    /** Likewise, for streams. */
    static BedrockRuntimeAsyncClient streamingWithBearer(String url, String key) {
        return bearer(async(), url, key).build();
    }

    /** One that signs with keys of AWS' and shows the gateway's in a header. */
    static BedrockRuntimeClient signing(String url, String key) {
        return signed(sync(), url, key).build();
    }

    /** Likewise, for streams. */
    static BedrockRuntimeAsyncClient streamingSigning(String url, String key) {
        return signed(async(), url, key).build();
    }

    private static BedrockRuntimeClientBuilder sync() {
        return BedrockRuntimeClient.builder().httpClientBuilder(ApacheHttpClient.builder());
    }

    private static BedrockRuntimeAsyncClientBuilder async() {
        return BedrockRuntimeAsyncClient.builder().httpClientBuilder(NettyNioAsyncHttpClient.builder());
    }

    private static <B extends BedrockRuntimeBaseClientBuilder<B, C>, C> B bearer(B builder, String url, String key) {
        SdkToken token = new SdkToken() {
            @Override
            public String token() {
                return key;
            }

            @Override
            public Optional<Instant> expirationTime() {
                return Optional.empty();
            }
        };
        return at(builder.authSchemeProvider(BedrockRuntimeAuthSchemeProvider
                .defaultProvider(List.of("httpBearerAuth"))).tokenProvider(StaticTokenProvider.create(token)), url)
                .overrideConfiguration(settings -> settings.retryStrategy(retries -> retries.maxAttempts(1)));
    }

    private static <B extends BedrockRuntimeBaseClientBuilder<B, C>, C> B signed(B builder, String url, String key) {
        return at(builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDCLIENT",
                "secret-of-the-client"))), url).overrideConfiguration(settings -> settings.putHeader("x-api-key", key)
                .retryStrategy(retries -> retries.maxAttempts(1)));
    }

    private static <B extends AwsClientBuilder<B, C>, C> B at(B builder, String url) {
        return builder.region(Region.US_EAST_1).endpointOverride(URI.create(url));
    }
}
