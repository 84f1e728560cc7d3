package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.CloudFiles;
import io.github.llmgateway.credentials.Failures;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.credentials.OidcToken;
import io.github.llmgateway.credentials.Renewed;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.utils.IoUtils;

/** Finds a deployment's keys: its own, its profile's, those of the SDK's chain, or of the role it assumes with them. */
final class AwsSource implements Renewed.Source<AwsCredentialsIdentity> {

    private static final String CLOUD = "AWS";
    private static final String SESSION = "llm-gateway";

    private final AwsSettings settings;
    private final SdkHttpClient http;
    private final OidcToken oidc;
    private final Clock clock;

    AwsSource(AwsSettings settings, Fetching fetching, Clock clock) {
        this.settings = settings;
        this.http = new FetchHttpClient(fetching);
        this.oidc = new OidcToken(settings.environment().variables(), fetching, CLOUD);
        this.clock = clock;
    }

    @Override
    public Renewed.Lasting<AwsCredentialsIdentity> fetch() throws Failure {
        AwsProfile profile = null;
        // Clients that the SDK makes by itself are made while keys are looked for, on the thread that looks.
        try (FetchHttpService.Taken deployments = FetchHttpService.taking(http)) {
            Instant now = clock.instant();
            profile = needsProfile() ? AwsProfile.read(settings.profile(),
                    new CloudFiles(settings.environment().variables())) : null;
            if (settings.role() != null) {
                Credentials assumed = assumed(settings.role(), profile);
                return Renewed.Lasting.until(AwsSessionCredentials.create(assumed.accessKeyId(),
                        assumed.secretAccessKey(), assumed.sessionToken()), assumed.expiration(), now);
            }
            AwsCredentialsIdentity found = found(profile);
            if (settings.keys() != null) {
                return new Renewed.Lasting<>(found, Instant.MAX, Instant.MAX);
            }
            return found.expirationTime().map(end -> Renewed.Lasting.until(found, end, now))
                    .orElseGet(() -> Renewed.Lasting.unlimited(found, now));
        } catch (RuntimeException failed) {
            throw new AwsRefusal(settings, profile).of(failed);
        }
    }

    /** Else a broken file of profiles is nobody's concern. */
    private boolean needsProfile() {
        return settings.keys() == null && (settings.role() == null || settings.role().token() == null);
    }

    private Credentials assumed(AwsSettings.Role role, AwsProfile profile) throws Failure {
        String session = role.session() == null ? SESSION : role.session();
        if (role.token() != null) {
            String token = oidc.read(role.token()).reveal();
            try (StsClient sts = sts(role, AnonymousCredentialsProvider.create())) {
                return sts.assumeRoleWithWebIdentity(request -> request.roleArn(role.arn()).roleSessionName(session)
                        .webIdentityToken(token)).credentials();
            }
        }
        try (StsClient sts = sts(role, StaticCredentialsProvider.create(found(profile)))) {
            return sts.assumeRole(request -> request.roleArn(role.arn()).roleSessionName(session)
                    .externalId(role.externalId())).credentials();
        }
    }

    private StsClient sts(AwsSettings.Role role, AwsCredentialsProvider identity) throws Failure {
        StsClientBuilder builder = StsClient.builder().httpClient(http).region(Region.of(settings.region()))
                .credentialsProvider(identity);
        if (role.endpoint() != null) {
            try {
                builder.endpointOverride(URI.create(role.endpoint()));
            } catch (IllegalArgumentException | NullPointerException wrong) {
                throw Failures.unusable(CLOUD, "aws_sts_endpoint is no address",
                        "Write it in full, such as https://sts.eu-central-1.amazonaws.com.");
            }
        }
        return builder.build();
    }

    /** Keys before any role, as they are now: who asks here keeps and renews them. */
    private AwsCredentials found(AwsProfile profile) throws Failure {
        AwsCredentialsProvider provider = provider(profile);
        try {
            return provider.resolveCredentials();
        } finally {
            IoUtils.closeIfCloseable(provider, null);
        }
    }

    private AwsCredentialsProvider provider(AwsProfile profile) throws Failure {
        AwsSettings.Keys keys = settings.keys();
        if (keys != null) {
            if (keys.id() == null || keys.secret() == null) {
                throw Failures.unusable(CLOUD, "of aws_access_key_id and aws_secret_access_key one is missing",
                        "Set both.");
            }
            String id = keys.id().reveal();
            String secret = keys.secret().reveal();
            return StaticCredentialsProvider.create(keys.session() == null ? AwsBasicCredentials.create(id, secret)
                    : AwsSessionCredentials.create(id, secret, keys.session().reveal()));
        }
        boolean properties = SdkSystemSetting.AWS_ACCESS_KEY_ID.getStringValue().isPresent();
        // The chain would go on to the machine's role, and say nothing of what is wrong with the profile.
        return settings.profile() != null || profile.givesKeys() && !properties ? profile.provider()
                : DefaultCredentialsProvider.builder().profileFile(profile.file()).build();
    }
}
