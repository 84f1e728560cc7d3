package io.github.llmgateway.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.credentials.Cloud;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.credentials.JdkFetch;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Asked;
import io.github.llmgateway.upstream.Authorization;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Requests are signed as the AWS SDK's own client for Bedrock signs them, byte for byte. */
class SignatureTest {

    private static final DateTimeFormatter AMZ = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private StubProvider bedrock;

    @BeforeEach
    void start() {
        bedrock = new StubProvider(StubProvider.json(200, "{}"));
    }

    @AfterEach
    void stop() {
        bedrock.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "anthropic.claude-3-haiku-20240307-v1:0",
            "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3d4"})
    void theSignatureIsThatOfTheSdksClient(String model) throws Exception {
        try (BedrockRuntimeClient client = BedrockRuntimeClient.builder()
                .httpClient(new FetchHttpClient(Fetching.ofTokens(new JdkFetch(), null, null)))
                .region(Region.EU_CENTRAL_1).endpointOverride(URI.create(bedrock.url()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsSessionCredentials.create("AKIDEXAMPLE", "secret/of+aws", "session//token==")))
                .build()) {
            client.invokeModel(ask -> ask.modelId(model).contentType("application/json")
                    .body(SdkBytes.fromUtf8String("{\"prompt\":\"grüß dich\"}")));
        }
        Asked asked = bedrock.last();
        Instant at = LocalDateTime.parse(asked.headers().get("x-amz-date"), AMZ).toInstant(ZoneOffset.UTC);
        MultiMap headers = HttpHeaders.headers().addAll(asked.headers());
        headers.remove("authorization").remove("x-amz-date").remove("x-amz-security-token").remove("host");

        Authorization authorization = new AwsAuthorizations(new JdkFetch(), Cloud.THREADS, Map.of(),
                Clock.fixed(at, ZoneOffset.UTC)).of(Cloud.deployment(model, null, null,
                "aws_access_key_id", "AKIDEXAMPLE", "aws_secret_access_key", "secret/of+aws",
                "aws_session_token", "session//token==", "aws_region_name", "eu-central-1"));
        Cloud.await(authorization.authorize(new Authorization.Unsigned(HttpMethod.POST, bedrock.url() + asked.uri(),
                headers, Buffer.buffer(asked.body()))));

        assertThat(headers.get("authorization")).isEqualTo(asked.headers().get("authorization"));
        assertThat(headers.get("x-amz-date")).isEqualTo(asked.headers().get("x-amz-date"));
        assertThat(headers.get("x-amz-security-token")).isEqualTo("session//token==");
        assertThat(headers.get("x-amz-content-sha256")).isEqualTo(asked.headers().get("x-amz-content-sha256"));
    }

    @Test
    void everyByteOfTheBodyAndEachSignedHeaderCounts() throws Exception {
        assertThat(signature("{\"a\":1}", "v1")).isEqualTo(signature("{\"a\":1}", "v1"))
                .isNotEqualTo(signature("{\"a\":2}", "v1")).isNotEqualTo(signature("{\"a\":1}", "v2"));
    }

    @Test
    void whatProxiesChangeIsNotSigned() throws Exception {
        Authorization.Unsigned request = Cloud.request("https://bedrock-runtime.us-west-2.amazonaws.com/x", "{}");
        request.headers().set("accept-encoding", "gzip").set("User-Agent", "claude-cli").set("traceparent", "00-1");
        Cloud.await(keys("").authorize(request));

        assertThat(request.headers().get("authorization")).contains("SignedHeaders=content-type;host;"
                + "x-amz-content-sha256;x-amz-date,");
        assertThat(request.headers().get("accept-encoding")).isEqualTo("gzip");
    }

    @Test
    void aRequestThatIsSignedAgainHasOneSignature() throws Exception {
        Authorization.Unsigned request = Cloud.request("https://bedrock-runtime.us-west-2.amazonaws.com/x", "{}");
        Cloud.await(keys("").authorize(request));
        String first = request.headers().get("authorization");
        Cloud.await(keys("").authorize(request));

        assertThat(request.headers().getAll("authorization")).containsExactly(first);
    }

    @Test
    void knownKeysSignAtOnce() throws Exception {
        Authorization authorization = keys("");
        Cloud.await(authorization.authorize(Cloud.request("https://b.test/", "{}")));

        assertThat(authorization.authorize(Cloud.request("https://b.test/", "{}")).isComplete()).isTrue();
    }

    @Test
    void claudePlatformOnAwsIsSignedForItsOwnService() throws Exception {
        Authorization.Unsigned request =
                Cloud.request("https://aws-external-anthropic.us-west-2.api.aws/v1/messages", "{}");
        Cloud.await(keys("https://aws-external-anthropic.us-west-2.api.aws").authorize(request));

        assertThat(request.headers().get("authorization")).contains("/us-west-2/aws-external-anthropic/aws4_request");
    }

    private static String signature(String body, String version) throws Exception {
        Authorization.Unsigned request = Cloud.request("https://bedrock-runtime.us-west-2.amazonaws.com/x", body);
        request.headers().set("anthropic-version", version);
        Cloud.await(keys("").authorize(request));
        return request.headers().get("authorization");
    }

    private static Authorization keys(String base) {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
        return new AwsAuthorizations(new JdkFetch(), Cloud.THREADS, Map.of(), clock).of(Cloud.deployment("m",
                base.isEmpty() ? null : base, null, "aws_access_key_id", "AKID", "aws_secret_access_key", "secret"));
    }
}
