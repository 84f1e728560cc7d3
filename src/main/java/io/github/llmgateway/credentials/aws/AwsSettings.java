package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Environment;
import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.config.Trust;
import io.github.llmgateway.credentials.Parameters;
import java.net.URI;

/**
 * What a deployment's authorization at AWS depends on; equal settings share one. Names are LiteLLM's.
 *
 * @param service what the signature is for
 * @param region  where: {@code aws_region_name}, which the configuration's reader has found where the file names none
 * @param bearer  an API key that takes the signature's place; null: sign
 * @param keys    keys of its own; null: from the profile or the SDK's chain
 * @param profile {@code aws_profile_name}, else {@code AWS_PROFILE}; null where unset
 * @param role    the role to assume; null: none
 * @param proxy   the deployment's own proxy; null: the configuration's
 * @param trust   whom the deployment's calls believe; null: as the configuration says
 * @param environment the variables in which it was looked, and are looked again for a token
 */
record AwsSettings(String service, String region, Secret bearer, Keys keys, String profile, Role role,
        ProxyAddress proxy, Trust trust, Environment environment) {

    static final String BEDROCK = "bedrock";
    /** Claude Platform on AWS: its host's first label and its name in signatures ("Making requests", AWS). */
    static final String CLAUDE_PLATFORM = "aws-external-anthropic";

    /** An access key; {@code id} or {@code secret} is null where it is missing, {@code session} where there is none. */
    record Keys(Secret id, Secret secret, Secret session) {
    }

    /**
     * A role. {@code token}: the web identity that is exchanged for it, or null; {@code endpoint}: STS' address, or
     * null for the region's.
     */
    record Role(String arn, String session, String externalId, Secret token, String endpoint) {
    }

    static AwsSettings of(Deployment deployment, Environment environment) {
        Parameters parameters = new Parameters(deployment, environment.variables());
        String service = service(deployment.endpoint().base(), parameters.text("aws_service_name"));
        String profile = parameters.text("aws_profile_name");
        Keys keys = keys(parameters);
        Role role = role(parameters);
        Secret bearer = deployment.endpoint().apiKey();
        if (keys == null && role == null && profile == null) {
            // What a deployment says itself comes before what the environment says for all.
            if (bearer == null) {
                bearer = bearer(parameters, service);
            }
            keys = keysOfEnvironment(parameters);
            role = keys == null ? roleOfEnvironment(parameters) : null;
        } else if (keys == null && profile == null && role.token() == null) {
            keys = keysOfEnvironment(parameters);
        }
        return new AwsSettings(service, parameters.text("aws_region_name"), bearer, keys,
                profile != null ? profile : parameters.variable("AWS_PROFILE"), role, deployment.endpoint().proxy(),
                deployment.endpoint().trust(), environment);
    }

    private static String service(URI base, String own) {
        if (own != null) {
            return own;
        }
        boolean platform = base != null && base.getHost() != null && base.getHost().startsWith(CLAUDE_PLATFORM + ".");
        return platform ? CLAUDE_PLATFORM : BEDROCK;
    }

    private static Keys keys(Parameters parameters) {
        Secret id = parameters.secret("aws_access_key_id");
        Secret secret = parameters.secret("aws_secret_access_key");
        return id == null && secret == null ? null : new Keys(id, secret, parameters.secret("aws_session_token"));
    }

    private static Role role(Parameters parameters) {
        String arn = parameters.text("aws_role_name");
        return arn == null ? null : new Role(arn, parameters.text("aws_session_name"),
                parameters.text("aws_external_id"), parameters.secret("aws_web_identity_token"),
                parameters.text("aws_sts_endpoint"));
    }

    private static Secret bearer(Parameters parameters, String service) {
        return switch (service) {
            case BEDROCK -> parameters.secretVariable("AWS_BEARER_TOKEN_BEDROCK");
            case CLAUDE_PLATFORM -> parameters.secretVariable("ANTHROPIC_AWS_API_KEY");
            default -> null;
        };
    }

    private static Keys keysOfEnvironment(Parameters parameters) {
        Secret id = parameters.secretVariable("AWS_ACCESS_KEY_ID");
        Secret secret = parameters.secretVariable("AWS_SECRET_ACCESS_KEY");
        return id == null || secret == null ? null
                : new Keys(id, secret, parameters.secretVariable("AWS_SESSION_TOKEN"));
    }

    private static Role roleOfEnvironment(Parameters parameters) {
        String arn = parameters.variable("AWS_ROLE_ARN");
        Secret file = parameters.secretVariable("AWS_WEB_IDENTITY_TOKEN_FILE");
        return arn == null || file == null ? null : new Role(arn, parameters.variable("AWS_ROLE_SESSION_NAME"), null,
                file, parameters.text("aws_sts_endpoint"));
    }
}
