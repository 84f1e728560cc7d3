package io.github.llmgateway.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
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

/** Profiles of {@code aws sso login}: the keys of their role come from the portal of IAM Identity Center. */
class SsoProfileTest {

    private static final String PORTAL = "portal.sso.eu-west-1.amazonaws.com";

    @TempDir
    Path folder;
    private final Instant now = Instant.now();
    private final MovableClock clock = new MovableClock(now);
    private final Map<String, String> environment = new HashMap<>();
    private final JdkFetch fetch = new JdkFetch();
    private final String session = "session-" + System.nanoTime();
    private StubProvider portal;

    @BeforeEach
    void start() throws Exception {
        portal = new StubProvider(SsoLogin.keys("token-1", "ASIASSO", "s", now.plus(Duration.ofHours(1))));
        fetch.leading(PORTAL, portal.url());
        SsoLogin.into(session, "token-1", now.plus(Duration.ofHours(8)));
        files(SsoLogin.profile("sso", session, "eu-central-1"), "");
        FetchHttpService.use(fetch);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private void files(String settings, String keys) throws Exception {
        environment.put("AWS_CONFIG_FILE", Files.writeString(folder.resolve("config"), settings).toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", Files.writeString(folder.resolve("keys"), keys).toString());
    }

    @Test
    void itsRolesKeysSignAndCameByTheGatewaysWayOut() throws Exception {
        assertThat(Cloud.authorized(of("sso")).get("authorization")).contains("Credential=ASIASSO/");
        assertThat(Cloud.authorized(of("sso")).get("x-amz-security-token")).isEqualTo("session-of-ASIASSO");

        assertThat(portal.last().method()).isEqualTo("GET");
        assertThat(portal.last().uri()).startsWith("/federation/credentials?").contains("account_id=123456789012")
                .contains("role_name=models");
        assertThat(fetch.sent()).isNotEmpty().allMatch(sent -> sent.uri().startsWith("https://" + PORTAL + "/"));
    }

    @Test
    void aProfileWithoutASessionIsAsGood() throws Exception {
        String start = "https://old.awsapps.com/start/" + session;
        files("[profile sso]\nsso_start_url = " + start + "\nsso_region = eu-west-1\nsso_account_id = 123456789012\n"
                + "sso_role_name = models\n", "");
        SsoLogin.into(start, "token-1", now.plus(Duration.ofHours(8)));

        assertThat(Cloud.authorized(of("sso")).get("authorization")).contains("Credential=ASIASSO/");
    }

    @Test
    void aRoleIsAssumedWithTheKeysOfAProfileThatSignsIn() throws Exception {
        files(SsoLogin.profile("sso", session, "eu-central-1") + "[profile role]\nrole_arn = arn:aws:iam::1:role/r\n"
                + "source_profile = sso\nregion = eu-central-1\n", "");
        try (StubProvider sts = new StubProvider(Sts.keys("AssumeRole", "ASIAROLE", now.plus(Duration.ofHours(1))))) {
            fetch.leading("sts.eu-central-1.amazonaws.com", sts.url());

            assertThat(Cloud.authorized(of("role")).get("authorization")).contains("Credential=ASIAROLE/");
            assertThat(sts.last().headers().get("authorization")).contains("Credential=ASIASSO/");

            SsoLogin.into(session, "token-1", now.minusSeconds(9));
            assertThat(Cloud.failure(of("role"))).hasMessageContaining("aws sso login --profile sso");
        }
    }

    @Test
    void aSignInThatHasEndedSaysHowToSignInAndIsSeenWhenThereIsANewOne() throws Exception {
        SsoLogin.into(session, "token-1", now.minusSeconds(9));
        Authorization authorization = of("sso");

        Failure ended = Cloud.failure(authorization);
        assertThat(ended.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(ended).hasMessageContaining("Run: aws sso login --profile sso").message().doesNotContain("token-1");

        SsoLogin.into(session, "token-1", now.plus(Duration.ofHours(8)));
        assertThat(Cloud.authorized(authorization).get("authorization")).contains("Credential=ASIASSO/");
    }

    @Test
    void nobodyWhoHasNeverSignedInIsToldLessThanThat() throws Exception {
        files(SsoLogin.profile("sso", session + "-never", "eu-central-1"), "");
        assertThat(Cloud.failure(of("sso"))).hasMessageContaining("Run: aws sso login --profile sso");

        files("[profile sso]\nsso_start_url = https://never/\nsso_region = eu-west-1\nsso_account_id = 123456789012\n"
                + "sso_role_name = models\n", "");
        assertThat(Cloud.failure(of("sso"))).hasMessageContaining("Run: aws sso login --profile sso");
    }

    @Test
    void theKeysAreRenewedWithTheSignInAsItIsThen() throws Exception {
        Authorization authorization = of("sso");
        Cloud.authorized(authorization);
        SsoLogin.into(session, "token-2", now.plus(Duration.ofHours(8)));
        portal.behave(SsoLogin.keys("token-2", "ASIANEXT", "s", now.plus(Duration.ofHours(9))));
        clock.pass(Duration.ofHours(2));

        assertThat(Cloud.authorized(authorization).get("authorization")).contains("Credential=ASIANEXT/");
    }

    @Test
    void aTokenAtItsEndIsRenewedByTheGatewaysWayOutWhereTheSignInAllowsIt() throws Exception {
        SsoLogin.renewable(session, "token-1", now.minusSeconds(9));
        portal.behave(SsoLogin.keys("token-9", "ASIASSO", "s", now.plus(Duration.ofHours(1))));
        try (StubProvider oidc = new StubProvider(StubProvider.json(200, "{\"accessToken\":\"token-9\",\"tokenType\":"
                + "\"Bearer\",\"expiresIn\":28800,\"refreshToken\":\"again-9\"}"))) {
            fetch.leading("oidc.eu-west-1.amazonaws.com", oidc.url());

            assertThat(Cloud.authorized(of("sso")).get("authorization")).contains("Credential=ASIASSO/");
            assertThat(oidc.last().uri()).isEqualTo("/token");
            assertThat(oidc.last().text()).contains("\"refreshToken\":\"again-token-1\"");
        }
    }

    @Test
    void theDefaultProfileMaySignInToo() throws Exception {
        files(SsoLogin.profile("default", session, "eu-central-1"), "");
        assertThat(Cloud.authorized(of(null)).get("authorization")).contains("Credential=ASIASSO/");

        SsoLogin.into(session, "token-1", now.minusSeconds(9));
        assertThat(Cloud.failure(of(null))).hasMessageContaining("Run: aws sso login.");
    }

    @Test
    void aPortalThatRefusesOrCannotBeReachedIsToldApart() throws Exception {
        SsoLogin.into(session, "token-unknown", now.plus(Duration.ofHours(8)));
        Failure refused = Cloud.failure(of("sso"));
        assertThat(refused.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(refused).hasMessageContaining("IAM Identity Center answered 401 (UnauthorizedException)")
                .hasMessageContaining("aws sso login --profile sso").message().doesNotContain("token-unknown")
                .doesNotContain("Session token");

        files(SsoLogin.profile("sso", session, "eu-central-1").replace("eu-west-1", "eu-west-3"), "");
        Failure unreachable = Cloud.failure(of("sso"));
        assertThat(unreachable.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(unreachable).hasMessageContaining("portal.sso.eu-west-3.amazonaws.com cannot be reached");
    }

    private Authorization of(String profile) {
        return new AwsAuthorizations(fetch, Cloud.THREADS, environment, clock).of(profile == null
                ? Cloud.deployment("anthropic.claude", null, null)
                : Cloud.deployment("anthropic.claude", null, null, "aws_profile_name", profile));
    }
}
