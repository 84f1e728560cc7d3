package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.credentials.Renewed;
import io.github.llmgateway.upstream.Authorization;
import io.netty.buffer.ByteBufInputStream;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs requests with AWS Signature Version 4, by the AWS SDK's own signer: the address, the headers that nobody on the
 * way changes, and the body's digest. The path is signed as the SDK's clients sign it, each segment encoded once more
 * than it is sent. Synchronous where the keys are known.
 */
public final class AwsAuthorization implements Authorization {

    /** What proxies change, what tracing adds, and what the signature brings itself. */
    private static final Set<String> UNSIGNED = Set.of("accept-encoding", "connection", "expect", "te",
            "transfer-encoding", "upgrade", "user-agent", "via", "x-forwarded-for", "x-amzn-trace-id", "traceparent",
            "tracestate", "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256");

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Renewed<AwsCredentialsIdentity> keys;
    private final String service;
    private final String region;
    private final Clock clock;

    AwsAuthorization(Renewed<AwsCredentialsIdentity> keys, String service, String region, Clock clock) {
        this.keys = keys;
        this.service = service;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public Future<Void> authorize(Unsigned request) {
        return keys.get().map(identity -> {
            sign(request, identity);
            return null;
        });
    }

    private void sign(Unsigned request, AwsCredentialsIdentity identity) {
        MultiMap headers = request.headers();
        headers.remove("authorization").remove("x-amz-date").remove("x-amz-security-token");
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method().name())).uri(URI.create(request.uri()));
        for (Map.Entry<String, String> header : headers) {
            if (!UNSIGNED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                unsigned.appendHeader(header.getKey(), header.getValue());
            }
        }
        SdkHttpRequest signed = signer.sign(SignRequest.builder(identity)
                .request(unsigned.build())
                .payload(() -> new ByteBufInputStream(request.body().getByteBuf().duplicate()))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                .build()).request();
        for (String added : new String[] {"Authorization", "X-Amz-Date", "X-Amz-Security-Token",
                "x-amz-content-sha256"}) {
            signed.firstMatchingHeader(added).ifPresent(value -> headers.set(added, value));
        }
    }
}
