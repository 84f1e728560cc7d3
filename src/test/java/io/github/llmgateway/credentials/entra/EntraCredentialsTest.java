package io.github.llmgateway.credentials.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.credentials.Cloud;
import io.github.llmgateway.credentials.JdkFetch;
import io.github.llmgateway.credentials.Keys;
import io.github.llmgateway.credentials.MovableClock;
import io.github.llmgateway.testing.Authority;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.upstream.Authorization;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose access token Azure is shown, and what is said where there is none. */
class EntraCredentialsTest {

    private static final String[] CLIENT = {"tenant_id", "tenant-1", "client_id", "client-1"};
    private static final Authority.Issued OWN = new Authority("CN=Corp").local("client", Keys.RSA);

    @TempDir
    Path folder;
    private final MovableClock clock = new MovableClock(Instant.now());
    private final Map<String, String> environment = new HashMap<>();
    private final JdkFetch fetch = new JdkFetch();
    private StubProvider entra;

    @BeforeEach
    void start() {
        entra = new StubProvider(token("token-1"));
        fetch.leading("login.microsoftonline.com", entra.url());
    }

    @AfterEach
    void stop() {
        entra.close();
    }

    @Test
    void aClientsSecretIsExchangedForAToken() throws Exception {
        Authorization authorization = secret();

        assertThat(Cloud.authorized(authorization).get("authorization")).isEqualTo("Bearer token-1");
        assertThat(entra.last().uri()).isEqualTo("/tenant-1/oauth2/v2.0/token");
        assertThat(form()).contains("client_secret=s3cret").contains("client_id=client-1")
                .contains("https://cognitiveservices.azure.com/.default")
                .contains("grant_type=client_credentials");
        assertThat(entra.asked()).hasSize(1);
    }

    @Test
    void theEnvironmentFillsWhatTheDeploymentLeavesOut() throws Exception {
        environment.putAll(Map.of("AZURE_TENANT_ID", "tenant-env", "AZURE_CLIENT_ID", "client-env",
                "AZURE_CLIENT_SECRET", "of-env", "AZURE_AUTHORITY_HOST", "https://login.sovereign.test"));
        fetch.leading("login.sovereign.test", entra.url());
        Cloud.authorized(of("client_id", "own", "azure_scope", "https://ai.azure.com/.default"));

        assertThat(entra.last().uri()).isEqualTo("/tenant-env/oauth2/v2.0/token");
        assertThat(form()).contains("client_id=own").contains("client_secret=of-env")
                .contains("https://ai.azure.com/.default");
    }

    @Test
    void fiftyRequestsAtOnceFetchOneToken() throws Exception {
        Cloud.fiftyAtOnce(secret());

        assertThat(entra.asked()).hasSize(1);
    }

    @Test
    void aTokenIsRenewedWhenItEnds() throws Exception {
        Authorization authorization = secret();
        Cloud.authorized(authorization);
        entra.behave(token("token-2"));
        clock.pass(Duration.ofMinutes(61));

        assertThat(Cloud.authorized(authorization).get("authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void aKnownTokenIsShownAtOnce() throws Exception {
        Authorization authorization = secret();
        Cloud.authorized(authorization);

        assertThat(authorization.authorize(Cloud.request("https://a.test/", "{}")).isComplete()).isTrue();
    }

    @Test
    void aTokenThatIsGivenIsShownAsItIs() throws Exception {
        assertThat(Cloud.authorized(of("azure_ad_token", Secret.of("given"))).get("authorization"))
                .isEqualTo("Bearer given");
        assertThat(entra.asked()).isEmpty();
    }

    @Test
    void aWorkloadsTokenIsExchangedAndItsFileReadAnew() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "eyJ.first");
        environment.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
        Authorization authorization = of((Object[]) CLIENT);
        Cloud.authorized(authorization);
        assertThat(form()).contains("client_assertion=eyJ.first").contains("jwt-bearer");

        Files.writeString(file, "eyJ.second");
        clock.pass(Duration.ofMinutes(61));
        Cloud.authorized(authorization);
        assertThat(form()).contains("client_assertion=eyJ.second");
    }

    @Test
    void anOidcTokenIsExchangedInTheFormsOfLiteLlm() throws Exception {
        environment.put("CI_TOKEN", "eyJ.ci");
        Object[] parameters = {"azure_ad_token", Secret.of("oidc/env/CI_TOKEN"), "tenant_id", "t", "client_id", "c"};

        assertThat(Cloud.authorized(of(parameters)).get("authorization")).isEqualTo("Bearer token-1");
        assertThat(form()).contains("client_assertion=eyJ.ci");
        parameters[1] = Secret.of("oidc/github/audience");
        assertThat(Cloud.failure(of(parameters))).hasMessageContaining("ACTIONS_ID_TOKEN_REQUEST_URL is not set");
    }

    @Test
    void aCertificateSignsTheRequestForATokenFromEveryKindOfFile() throws Exception {
        environment.put("AZURE_CLIENT_CERTIFICATE_PASSWORD", "changeit");
        certificate(pfx());
        assertThat(Cloud.authorized(of((Object[]) CLIENT)).get("authorization")).isEqualTo("Bearer token-1");
        assertThat(form()).contains("client_assertion=eyJ");

        environment.remove("AZURE_CLIENT_CERTIFICATE_PASSWORD");
        for (String pem : List.of(OWN.pem(), Keys.pkcs1(Keys.RSA.getPrivate()) + OWN.pem().split("(?=-----BEGIN PR)")[0])) {
            certificate(Files.writeString(folder.resolve("client.pem"), pem));
            assertThat(Cloud.authorized(of((Object[]) CLIENT)).get("authorization")).isEqualTo("Bearer token-1");
            assertThat(form()).contains("client_assertion=eyJ");
        }
    }

    @Test
    void aCertificateThatCannotServeSaysHowToMendItAndShowsNothingOfTheFile() throws Exception {
        String chain = OWN.pem().split("(?=-----BEGIN PR)")[0];
        Map<String, String> wrong = Map.of(
                Keys.pkcs1(Keys.RSA.getPrivate()), "has no certificate",
                chain, "has no private key",
                chain + Authority.pem("ENCRYPTED PRIVATE KEY", new byte[] {1}), "is encrypted; decrypt it with openssl",
                chain + "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "is encrypted",
                chain + Authority.pem("PRIVATE KEY", new byte[] {1}), "neither RSA nor",
                new Authority("CN=Corp").local("client", Keys.CURVE).pem(), "Entra ID takes RSA keys alone",
                "neither PEM nor PFX", "or the password is another");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            certificate(Files.writeString(folder.resolve("xyzzy.pem"), each.getKey()));
            Failure failure = Cloud.failure(of((Object[]) CLIENT));
            assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
            assertThat(failure).hasMessageContaining("AZURE_CLIENT_CERTIFICATE_PATH")
                    .hasMessageContaining(each.getValue()).message().doesNotContain("xyzzy").doesNotContain("MI");
        }
        for (String noPath : List.of(OWN.pem(), "/" + "a".repeat(300))) {
            environment.put("AZURE_CLIENT_CERTIFICATE_PATH", noPath);
            assertThat(Cloud.failure(of((Object[]) CLIENT))).hasMessageContaining("is not there").message()
                    .doesNotContain("PRIVATE").doesNotContain("aaa");
        }
    }

    private void certificate(Path file) {
        environment.put("AZURE_CLIENT_CERTIFICATE_PATH", file.toString());
    }

    @Test
    void whereNothingIsConfiguredTheMachinesIdentityIsAsked() throws Exception {
        fetch.leading("169.254.169.254", entra.url());
        entra.behave(StubProvider.json(200, "{\"access_token\":\"of-machine\",\"expires_on\":\""
                + (Instant.now().getEpochSecond() + 3600) + "\",\"resource\":\"r\",\"token_type\":\"Bearer\"}"));

        assertThat(Cloud.authorized(of()).get("authorization")).isEqualTo("Bearer of-machine");
        assertThat(URLDecoder.decode(entra.last().uri(), StandardCharsets.UTF_8))
                .contains("resource=https://cognitiveservices.azure.com").doesNotContain(".default");
        Cloud.authorized(of("client_id", "assigned"));
        assertThat(entra.last().uri()).contains("client_id=assigned");
    }

    @Test
    void withoutAnyCredentialsItSaysWhereItLookedAndWhatToDo() throws Exception {
        Failure failure = Cloud.failure(of());

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure).hasMessageContaining("There are no credentials for Azure")
                .hasMessageContaining("the managed identity").hasMessageContaining("Set tenant_id");
    }

    @Test
    void aRefusalNamesItsNumberAlone() throws Exception {
        entra.behave(StubProvider.json(401, "{\"error\":\"invalid_client\",\"error_description\":"
                + "\"AADSTS7000215: Invalid client secret provided: s3cret\"}"));

        try (CapturedLog log = CapturedLog.of("io.github.llmgateway.credentials")) {
            Failure failure = Cloud.failure(secret());
            assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
            assertThat(failure).hasMessageContaining("401 (AADSTS7000215)").message().doesNotContain("s3cret");
            assertThat(log.lines()).as("the operator learns it from the log").containsExactly(failure.getMessage());
        }
    }

    @Test
    void aTokenEndpointThatCannotBeReachedIsNotTheCredentialsFault() throws Exception {
        environment.put("AZURE_AUTHORITY_HOST", "https://login.elsewhere.test/");

        Failure failure = Cloud.failure(secret());
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("login.elsewhere.test cannot be reached");
    }

    @Test
    void aMissingTenantIsNamed() throws Exception {
        assertThat(Cloud.failure(of("client_id", "c", "client_secret", Secret.of("s"))))
                .hasMessageContaining("tenant_id is missing");
    }

    private Authorization secret() {
        return of("tenant_id", "tenant-1", "client_id", "client-1", "client_secret", Secret.of("s3cret"));
    }

    private Authorization of(Object... parameters) {
        return new EntraAuthorizations(fetch, Cloud.THREADS, environment, clock)
                .of(Cloud.deployment("gpt", null, null, parameters));
    }

    private String form() {
        return URLDecoder.decode(entra.last().text(), StandardCharsets.UTF_8);
    }

    private static StubProvider.Behaviour token(String token) {
        return StubProvider.json(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3600,"
                + "\"ext_expires_in\":3600,\"token_type\":\"Bearer\"}");
    }

    private Path pfx() throws Exception {
        Path file = folder.resolve("client.pfx");
        try (OutputStream out = Files.newOutputStream(file)) {
            OWN.store("changeit".toCharArray()).store(out, "changeit".toCharArray());
        }
        return file;
    }
}
