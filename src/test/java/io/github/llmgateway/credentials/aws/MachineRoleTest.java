package io.github.llmgateway.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.credentials.Cloud;
import io.github.llmgateway.credentials.JdkFetch;
import io.github.llmgateway.credentials.MovableClock;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.upstream.Authorization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that the machine gives: a program's, a container's, an instance's. None of them is asked for by a proxy. */
class MachineRoleTest {

    private static final Instant NOW = Instant.now();
    private static final String KEYS = "\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"s\",\"%s\":\"t\",\"Expiration\":\""
            + NOW.plus(Duration.ofHours(6)) + "\"";

    @TempDir
    Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> before = new HashMap<>();
    private final JdkFetch fetch = new JdkFetch();
    private final StubProvider machine = new StubProvider(StubProvider.json(404, "{}"));

    @BeforeEach
    void start() throws Exception {
        set("aws.disableEc2Metadata", "true");
        // Whoever asks by the JDK's own means would take these.
        set("http.proxyHost", "127.0.0.1");
        set("http.proxyPort", "1");
        set("http.nonProxyHosts", "");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", Files.writeString(folder.resolve("keys"), "").toString());
        settings("");
    }

    @AfterEach
    void stop() {
        machine.close();
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private void set(String property, String value) {
        before.putIfAbsent(property, System.getProperty(property));
        System.setProperty(property, value);
    }

    private void settings(String text) throws Exception {
        environment.put("AWS_CONFIG_FILE", Files.writeString(folder.resolve("config"), text).toString());
    }

    @Test
    void aProgramThatAProfileNamesGivesTheKeys() throws Exception {
        Path answer = Files.writeString(folder.resolve("answer"), "{\"Version\":1,"
                + KEYS.formatted("AKIDPROCESS", "SessionToken") + "}");
        settings("[profile p]\ncredential_process = cat " + answer + "\n");

        assertThat(Cloud.authorized(of("p")).get("authorization")).contains("Credential=AKIDPROCESS/");
    }

    @Test
    void aProgramThatFailsIsToldOfWithoutItsWords() throws Exception {
        settings("[profile p]\ncredential_process = sh -c \"echo secret-xyzzy >&2; exit 3\"\n");
        assertThat(Cloud.failure(of("p"))).hasMessageContaining("the credential_process of the profile p")
                .message().doesNotContain("xyzzy");

        settings("[profile p]\ncredential_process = echo xyzzy\n");
        assertThat(Cloud.failure(of("p"))).hasMessageContaining("the credential_process of the profile p")
                .message().doesNotContain("xyzzy");
    }

    @Test
    void aProfileOfAwsLoginSaysWhatItNeeds() throws Exception {
        settings("[profile console]\nlogin_session = arn:aws:iam::123456789012:user/jane\n");

        Failure failure = Cloud.failure(of("console"));
        assertThat(failure).hasMessageContaining("the profile console signs in by aws login")
                .hasMessageContaining("aws configure export-credentials --profile console --format process");
    }

    @Test
    void aContainersRoleIsAskedForPastAnyProxy() throws Exception {
        machine.behave((asked, response) -> StubProvider.json("Bearer of-the-pod".equals(asked.headers()
                .get("authorization")) ? 200 : 403, "{" + KEYS.formatted("ASIAPOD", "Token") + "}")
                .answer(asked, response));
        set("aws.containerCredentialsFullUri", machine.url() + "/v1/credentials");
        set("aws.containerAuthorizationToken", "Bearer of-the-pod");

        assertThat(Cloud.authorized(of(null)).get("authorization")).contains("Credential=ASIAPOD/");
        assertThat(machine.last().uri()).isEqualTo("/v1/credentials");
        assertThat(fetch.sent()).isEmpty();
    }

    @Test
    void anInstancesRoleIsAskedForPastAnyProxy() throws Exception {
        machine.behave((asked, response) -> {
            String path = asked.uri();
            StubProvider.Behaviour answer = path.equals("/latest/api/token") && asked.method().equals("PUT")
                    ? text("imds-token")
                    : !"imds-token".equals(asked.headers().get("x-aws-ec2-metadata-token")) ? StubProvider.json(401, "")
                    : path.endsWith("/security-credentials/") || path.endsWith("/security-credentials-extended/")
                            ? text("models")
                    : path.endsWith("/models") ? StubProvider.json(200, "{\"Code\":\"Success\",\"Type\":\"AWS-HMAC\","
                            + KEYS.formatted("ASIAEC2", "Token") + "}")
                    : StubProvider.json(404, "");
            answer.answer(asked, response);
        });
        set("aws.disableEc2Metadata", "false");
        set("aws.ec2MetadataServiceEndpoint", machine.url());

        assertThat(Cloud.authorized(of(null)).get("authorization")).contains("Credential=ASIAEC2/");
        assertThat(fetch.sent()).isEmpty();
    }

    private static StubProvider.Behaviour text(String text) {
        return (asked, response) -> response.putHeader("content-type", "text/plain")
                .putHeader("x-aws-ec2-metadata-token-ttl-seconds", "21600").end(text);
    }

    private Authorization of(String profile) {
        AwsAuthorizations authorizations = new AwsAuthorizations(fetch, Cloud.THREADS, environment,
                new MovableClock(NOW));
        return authorizations.of(profile == null
                ? Cloud.deployment("anthropic.claude", null, null)
                : Cloud.deployment("anthropic.claude", null, null, "aws_profile_name", profile));
    }
}
