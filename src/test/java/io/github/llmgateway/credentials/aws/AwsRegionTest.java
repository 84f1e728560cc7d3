package io.github.llmgateway.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.credentials.Cloud;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where in AWS a deployment is: what it says itself comes first. */
class AwsRegionTest {

    private static final String ARN = "arn:aws:bedrock:ap-south-1:123456789012:inference-profile/apac.x";
    private static final Map<String, String> ENVIRONMENT = Map.of("AWS_DEFAULT_REGION", "sa-east-1");

    @Test
    void itsOwnParameterComesFirst() {
        assertThat(of(ENVIRONMENT, Cloud.deployment(ARN, "https://bedrock-runtime.eu-west-1.amazonaws.com", null,
                "aws_region_name", "eu-north-1"))).isEqualTo("eu-north-1");
    }

    @Test
    void thenTheArnOfTheModelThenTheHost() {
        assertThat(of(ENVIRONMENT, Cloud.deployment(ARN, "https://bedrock-runtime.eu-west-1.amazonaws.com", null)))
                .isEqualTo("ap-south-1");
        assertThat(of(ENVIRONMENT, Cloud.deployment("m", "https://bedrock-runtime.us-gov-west-1.amazonaws.com", null)))
                .isEqualTo("us-gov-west-1");
        assertThat(of(ENVIRONMENT, Cloud.deployment("converse/" + ARN, null, null))).isEqualTo("ap-south-1");
    }

    @Test
    void thenTheEnvironmentInTheOrderOfLiteLlmThenUsWest2() {
        Deployment nowhere = Cloud.deployment("amazon.nova-lite-v1:0", "http://127.0.0.1:9", null);

        assertThat(of(Map.of("AWS_REGION_NAME", "a-b-1", "AWS_REGION", "c-d-2"), nowhere)).isEqualTo("a-b-1");
        assertThat(of(Map.of("AWS_REGION", "c-d-2", "AWS_DEFAULT_REGION", "e-f-3"), nowhere)).isEqualTo("c-d-2");
        assertThat(of(ENVIRONMENT, nowhere)).isEqualTo("sa-east-1");
        assertThat(of(Map.of("AWS_PROFILE", "none-of-that-name"), nowhere)).isEqualTo("us-west-2");
    }

    private static String of(Map<String, String> environment, Deployment deployment) {
        return AwsRegion.of(deployment, environment);
    }
}
