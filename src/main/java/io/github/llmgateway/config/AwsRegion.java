package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in AWS a deployment is: what it says itself comes before the environment, and both before the profile. */
final class AwsRegion {

    /** Where nothing names one; LiteLLM's default, so that its files mean the same here. */
    private static final String USUAL = "us-west-2";

    /** A region as a whole label of a host's name or part of an ARN, such as {@code us-gov-west-1}. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d");
    private static final Pattern ARN = Pattern.compile(".*arn:aws[a-z-]*:bedrock:([a-z0-9-]+):.*");

    private AwsRegion() {
    }

    /**
     * The region: {@code aws_region_name}, the ARN in the model's name, the host of {@code given} (null: no address is
     * given), {@code AWS_REGION_NAME}, {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}, the profile's, {@code us-west-2}.
     */
    static String of(Section params, String model, URI given) {
        Variables variables = params.variables();
        Matcher arn = ARN.matcher(model);
        String named = first(params.text("aws_region_name"), params.text("region_name"));
        String region = first(named, arn.matches() ? arn.group(1) : null, ofHost(given), variables.get("AWS_REGION_NAME"),
                variables.get("AWS_REGION"), variables.get("AWS_DEFAULT_REGION"));
        if (region == null) {
            String profile = first(params.text("aws_profile_name"), variables.get("AWS_PROFILE"), "default");
            region = new CloudFiles(variables.environment().variables()).awsRegion(profile);
        }
        if (region == null && model.matches("(eu|apac|jp|au|ca)[.].+")) {
            params.notice("aws_region_name", "no region is named, " + USUAL + " is assumed, and the model \"" + model
                    + "\" is of another part of the world", "name its region");
        }
        return first(region, USUAL);
    }

    private static String ofHost(URI given) {
        String host = given == null ? null : given.getHost();
        if (host == null) {
            return null;
        }
        for (String label : host.split("\\.")) {
            if (REGION.matcher(label).matches()) {
                return label;
            }
        }
        return null;
    }
}
