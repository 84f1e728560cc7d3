package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.credentials.Failures;
import io.github.llmgateway.credentials.OidcToken;
import io.github.llmgateway.credentials.Renewed;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Finds a deployment's keys: its own, its profile's, those of the SDK's chain, or of the role it assumes with them. */
final class AwsSource implements Renewed.Source<AwsCredentialsIdentity> {

    private static final String CLOUD = "AWS";
    private static final String SESSION = "llm-gateway";
    /** The SDK's words where a profile needs a module of it that is not there. */
    private static final String MODULE_MISSING = "must be on the class path";
    private static final String MEND = "Set aws_access_key_id and aws_secret_access_key, aws_profile_name or "
            + "aws_role_name at the deployment, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";

    private final AwsSettings settings;
    private final SdkHttpClient http;
    private final Map<String, String> environment;
    private final Clock clock;
    private AwsCredentialsProvider base;

    AwsSource(AwsSettings settings, SdkHttpClient http, Map<String, String> environment, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Renewed.Lasting<AwsCredentialsIdentity> fetch() throws Failure {
        try {
            Instant now = clock.instant();
            if (settings.role() != null) {
                Credentials assumed = assumed(settings.role());
                return Renewed.Lasting.until(AwsSessionCredentials.create(assumed.accessKeyId(),
                        assumed.secretAccessKey(), assumed.sessionToken()), assumed.expiration(), now);
            }
            AwsCredentialsIdentity found = base().resolveCredentials();
            if (settings.keys() != null) {
                return new Renewed.Lasting<>(found, Instant.MAX, Instant.MAX);
            }
            return found.expirationTime().map(end -> Renewed.Lasting.until(found, end, now))
                    .orElseGet(() -> Renewed.Lasting.unlimited(found, now));
        } catch (SdkException failed) {
            throw failure(failed);
        } catch (IllegalStateException missing) {
            if (!lacksModule(missing)) {
                throw missing;
            }
            throw moduleMissing().withCause(missing);
        } catch (IllegalArgumentException broken) {
            throw Failures.unusable(CLOUD, "a profile in ~/.aws is broken", "See what \"aws configure list\" says.")
                    .withCause(broken);
        }
    }

    private Failure failure(SdkException failed) {
        String sts = "AWS STS";
        Failure unreachable = Failure.within(failed);
        if (unreachable != null) {
            return Failures.unreachable(CLOUD, sts, unreachable);
        }
        AwsServiceException refused = Failures.inside(failed, AwsServiceException.class);
        if (refused != null) {
            String code = refused.awsErrorDetails() == null ? null : refused.awsErrorDetails().errorCode();
            String role = settings.role() == null ? "The profile's role" : "The role " + settings.role().arn();
            return Failures.refused(CLOUD, sts, refused.statusCode(), code,
                    role + " must trust these credentials, and they must not have ended.");
        }
        return (lacksModule(failed) ? moduleMissing() : Failures.none(CLOUD, tried(), MEND)).withCause(failed);
    }

    private static boolean lacksModule(RuntimeException failed) {
        return failed.getMessage() != null && failed.getMessage().contains(MODULE_MISSING);
    }

    private Failure moduleMissing() {
        String profile = settings.profile() == null ? "default" : settings.profile();
        return Failures.unusable(CLOUD, "the profile " + profile + " signs in by SSO, for which modules of the AWS SDK "
                + "are missing", "Put software.amazon.awssdk's sso and ssooidc on the class path, or pass keys on: aws "
                + "configure export-credentials --profile " + profile + " --format env.");
    }

    private String tried() {
        if (settings.profile() != null) {
            return "the profile " + settings.profile() + " in ~/.aws";
        }
        return "the deployment's aws_… parameters, AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE, system properties, "
                + "the default profile in ~/.aws, the container's and the instance's role";
    }

    private Credentials assumed(AwsSettings.Role role) throws Failure {
        String session = role.session() == null ? SESSION : role.session();
        if (role.token() != null) {
            String token = OidcToken.read(role.token(), environment, CLOUD).reveal();
            try (StsClient sts = sts(role, AnonymousCredentialsProvider.create())) {
                return sts.assumeRoleWithWebIdentity(request -> request.roleArn(role.arn()).roleSessionName(session)
                        .webIdentityToken(token)).credentials();
            }
        }
        try (StsClient sts = sts(role, base())) {
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

    /** Keys before any role; kept, since providers remember and renew what they have found. */
    private AwsCredentialsProvider base() throws Failure {
        if (base == null) {
            base = provider();
        }
        return base;
    }

    private AwsCredentialsProvider provider() throws Failure {
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
        if (settings.profile() != null) {
            return ProfileCredentialsProvider.builder().profileName(settings.profile())
                    .profileFile(ProfileFileSupplier.defaultSupplier()).build();
        }
        return DefaultCredentialsProvider.builder().profileFile(ProfileFileSupplier.defaultSupplier()).build();
    }
}
