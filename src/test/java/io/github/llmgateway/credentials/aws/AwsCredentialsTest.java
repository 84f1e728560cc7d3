package io.github.llmgateway.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Secret;
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

/** Whose keys sign a request, and what is said where there are none. */
class AwsCredentialsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/models";
    private static final String[] PROPERTIES = {"aws.disableEc2Metadata", "software.amazon.awssdk.http.service.impl"};

    @TempDir
    Path folder;
    private final Instant start = Instant.parse("2026-03-01T12:00:00Z");
    private final MovableClock clock = new MovableClock(start);
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> before = new HashMap<>();
    private final JdkFetch fetch = new JdkFetch();
    private StubProvider sts;

    @BeforeEach
    void start() throws Exception {
        sts = new StubProvider(Sts.keys("AssumeRole", "ASIA1", start.plus(Duration.ofHours(1))));
        for (String property : PROPERTIES) {
            before.put(property, System.getProperty(property));
        }
        // The chain of the SDK shall find nothing of the machine that tests run on.
        environment.put("AWS_CONFIG_FILE", Files.writeString(folder.resolve("config"), "").toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", Files.writeString(folder.resolve("keys"), "").toString());
        System.setProperty("aws.disableEc2Metadata", "true");
    }

    @AfterEach
    void stop() {
        sts.close();
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @Test
    void aRoleIsAssumedWithTheDeploymentsKeys() throws Exception {
        Authorization authorization = of(null, "aws_access_key_id", Secret.of("AKID"), "aws_secret_access_key",
                Secret.of("secret"), "aws_role_name", ROLE, "aws_session_name", "gateway-7", "aws_external_id", "x-1",
                "aws_region_name", "eu-central-1", "aws_sts_endpoint", sts.url());

        assertThat(Cloud.authorized(authorization).get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=ASIA1/").contains("/eu-central-1/bedrock/aws4_request");
        assertThat(Cloud.authorized(authorization).get("x-amz-security-token")).isEqualTo("session-of-ASIA1");
        assertThat(Sts.form(sts.last())).containsEntry("Action", "AssumeRole").containsEntry("RoleArn", ROLE)
                .containsEntry("RoleSessionName", "gateway-7").containsEntry("ExternalId", "x-1");
        assertThat(sts.last().headers().get("authorization")).contains("Credential=AKID/").contains("/sts/");
        assertThat(sts.asked()).hasSize(1);
    }

    @Test
    void fiftyRequestsAtOnceAssumeTheRoleOnce() throws Exception {
        Cloud.fiftyAtOnce(role());

        assertThat(sts.asked()).hasSize(1);
    }

    @Test
    void aRolesKeysAreRenewedAheadOfTheirEnd() throws Exception {
        Authorization authorization = role();
        Cloud.authorized(authorization);
        sts.behave(Sts.keys("AssumeRole", "ASIA2", start.plus(Duration.ofHours(3))));
        clock.pass(Duration.ofMinutes(61));

        assertThat(Cloud.authorized(authorization).get("authorization")).contains("Credential=ASIA2/");
        assertThat(authorization.authorize(Cloud.request("https://b.test/", "{}")).isComplete()).isTrue();
    }

    @Test
    void deploymentsWithEqualSettingsShareARolesKeys() throws Exception {
        AwsAuthorizations authorizations = new AwsAuthorizations(fetch, Cloud.THREADS, environment, clock);
        Object[] settings = {"aws_access_key_id", "A", "aws_secret_access_key", "s", "aws_role_name", ROLE,
                "aws_sts_endpoint", sts.url()};
        Cloud.authorized(authorizations.of(Cloud.deployment("one", null, null, settings)));
        Cloud.authorized(authorizations.of(Cloud.deployment("two", null, null, settings)));

        assertThat(sts.asked()).hasSize(1);
    }

    @Test
    void aWebIdentityIsExchangedForTheRoleAndReadAnewEachTime() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "eyJ.first\n");
        sts.behave(Sts.keys("AssumeRoleWithWebIdentity", "ASIA1", start.plus(Duration.ofHours(1))));
        Authorization authorization = of(null, "aws_role_name", ROLE, "aws_web_identity_token",
                Secret.of(token.toString()), "aws_sts_endpoint", sts.url());

        assertThat(Cloud.authorized(authorization).get("authorization")).contains("Credential=ASIA1/");
        assertThat(Sts.form(sts.last())).containsEntry("WebIdentityToken", "eyJ.first");
        assertThat(sts.last().headers().get("authorization")).isNull();

        Files.writeString(token, "eyJ.second");
        clock.pass(Duration.ofHours(2));
        sts.behave(Sts.keys("AssumeRoleWithWebIdentity", "ASIA2", start.plus(Duration.ofHours(3))));
        Cloud.authorized(authorization);
        assertThat(Sts.form(sts.last())).containsEntry("WebIdentityToken", "eyJ.second");
    }

    @Test
    void theEnvironmentsWebIdentityIsTakenAsInAKubernetesPod() throws Exception {
        environment.put("AWS_ROLE_ARN", ROLE);
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", Files.writeString(folder.resolve("t"), "eyJ.pod").toString());
        sts.behave(Sts.keys("AssumeRoleWithWebIdentity", "ASIAPOD", start.plus(Duration.ofHours(1))));
        fetch.leading("sts.eu-central-1.amazonaws.com", sts.url());

        assertThat(Cloud.authorized(of(null, "aws_region_name", "eu-central-1")).get("authorization"))
                .contains("Credential=ASIAPOD/");
    }

    @Test
    void theEnvironmentsKeysSignWhereTheDeploymentHasNone() throws Exception {
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", "AKIDENV", "AWS_SECRET_ACCESS_KEY", "s"));

        assertThat(Cloud.authorized(of(null)).get("authorization")).contains("Credential=AKIDENV/");
        assertThat(Cloud.authorized(of(null, "aws_access_key_id", "AKIDOWN", "aws_secret_access_key", "s"))
                .get("authorization")).contains("Credential=AKIDOWN/");
    }

    @Test
    void aProfilesKeysSign() throws Exception {
        Files.writeString(folder.resolve("keys"), "[team]\naws_access_key_id=AKIDTEAM\naws_secret_access_key=s\n");

        assertThat(Cloud.authorized(of(null, "aws_profile_name", "team")).get("authorization"))
                .contains("Credential=AKIDTEAM/");
    }

    @Test
    void aProfilesRoleIsAssumedByTheGatewaysWayOut() throws Exception {
        Files.writeString(folder.resolve("keys"), "[base]\naws_access_key_id=AKIDBASE\naws_secret_access_key=s\n");
        Files.writeString(folder.resolve("config"), "[profile team]\nrole_arn=" + ROLE
                + "\nsource_profile=base\nregion=eu-west-1\n");
        fetch.leading("sts.eu-west-1.amazonaws.com", sts.url());
        FetchHttpService.use(fetch);

        assertThat(Cloud.authorized(of(null, "aws_profile_name", "team")).get("authorization"))
                .contains("Credential=ASIA1/");
        assertThat(sts.last().headers().get("authorization")).contains("Credential=AKIDBASE/");
    }

    @Test
    void anApiKeyIsShownAsItIsAndNothingIsSigned() throws Exception {
        environment.put("AWS_BEARER_TOKEN_BEDROCK", "bedrock-of-environment");

        assertThat(Cloud.authorized(of("bedrock-own")).get("authorization")).isEqualTo("Bearer bedrock-own");
        assertThat(Cloud.authorized(of(null)).get("authorization")).isEqualTo("Bearer bedrock-of-environment");
        assertThat(Cloud.authorized(of(null)).get("x-amz-date")).isNull();
        assertThat(Cloud.authorized(of(null, "aws_access_key_id", "AKID", "aws_secret_access_key", "s"))
                .get("authorization")).as("a deployment's own keys come first").startsWith("AWS4-HMAC-SHA256");
    }

    @Test
    void claudePlatformOnAwsHasAKeyOfItsOwnAndNotBedrocks() throws Exception {
        environment.put("AWS_BEARER_TOKEN_BEDROCK", "of-bedrock");
        environment.put("ANTHROPIC_AWS_API_KEY", "of-the-platform");
        AwsAuthorizations authorizations = new AwsAuthorizations(fetch, Cloud.THREADS, environment, clock);

        assertThat(Cloud.authorized(authorizations.of(Cloud.deployment("claude-sonnet-4-6",
                "https://aws-external-anthropic.us-west-2.api.aws", null))).get("authorization"))
                .isEqualTo("Bearer of-the-platform");
    }

    @Test
    void anotherServiceIsSignedForByItsName() throws Exception {
        assertThat(Cloud.authorized(of(null, "aws_access_key_id", "AKID", "aws_secret_access_key", "s",
                "aws_service_name", "bedrock-agentcore")).get("authorization")).contains("/bedrock-agentcore/");
    }

    @Test
    void withoutAnyKeysItSaysWhereItLookedAndWhatToDo() throws Exception {
        Failure failure = Cloud.failure(of(null));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure).hasMessageContaining("There are no credentials for AWS").hasMessageContaining("~/.aws")
                .hasMessageContaining("Set aws_access_key_id");
    }

    @Test
    void aMissingProfileIsNamed() throws Exception {
        assertThat(Cloud.failure(of(null, "aws_profile_name", "nobody"))).hasMessageContaining("the profile nobody");
    }

    @Test
    void aBrokenFileOfProfilesIsNamed() throws Exception {
        Files.writeString(folder.resolve("keys"), "[team\naws_access_key_id");

        assertThat(Cloud.failure(of(null, "aws_profile_name", "team")))
                .hasMessageContaining("a profile in ~/.aws is broken");
        assertThat(Cloud.authorized(of(null, "aws_access_key_id", "AKID", "aws_secret_access_key", "s"))
                .get("authorization")).as("and nobody's concern who has keys").contains("Credential=AKID/");
    }

    @Test
    void halfAKeyIsToldApartFromNone() throws Exception {
        assertThat(Cloud.failure(of(null, "aws_access_key_id", Secret.of("AKID-half"))))
                .hasMessageContaining("one is missing").message().doesNotContain("AKID-half");
    }

    @Test
    void aRefusalOfStsNamesItsCodeAndTheRoleButNoSecret() throws Exception {
        sts.behave(Sts.error(403, "AccessDenied"));

        Failure failure = Cloud.failure(role());
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure).hasMessageContaining("refused: AWS STS answered 403 (AccessDenied)")
                .hasMessageContaining(ROLE).message().doesNotContain("AKID").doesNotContain("secret");
    }

    @Test
    void anStsThatCannotBeReachedIsNotTheCredentialsFault() throws Exception {
        Failure failure = Cloud.failure(of(null, "aws_access_key_id", "AKID", "aws_secret_access_key", "secret",
                "aws_role_name", ROLE, "aws_region_name", "eu-central-1"));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("AWS STS gave no answer")
                .hasMessageContaining("sts.eu-central-1.amazonaws.com cannot be reached");
    }

    @Test
    void aWebIdentityThatCannotBeReadIsNotShown() throws Exception {
        Failure failure = Cloud.failure(of(null, "aws_role_name", ROLE, "aws_web_identity_token",
                Secret.of("/not/there/xyzzy"), "aws_sts_endpoint", sts.url()));

        assertThat(failure).hasMessageContaining("cannot be read").message().doesNotContain("xyzzy");
    }

    private Authorization role() {
        return of(null, "aws_access_key_id", "AKID", "aws_secret_access_key", "secret", "aws_role_name", ROLE,
                "aws_sts_endpoint", sts.url());
    }

    private Authorization of(String apiKey, Object... parameters) {
        return new AwsAuthorizations(fetch, Cloud.THREADS, environment, clock)
                .of(Cloud.deployment("anthropic.claude", null, apiKey, parameters));
    }
}
