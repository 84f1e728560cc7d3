package io.github.llmgateway.credentials.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.credentials.Cloud;
import io.github.llmgateway.credentials.JdkFetch;
import io.github.llmgateway.credentials.Keys;
import io.github.llmgateway.credentials.MovableClock;
import io.github.llmgateway.testing.Authority;
import io.github.llmgateway.testing.StubProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose access token Google is shown, and what is said where there is none. */
class GoogleCredentialsTest {

    @TempDir
    Path home;
    private final MovableClock clock = new MovableClock(Instant.now());
    private final Map<String, String> environment = new HashMap<>();
    private final JdkFetch fetch = new JdkFetch();
    private StubProvider google;

    @BeforeEach
    void start() {
        google = new StubProvider(token("ya29.first"));
    }

    @AfterEach
    void stop() {
        google.close();
    }

    @Test
    void aServiceAccountsKeyIsExchangedForAToken() throws Exception {
        GoogleAuthorization authorization = of("vertex_credentials", Secret.of(json(serviceAccount())));

        assertThat(Cloud.authorized(authorization).get("authorization")).isEqualTo("Bearer ya29.first");
        assertThat(Cloud.authorized(authorization).get("x-goog-user-project")).isNull();
        assertThat(google.last().text()).contains("jwt-bearer").contains("assertion=");
        assertThat(google.asked()).hasSize(1);
    }

    @Test
    void credentialsMayBeAFileOrAMapInTheConfiguration() throws Exception {
        Path file = Files.writeString(home.resolve("key.json"), json(serviceAccount()));
        Map<String, Object> hidden = new LinkedHashMap<>(serviceAccount());
        hidden.replaceAll((name, value) -> name.contains("key") || name.contains("token")
                ? Secret.of((String) value) : value);

        assertThat(Cloud.authorized(of("vertex_ai_credentials", Secret.of(file.toString()))).get("authorization"))
                .isEqualTo("Bearer ya29.first");
        assertThat(Cloud.authorized(of("vertex_credentials", hidden)).get("authorization"))
                .isEqualTo("Bearer ya29.first");
    }

    @Test
    void fiftyRequestsAtOnceFetchOneToken() throws Exception {
        Cloud.fiftyAtOnce(of("vertex_credentials", Secret.of(json(serviceAccount()))));

        assertThat(google.asked()).hasSize(1);
    }

    @Test
    void aTokenIsRenewedAndAReplacedKeyFileHoldsFromThenOn() throws Exception {
        Path file = Files.writeString(home.resolve("key.json"), json(serviceAccount()));
        GoogleAuthorization authorization = of("vertex_credentials", Secret.of(file.toString()));
        Cloud.authorized(authorization);
        Map<String, Object> other = serviceAccount();
        other.put("client_email", "other@x.test");
        Files.writeString(file, json(other));
        google.behave(token("ya29.second"));
        clock.pass(Duration.ofMinutes(61));

        assertThat(Cloud.authorized(authorization).get("authorization")).isEqualTo("Bearer ya29.second");
        String claims = google.last().text().replaceFirst(".*assertion=[^.]+[.]([^.]+)[.].*", "$1");
        assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8)).contains("other@x.test");
    }

    @Test
    void aKnownTokenIsShownAtOnce() throws Exception {
        GoogleAuthorization authorization = of("vertex_credentials", Secret.of(json(serviceAccount())));
        Cloud.authorized(authorization);

        assertThat(authorization.authorize(Cloud.request("https://g.test/", "{}")).isComplete()).isTrue();
    }

    @Test
    void aSignedInUsersProjectIsCharged() throws Exception {
        Path file = Files.writeString(home.resolve("adc.json"), json(user()));
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
        fetch.leading("oauth2.googleapis.com", google.url());

        assertThat(Cloud.authorized(of()).get("authorization")).isEqualTo("Bearer ya29.first");
        assertThat(Cloud.authorized(of()).get("x-goog-user-project")).isEqualTo("charged-1");
        assertThat(google.last().text()).contains("refresh_token");
    }

    @Test
    void gcloudsFileIsFoundInTheHome() throws Exception {
        Path folder = Files.createDirectories(home.resolve(".config").resolve("gcloud"));
        Files.writeString(folder.resolve("application_default_credentials.json"), json(user()));
        environment.put("HOME", home.toString());
        fetch.leading("oauth2.googleapis.com", google.url());

        assertThat(Cloud.authorized(of()).get("authorization")).isEqualTo("Bearer ya29.first");
    }

    @Test
    void aWorkloadsTokenIsExchangedAndAServiceAccountImpersonated() throws Exception {
        Path subject = Files.writeString(home.resolve("subject"), "eyJ.workload");
        fetch.leading("sts.googleapis.com", google.url()).leading("iamcredentials.googleapis.com", google.url());
        google.behave((asked, response) -> {
            String answer = asked.uri().startsWith("/v1/token")
                    ? "{\"access_token\":\"ya29.federated\",\"issued_token_type\":"
                            + "\"urn:ietf:params:oauth:token-type:access_token\",\"token_type\":\"Bearer\","
                            + "\"expires_in\":3600}"
                    : "{\"accessToken\":\"ya29.impersonated\",\"expireTime\":\"" + end() + "\"}";
            response.putHeader("content-type", "application/json").end(answer);
        });
        Map<String, Object> external = new LinkedHashMap<>();
        external.put("type", "external_account");
        external.put("audience",
                "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x");
        external.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
        external.put("token_url", "https://sts.googleapis.com/v1/token");
        external.put("credential_source", Map.of("file", subject.toString()));

        assertThat(Cloud.authorized(of("vertex_credentials", json(external))).get("authorization"))
                .isEqualTo("Bearer ya29.federated");
        assertThat(google.last().text()).contains("subject_token=eyJ.workload");

        external.put("service_account_impersonation_url",
                "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/m@x.test:generateAccessToken");
        assertThat(Cloud.authorized(of("vertex_credentials", json(external))).get("authorization"))
                .isEqualTo("Bearer ya29.impersonated");
    }

    @Test
    void aUserMayImpersonateAServiceAccount() throws Exception {
        fetch.leading("oauth2.googleapis.com", google.url()).leading("iamcredentials.googleapis.com", google.url());
        google.behave((asked, response) -> {
            if (asked.uri().contains("generateAccessToken")) {
                response.putHeader("content-type", "application/json")
                        .end("{\"accessToken\":\"ya29.impersonated\",\"expireTime\":\"" + end() + "\"}");
            } else {
                token("ya29.source").answer(asked, response);
            }
        });
        Map<String, Object> impersonated = new LinkedHashMap<>();
        impersonated.put("type", "impersonated_service_account");
        impersonated.put("source_credentials", user());
        impersonated.put("service_account_impersonation_url",
                "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/m@x.test:generateAccessToken");
        impersonated.put("delegates", List.of());

        assertThat(Cloud.authorized(of("vertex_credentials", json(impersonated))).get("authorization"))
                .isEqualTo("Bearer ya29.impersonated");
        assertThat(google.last().headers().get("authorization")).isEqualTo("Bearer ya29.source");
    }

    @Test
    void onGooglesMachinesTheMetadataServerIsAsked() throws Exception {
        fetch.leading("metadata.google.internal", google.url());
        google.behave((asked, response) ->
                token("ya29.machine").answer(asked, response.putHeader("metadata-flavor", "Google")));

        assertThat(Cloud.authorized(of()).get("authorization")).isEqualTo("Bearer ya29.machine");
        assertThat(google.asked()).allSatisfy(asked ->
                assertThat(asked.headers().get("metadata-flavor")).isEqualTo("Google"));
    }

    @Test
    void withoutAnyCredentialsItSaysWhereItLookedAndWhatToDo() throws Exception {
        Failure failure = Cloud.failure(of());

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure).hasMessageContaining("There are no credentials for Google Cloud")
                .hasMessageContaining("the metadata server").hasMessageContaining("gcloud auth application-default");
    }

    @Test
    void aRefusalNamesItsCodeAlone() throws Exception {
        google.behave(StubProvider.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"eyJ.quoted\"}"));

        Failure failure = Cloud.failure(of("vertex_credentials", Secret.of(json(serviceAccount()))));
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure).hasMessageContaining("400 (invalid_grant)").message().doesNotContain("quoted");
    }

    @Test
    void aTokenEndpointThatCannotBeReachedIsNotTheCredentialsFault() throws Exception {
        Map<String, Object> elsewhere = serviceAccount();
        elsewhere.put("token_uri", "https://oauth2.googleapis.com/token");

        Failure failure = Cloud.failure(of("vertex_credentials", Secret.of(json(elsewhere))));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("oauth2.googleapis.com cannot be reached");
    }

    @Test
    void whatIsNoKeyIsNotShown() throws Exception {
        assertThat(Cloud.failure(of("vertex_credentials", Secret.of("{\"type\":\"xyzzy\"}"))))
                .hasMessageContaining("no credentials in Google's JSON format").message().doesNotContain("xyzzy");
        assertThat(Cloud.failure(of("vertex_credentials", Secret.of("/not/there/xyzzy.json"))))
                .hasMessageContaining("cannot be read").message().doesNotContain("xyzzy");
    }

    private GoogleAuthorization of(Object... parameters) {
        return new GoogleAuthorizations(fetch, Cloud.THREADS, environment, clock)
                .of(Cloud.deployment("gemini", null, null, parameters));
    }

    private Map<String, Object> serviceAccount() {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("type", "service_account");
        key.put("project_id", "models-1");
        key.put("private_key_id", "1");
        key.put("private_key", Authority.pem("PRIVATE KEY", Keys.RSA.getPrivate().getEncoded()));
        key.put("client_email", "m@x.test");
        key.put("client_id", "1");
        key.put("token_uri", google.url() + "/token");
        return key;
    }

    private static Map<String, Object> user() {
        return Map.of("type", "authorized_user", "client_id", "c", "client_secret", "s", "refresh_token", "r",
                "quota_project_id", "charged-1");
    }

    private static StubProvider.Behaviour token(String token) {
        return StubProvider.json(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3600,"
                + "\"token_type\":\"Bearer\"}");
    }

    private static Instant end() {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3600);
    }

    private static String json(Map<String, Object> map) throws Exception {
        return new ObjectMapper().writeValueAsString(map);
    }
}
