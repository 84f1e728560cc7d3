package io.github.llmgateway.credentials.entra;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalException;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.credentials.Failures;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.credentials.OidcToken;
import io.github.llmgateway.credentials.Renewed;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches access tokens from Entra ID with Microsoft's library. Its cache is passed over: the token is kept and renewed
 * by who asks here, and files are read anew for each token.
 */
final class EntraSource implements Renewed.Source<Secret> {

    private static final String CLOUD = "Azure";
    private static final String SUFFIX = "/.default";
    private static final String MEND = "Set tenant_id, client_id and client_secret at the deployment, or "
            + "AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or an api_key.";
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** Entra ID's own number of an error; its words may quote what was sent. */
    private static final Pattern NUMBER = Pattern.compile("AADSTS\\d{1,10}");
    private static final ExecutorService HERE = new CallingThread();

    private final EntraSettings settings;
    private final IHttpClient http;
    private final OidcToken oidc;
    private final Clock clock;

    EntraSource(EntraSettings settings, Fetching fetching, Clock clock) {
        this.settings = settings;
        this.http = new FetchMsalClient(fetching);
        this.oidc = new OidcToken(settings.environment().variables(), fetching, CLOUD);
        this.clock = clock;
    }

    @Override
    public Renewed.Lasting<Secret> fetch() throws Failure {
        try {
            IAuthenticationResult result = (settings.proof() == EntraSettings.Proof.MANAGED ? managed() : client())
                    .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            Instant end = result.expiresOnDate().toInstant();
            return Renewed.Lasting.until(Secret.of(result.accessToken()), end, clock.instant());
        } catch (ExecutionException | CompletionException | MsalException failed) {
            throw failure(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Failures.refused(CLOUD, endpoint(), 504, null, "");
        } catch (TimeoutException late) {
            throw Failures.refused(CLOUD, endpoint(), 504, null, "");
        } catch (MalformedURLException | IllegalArgumentException wrong) {
            throw Failures.unusable(CLOUD, "tenant_id, client_id, azure_scope or AZURE_AUTHORITY_HOST is no such thing",
                    "An authority is written as https://login.microsoftonline.com.");
        }
    }

    private CompletableFuture<IAuthenticationResult> client() throws Failure, MalformedURLException {
        if (settings.tenant() == null || settings.client() == null) {
            throw Failures.unusable(CLOUD, (settings.tenant() == null ? "tenant_id" : "client_id") + " is missing",
                    MEND);
        }
        return ConfidentialClientApplication.builder(settings.client(), credential())
                .authority(settings.authority() + settings.tenant())
                // Which host may issue tokens the operator has said; asking another whether it may needs a way there.
                .instanceDiscovery(false)
                .httpClient(http)
                .executorService(HERE)
                .build()
                .acquireToken(ClientCredentialParameters.builder(Set.of(settings.scope())).skipCache(true).build());
    }

    private IClientCredential credential() throws Failure {
        if (settings.proof() == EntraSettings.Proof.SECRET) {
            return ClientCredentialFactory.createFromSecret(settings.secret().reveal());
        }
        if (settings.proof() == EntraSettings.Proof.CERTIFICATE) {
            try {
                return Certificate.read("the file of AZURE_CLIENT_CERTIFICATE_PATH", settings.secret(),
                        settings.password());
            } catch (IllegalArgumentException | MsalException wrong) {
                String what = wrong instanceof MsalException ? "the key of AZURE_CLIENT_CERTIFICATE_PATH has less than "
                        + "2048 bits" : wrong.getMessage();
                throw Failures.unusable(CLOUD, what, "It holds a certificate and its RSA key, as PEM or PKCS#12.");
            }
        }
        Secret token = oidc.read(settings.secret());
        return ClientCredentialFactory.createFromClientAssertion(token.reveal());
    }

    private CompletableFuture<IAuthenticationResult> managed() {
        ManagedIdentityId identity = settings.client() == null ? ManagedIdentityId.systemAssigned()
                : ManagedIdentityId.userAssignedClientId(settings.client());
        String scope = settings.scope();
        String resource = scope.endsWith(SUFFIX) ? scope.substring(0, scope.length() - SUFFIX.length()) : scope;
        try {
            return ManagedIdentityApplication.builder(identity).httpClient(http).executorService(HERE).build()
                    .acquireTokenForManagedIdentity(
                            ManagedIdentityParameters.builder(resource).forceRefresh(true).build());
        } catch (Exception failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private Failure failure(Exception failed) {
        boolean machine = settings.proof() == EntraSettings.Proof.MANAGED;
        MsalServiceException refused = Failures.inside(failed, MsalServiceException.class);
        if (!machine && refused != null && refused.statusCode() != null) {
            Matcher number = NUMBER.matcher(String.valueOf(refused.getMessage()));
            return Failures.refused(CLOUD, endpoint(), refused.statusCode(),
                    number.find() ? number.group() : refused.errorCode(), mend());
        }
        Failure unreachable = Failure.within(failed);
        if (!machine && unreachable != null) {
            return Failures.unreachable(CLOUD, endpoint(), unreachable);
        }
        if (machine && !(refused != null && refused.statusCode() != null && refused.statusCode() >= 500)) {
            return Failures.none(CLOUD, "azure_ad_token, client_secret, AZURE_CLIENT_SECRET, "
                    + "AZURE_CLIENT_CERTIFICATE_PATH, AZURE_FEDERATED_TOKEN_FILE, AZURE_AD_TOKEN, the managed identity",
                    MEND);
        }
        return Failures.refused(CLOUD, endpoint(), refused == null ? 400 : 503,
                refused == null ? null : refused.errorCode(), mend());
    }

    private String endpoint() {
        return settings.proof() == EntraSettings.Proof.MANAGED ? "the managed identity endpoint"
                : "Entra ID's token endpoint";
    }

    private String mend() {
        return switch (settings.proof()) {
            case SECRET -> "Check tenant_id and client_id, and that client_secret has not ended.";
            case CERTIFICATE -> "Check tenant and client, and that the certificate is known there and has not ended.";
            default -> "Check tenant and client, and that the client trusts the token's issuer.";
        };
    }
}
