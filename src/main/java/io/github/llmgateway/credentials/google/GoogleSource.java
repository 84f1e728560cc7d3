package io.github.llmgateway.credentials.google;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.CloudFiles;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.credentials.Failures;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.credentials.Renewed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches access tokens with Google's library: with credentials that were given, else with those of Google's
 * documentation, "How Application Default Credentials works": the variable, gcloud's file, the machine's service
 * account. Files are read anew for each token, so a replaced one holds from the next.
 */
final class GoogleSource implements Renewed.Source<GoogleToken> {

    private static final String CLOUD = "Google Cloud";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final String MEND = "Set vertex_credentials to a key file's path or its JSON, or " + VARIABLE
            + ", or run: gcloud auth application-default login.";
    private static final Pattern ERROR_FIELD = Pattern.compile("\"error\"\\s*:\\s*\"([A-Za-z_]{1,60})\"");
    private static final Pattern ERROR_CODE = Pattern.compile("Error code ([A-Za-z_]{1,60})");

    private final GoogleSettings settings;
    private final HttpTransportFactory transports;
    private final Map<String, String> environment;
    private final Clock clock;

    GoogleSource(GoogleSettings settings, Fetching fetching, Clock clock) {
        FetchTransport transport = new FetchTransport(fetching);
        this.settings = settings;
        this.transports = () -> transport;
        this.environment = settings.environment().variables();
        this.clock = clock;
    }

    @Override
    public Renewed.Lasting<GoogleToken> fetch() throws Failure {
        GoogleCredentials credentials = credentials();
        boolean machines = credentials instanceof ComputeEngineCredentials;
        try {
            AccessToken token = credentials.refreshAccessToken();
            Instant now = clock.instant();
            GoogleToken shown = new GoogleToken(Secret.of(token.getTokenValue()), credentials.getQuotaProjectId());
            return token.getExpirationTime() == null ? Renewed.Lasting.unlimited(shown, now)
                    : Renewed.Lasting.until(shown, token.getExpirationTime().toInstant(), now);
        } catch (IOException failed) {
            throw machines && Failures.inside(failed, HttpResponseException.class) == null ? none() : failure(failed);
        }
    }

    private GoogleCredentials credentials() throws Failure {
        if (settings.given() != null) {
            String given = settings.given().reveal().strip();
            return given.startsWith("{") ? read(given) : file(given, "the file of vertex_credentials");
        }
        String named = environment.get(VARIABLE);
        if (named != null && !named.isBlank()) {
            return file(named.strip(), "the file of " + VARIABLE);
        }
        Path gcloud = new CloudFiles(environment).gcloudCredentials();
        if (gcloud != null && Files.isRegularFile(gcloud)) {
            return file(gcloud.toString(), "gcloud's file of application default credentials");
        }
        return ComputeEngineCredentials.newBuilder().setHttpTransportFactory(transports).build().createScoped(SCOPE);
    }

    // The path is not shown: it may be a key that somebody has put in its place.
    private GoogleCredentials file(String path, String what) throws Failure {
        try {
            return read(Files.readString(Path.of(path)));
        } catch (IOException | InvalidPathException unreadable) {
            throw Failures.unusable(CLOUD, what + " cannot be read", MEND);
        }
    }

    private GoogleCredentials read(String json) throws Failure {
        try {
            GoogleCredentials credentials = GoogleCredentials.fromStream(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), transports);
            return once(credentials).createScoped(SCOPE);
        } catch (IOException | RuntimeException wrong) {
            // The library's words may quote the key.
            throw Failures.unusable(CLOUD, "they are no credentials in Google's JSON format", MEND);
        }
    }

    /** Without the library's own tries again: a client would wait seven seconds for what the gateway may do better. */
    private static GoogleCredentials once(GoogleCredentials credentials) {
        if (credentials instanceof ServiceAccountCredentials account) {
            return account.createWithCustomRetryStrategy(false);
        }
        if (credentials instanceof ImpersonatedCredentials impersonated) {
            return impersonated.toBuilder().setSourceCredentials(once(impersonated.getSourceCredentials())).build();
        }
        return credentials;
    }

    private static Failure none() {
        return Failures.none(CLOUD, "vertex_credentials, VERTEXAI_CREDENTIALS, " + VARIABLE
                + ", gcloud's application default credentials, the metadata server", MEND);
    }

    private static Failure failure(IOException failed) {
        String endpoint = "the token endpoint";
        HttpResponseException answered = Failures.inside(failed, HttpResponseException.class);
        if (answered != null) {
            return Failures.refused(CLOUD, endpoint, answered.getStatusCode(),
                    first(ERROR_FIELD, answered.getContent()), "Check that the key or account still exists and may be "
                            + "used by this machine.");
        }
        Failure unreachable = Failure.within(failed);
        if (unreachable != null) {
            return Failures.unreachable(CLOUD, endpoint, unreachable);
        }
        return Failures.refused(CLOUD, endpoint, 400, first(ERROR_CODE, failed.getMessage()),
                "Check the credentials' type and what they refer to.");
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = text == null ? null : pattern.matcher(text);
        return matcher != null && matcher.find() ? matcher.group(1) : null;
    }
}
