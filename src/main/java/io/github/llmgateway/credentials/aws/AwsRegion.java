package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.credentials.Parameters;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;

/**
 * Where in AWS a deployment is: what its own parameters say comes before the environment, and both before the profile.
 */
public final class AwsRegion {

    /** Where nothing names one; LiteLLM's default, so that its files mean the same here. */
    static final String DEFAULT = "us-west-2";

    /** A region as a whole label of a host's name or part of an ARN, such as {@code us-gov-west-1}. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d");

    private AwsRegion() {
    }

    /**
     * The region: {@code aws_region_name}, the ARN in the model's name, the host of {@code api_base},
     * {@code AWS_REGION_NAME}, {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}, the profile's, {@code us-west-2}.
     * Reads the profile's file where it comes to that.
     */
    public static String of(Deployment deployment, Map<String, String> environment) {
        Parameters parameters = new Parameters(deployment, environment);
        String own = parameters.text("aws_region_name");
        if (own == null) {
            own = ofArn(deployment.model());
        }
        if (own == null) {
            own = ofHost(deployment.endpoint().base());
        }
        if (own == null) {
            own = parameters.variable("AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION");
        }
        if (own == null) {
            own = ofProfile(profile(parameters));
        }
        return own == null ? DEFAULT : own;
    }

    /** The profile that the deployment or the environment names; null where none does. */
    static String profile(Parameters parameters) {
        String own = parameters.text("aws_profile_name");
        return own != null ? own : parameters.variable("AWS_PROFILE");
    }

    /** {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE}, perhaps after a prefix of LiteLLM's. */
    private static String ofArn(String model) {
        int start = model.indexOf("arn:");
        String[] parts = start < 0 ? new String[0] : model.substring(start).split(":", 5);
        return parts.length > 3 && REGION.matcher(parts[3]).matches() ? parts[3] : null;
    }

    private static String ofHost(URI base) {
        String host = base == null ? null : base.getHost();
        if (host == null) {
            return null;
        }
        for (String label : host.split("\\.")) {
            Matcher region = REGION.matcher(label);
            if (region.matches()) {
                return label;
            }
        }
        return null;
    }

    private static String ofProfile(String named) {
        String name = named != null ? named : ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
        try {
            Region region = new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, name).getRegion();
            return region == null ? null : region.id();
        } catch (SdkClientException | IllegalArgumentException none) {
            // A broken file is told of when keys are looked for.
            return null;
        }
    }
}
