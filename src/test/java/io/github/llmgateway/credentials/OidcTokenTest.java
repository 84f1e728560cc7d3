package io.github.llmgateway.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.testing.StubProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms in which an identity provider's token may be named. */
class OidcTokenTest {

    @TempDir
    Path folder;
    private final JdkFetch fetch = new JdkFetch();

    @Test
    void itIsAFileAVariableOrTheTokenItself() throws Exception {
        String file = Files.writeString(folder.resolve("token"), "eyJ.file\n").toString();
        Map<String, String> environment = Map.of("TOKEN", "eyJ.variable", "FILE", file, "CIRCLE_OIDC_TOKEN", "eyJ.ci",
                "AZURE_FEDERATED_TOKEN_FILE", file);

        assertThat(read(file, environment)).isEqualTo("eyJ.file");
        assertThat(read("oidc/file/" + file, environment)).isEqualTo("eyJ.file");
        assertThat(read("oidc/env_path/FILE", environment)).isEqualTo("eyJ.file");
        assertThat(read("oidc/azure/audience", environment)).isEqualTo("eyJ.file");
        assertThat(read("TOKEN", environment)).isEqualTo("eyJ.variable");
        assertThat(read("oidc/env/TOKEN", environment)).isEqualTo("eyJ.variable");
        assertThat(read("oidc/circleci/", environment)).isEqualTo("eyJ.ci");
        assertThat(read("eyJ.itself", environment)).isEqualTo("eyJ.itself");
    }

    @Test
    void googlesMetadataServerGivesOneForAnAudience() throws Exception {
        try (StubProvider metadata = new StubProvider((asked, response) -> response
                .setStatusCode("Google".equals(asked.headers().get("metadata-flavor")) ? 200 : 403)
                .end("eyJ.google\n"))) {
            fetch.leading("metadata.google.internal", metadata.url());

            assertThat(read("oidc/google/https://bedrock.example/a b", Map.of())).isEqualTo("eyJ.google");
            assertThat(metadata.last().uri()).isEqualTo("/computeMetadata/v1/instance/service-accounts/default/identity"
                    + "?audience=https%3A%2F%2Fbedrock.example%2Fa+b");

            metadata.behave(StubProvider.json(404, "no-such-account-xyzzy"));
            assertThatThrownBy(() -> read("oidc/google/x", Map.of())).isInstanceOf(Failure.class)
                    .hasMessageContaining("Google's metadata server answered 404").message().doesNotContain("xyzzy");
        }
        assertThatThrownBy(() -> read("oidc/google/", Map.of())).hasMessageContaining("Write oidc/google/AUDIENCE");
        assertThatThrownBy(() -> new OidcToken(Map.of(), Fetching.ofTokens(new JdkFetch(), null, null), "a cloud")
                .read(Secret.of("oidc/google/x"))).isInstanceOf(Failure.class)
                .hasMessageContaining("Google's metadata server gave no answer");
    }

    @Test
    void gitHubGivesOneToAWorkflowThatMayAskForIt() throws Exception {
        try (StubProvider github = new StubProvider((asked, response) -> StubProvider.json(
                "Bearer run-secret".equals(asked.headers().get("authorization")) ? 200 : 401,
                "{\"count\":1,\"value\":\"eyJ.github\"}").answer(asked, response))) {
            fetch.leading("run.actions.githubusercontent.com", github.url());
            Map<String, String> workflow = Map.of("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "run-secret",
                    "ACTIONS_ID_TOKEN_REQUEST_URL", "https://run.actions.githubusercontent.com/token?api-version=2.0");

            assertThat(read("oidc/github/sts.amazonaws.com", workflow)).isEqualTo("eyJ.github");
            assertThat(github.last().uri()).isEqualTo("/token?api-version=2.0&audience=sts.amazonaws.com");

            for (String broken : new String[] {"<html>", "{}", "[]"}) {
                github.behave(StubProvider.json(200, broken));
                assertThatThrownBy(() -> read("oidc/github/x", workflow)).isInstanceOf(Failure.class)
                        .hasMessageContaining("no token").message().doesNotContain("run-secret");
            }
        }
        assertThatThrownBy(() -> read("oidc/github/x", Map.of())).isInstanceOf(Failure.class)
                .hasMessageContaining("permissions: id-token: write");
        assertThatThrownBy(() -> read("oidc/github/x", Map.of("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "t",
                "ACTIONS_ID_TOKEN_REQUEST_URL", "no address"))).isInstanceOf(Failure.class);
    }

    @Test
    void whatThePlatformShouldHaveSetIsNamed() {
        assertThatThrownBy(() -> read("oidc/azure/api", Map.of())).hasMessageContaining("AZURE_FEDERATED_TOKEN_FILE");
        assertThatThrownBy(() -> read("oidc/circleci/", Map.of())).hasMessageContaining("CIRCLE_OIDC_TOKEN is not set");
    }

    @Test
    void whatLeadsNowhereIsToldWithoutBeingShown() throws Exception {
        String empty = Files.writeString(folder.resolve("xyzzy"), " ").toString();

        for (String wrong : new String[] {"xyzzy", "oidc/file/xyzzy", "oidc/env/xyzzy", "oidc/xyzzy/1", empty,
                "xyzzy\0"}) {
            assertThatThrownBy(() -> read(wrong, Map.of())).isInstanceOf(Failure.class)
                    .hasMessageContaining("Give a file's path").message().doesNotContain("xyzzy");
        }
    }

    private String read(String reference, Map<String, String> environment) throws Failure {
        return new OidcToken(environment, Fetching.ofTokens(fetch, null, null), "a cloud").read(Secret.of(reference))
                .reveal();
    }
}
