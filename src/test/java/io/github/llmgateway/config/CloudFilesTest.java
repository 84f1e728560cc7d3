package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that does not say where in its cloud it is: what the cloud's own tools know of this machine's user. */
class CloudFilesTest {

    private static final String BEDROCK = "model_list:\n- {model_name: m, litellm_params: {model: %s%s}}\n";
    private static final String NOVA = "bedrock/amazon.nova-lite-v1:0";
    private static final String ARN = "bedrock/arn:aws:bedrock:ap-south-1:123456789012:inference-profile/apac.x";
    private static final String CONFIG = """
            # written by aws configure
            [default]
            region = eu-west-3
            [profile team]
            output = json
            s3 =
              region = not-this
            region = ap-southeast-2   ; where the team is
            [profile "with blanks"]
            region=sa-east-1
            [nobody]
            region = us-gov-west-1
            [sso-session team]
            sso_region = us-east-2
            [profile odd]
            region = https://evil.example/
            """;

    @TempDir
    Path home;

    @Test
    void theRegionIsThatOfTheProfileWhereNobodyNamesOne() throws IOException {
        write(".aws/config", CONFIG);

        assertThat(region(NOVA, "")).isEqualTo("eu-west-3");
        assertThat(region(NOVA, ", aws_profile_name: team")).isEqualTo("ap-southeast-2");
        assertThat(region(NOVA, "", "AWS_PROFILE", "team")).isEqualTo("ap-southeast-2");
        assertThat(region(NOVA, ", aws_profile_name: with blanks", "AWS_PROFILE", "team")).isEqualTo("sa-east-1");
        assertThat(region("anthropic_aws/claude-sonnet-4-6", ", aws_profile_name: team")).isEqualTo("ap-southeast-2");
        for (String none : List.of("nobody", "odd", "missing")) {
            assertThat(region(NOVA, ", aws_profile_name: " + none)).as(none).isEqualTo("us-west-2");
        }
    }

    @Test
    void whatIsNamedComesBeforeTheProfile() throws IOException {
        write(".aws/config", CONFIG);

        assertThat(region(ARN, ", aws_region_name: eu-north-1")).isEqualTo("eu-north-1");
        assertThat(region(ARN, ", api_base: \"https://bedrock-runtime.eu-west-1.amazonaws.com\"",
                "AWS_REGION", "c-d-2")).isEqualTo("ap-south-1");
        assertThat(region(NOVA, ", api_base: \"https://bedrock-runtime.us-gov-west-1.amazonaws.com\"",
                "AWS_REGION", "c-d-2")).isEqualTo("us-gov-west-1");
        assertThat(region(NOVA, "", "AWS_REGION_NAME", "a-b-1", "AWS_REGION", "c-d-2")).isEqualTo("a-b-1");
        assertThat(region(NOVA, "", "AWS_REGION", "c-d-2", "AWS_DEFAULT_REGION", "e-f-3")).isEqualTo("c-d-2");
        assertThat(region(NOVA, ", api_base: \"http://127.0.0.1:9\"", "AWS_DEFAULT_REGION", "e-f-3"))
                .isEqualTo("e-f-3");
    }

    @Test
    void theBaseUrlFollowsFromTheProfilesRegion() throws IOException {
        write(".aws/config", CONFIG);

        assertThat(deployment(BEDROCK.formatted(NOVA, "")).endpoint().base())
                .hasToString("https://bedrock-runtime.eu-west-3.amazonaws.com");
        assertThat(reading(BEDROCK.formatted("bedrock/eu.amazon.nova-lite-v1:0", "")).notices()).isEmpty();
        assertThat(reading(BEDROCK.formatted("bedrock/eu.amazon.nova-lite-v1:0", ", aws_profile_name: missing"))
                .notices()).extracting(Problem::message).singleElement().asString().contains("us-west-2 is assumed");
    }

    @Test
    void theFilesAreWhereTheVariablesOfTheAwsToolsSayAndTheKeysFileComesFirst() throws IOException {
        String config = write("elsewhere/config", CONFIG);
        String keys = write("elsewhere/keys", "[team]\naws_access_key_id = A\nregion = eu-south-1\n");

        assertThat(region(NOVA, "")).isEqualTo("us-west-2");
        assertThat(region(NOVA, "", "AWS_CONFIG_FILE", config)).isEqualTo("eu-west-3");
        assertThat(region(NOVA, "", "AWS_CONFIG_FILE", "~/elsewhere/config")).isEqualTo("eu-west-3");
        assertThat(region(NOVA, "", "AWS_CONFIG_FILE", config, "AWS_SHARED_CREDENTIALS_FILE", keys, "AWS_PROFILE",
                "team")).isEqualTo("eu-south-1");
        assertThat(region(NOVA, "", "AWS_CONFIG_FILE", home.toString())).as("a directory").isEqualTo("us-west-2");
    }

    @Test
    void theProjectIsThatOfTheCredentialsWhereNobodyNamesOne() throws IOException {
        String file = write("keys/models.json", "{\"type\":\"service_account\",\"project_id\":\"of-the-file\"}");

        assertThat(project("", "VERTEXAI_CREDENTIALS", file)).isEqualTo("of-the-file");
        assertThat(project("", "VERTEXAI_CREDENTIALS", "{\"project_id\":\"of-the-text\"}")).isEqualTo("of-the-text");
        assertThat(project("", "GOOGLE_APPLICATION_CREDENTIALS", file)).isEqualTo("of-the-file");
        assertThat(project(", vertex_credentials: {type: service_account, project_id: of-the-map}",
                "VERTEXAI_CREDENTIALS", file)).isEqualTo("of-the-map");
        assertThat(project("", "VERTEXAI_CREDENTIALS", file, "GOOGLE_CLOUD_PROJECT", "named")).isEqualTo("named");
    }

    @Test
    void theProjectIsGcloudsWhereItsCredentialsAreTaken() throws IOException {
        assertThat(project("")).isNull();
        write(".config/gcloud/application_default_credentials.json",
                "{\"type\":\"authorized_user\",\"quota_project_id\":\"pays\"}");
        assertThat(project("")).isEqualTo("pays");

        write(".config/gcloud/configurations/config_default", "[core]\naccount = jane\nproject = by-default\n");
        assertThat(project("")).isEqualTo("by-default");

        write(".config/gcloud/active_config", "work\n");
        write(".config/gcloud/configurations/config_work", "[compute]\nproject = no\n[core]\nproject = at-work\n");
        assertThat(project("")).isEqualTo("at-work");
        assertThat(project("", "CLOUDSDK_CONFIG", home.resolve("nowhere").toString())).isNull();
    }

    private String write(String path, String text) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private ConfigReading reading(String text, String... variables) {
        List<String> all = new ArrayList<>(List.of(variables));
        all.addAll(List.of("HOME", home.toString()));
        ConfigReading reading = Reading.of(text, all.toArray(String[]::new));
        assertThat(reading.errors()).isEmpty();
        return reading;
    }

    private Deployment deployment(String text, String... variables) {
        return reading(text, variables).config().orElseThrow().deployments().get(0);
    }

    private String region(String model, String params, String... variables) {
        Object region = deployment(BEDROCK.formatted(model, params), variables).parameters().get("aws_region_name");
        return (String) region;
    }

    /** Null: the deployment is skipped for want of one. */
    private String project(String params, String... variables) {
        String text = BEDROCK.formatted("vertex_ai/gemini-2.5-pro", params)
                + "- {model_name: other, litellm_params: {model: simulator/other}}\n";
        Deployment first = deployment(text, variables);
        return first.modelGroup().equals("other") ? null : first.endpoint().base().getPath().split("/")[3];
    }
}
