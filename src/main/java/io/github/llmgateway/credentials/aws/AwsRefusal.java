package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.credentials.Failures;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What it means that there are no keys, and what to do. Of the SDK's words none is shown: they may quote a program's
 * output, a file's lines or a token.
 *
 * @param settings where was looked
 * @param profile  the profile that was looked into; null where none was, or its files are broken
 */
record AwsRefusal(AwsSettings settings, AwsProfile profile) {

    private static final String CLOUD = "AWS";
    /** The SDK's words where a profile needs a module of it that is not there. */
    private static final String MODULE_MISSING = "must be on the class path";
    private static final String MEND = "Set aws_access_key_id and aws_secret_access_key, aws_profile_name or "
            + "aws_role_name at the deployment, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";

    /** The failure that an exception of the SDK's means; throws one that means nothing known. */
    Failure of(RuntimeException failed) {
        Failure unreachable = Failure.within(failed);
        if (unreachable != null) {
            return Failures.unreachable(CLOUD, settings.role() != null ? "AWS STS" : CLOUD, unreachable);
        }
        AwsServiceException refused = Failures.inside(failed, AwsServiceException.class);
        if (refused != null) {
            return refused(refused);
        }
        return unanswered(failed).withCause(failed);
    }

    private Failure refused(AwsServiceException refused) {
        boolean told = refused.awsErrorDetails() != null;
        String code = told ? refused.awsErrorDetails().errorCode() : null;
        String service = told ? String.valueOf(refused.awsErrorDetails().serviceName()).toLowerCase(Locale.ROOT) : "";
        if (service.startsWith("sso") && profile != null && profile.bySso()) {
            return Failures.refused(CLOUD, "IAM Identity Center", refused.statusCode(), code, "Run: "
                    + profile.signIn() + ". Where that does not help the account or its role is no longer yours.");
        }
        String role = settings.role() == null ? "The profile's role" : "The role " + settings.role().arn();
        return Failures.refused(CLOUD, "AWS STS", refused.statusCode(), code,
                role + " must trust these credentials, and they must not have ended.");
    }

    private Failure unanswered(RuntimeException failed) {
        if (profile != null && profile.byLogin() && lacksModule(failed)) {
            String name = profile.signing().name();
            return Failures.unusable(CLOUD, "the profile " + name + " signs in by aws login, for which the AWS SDK's "
                    + "module signin is missing", "Put it on the class path, or name a profile with credential_process ="
                    + " aws configure export-credentials --profile " + name + " --format process.");
        }
        if (profile != null && profile.bySso()) {
            return Failures.unusable(CLOUD, "the sign-in of the profile " + profile.signing().name() + " has ended, or "
                    + "there was none", "Run: " + profile.signIn() + ".");
        }
        if (profile != null && profile.byProgram()) {
            return Failures.unusable(CLOUD, "the credential_process of the profile " + profile.signing().name()
                    + " has failed, or its answer is no JSON with keys", "Run it by hand, as the gateway's user.");
        }
        if (failed instanceof IllegalArgumentException || failed instanceof IllegalStateException) {
            return Failures.unusable(CLOUD, "a profile in ~/.aws is broken", "See what \"aws configure list\" says.");
        }
        if (failed instanceof SdkException) {
            return Failures.none(CLOUD, tried(), MEND);
        }
        throw failed;
    }

    private static boolean lacksModule(RuntimeException failed) {
        return String.valueOf(failed.getMessage()).contains(MODULE_MISSING);
    }

    private String tried() {
        if (settings.profile() != null) {
            return "the profile " + settings.profile() + " in ~/.aws";
        }
        return "the deployment's aws_… parameters, AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE, system properties, "
                + "the default profile in ~/.aws, the container's and the instance's role";
    }
}
