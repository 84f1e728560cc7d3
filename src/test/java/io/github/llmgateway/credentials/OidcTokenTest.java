package io.github.llmgateway.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms in which an identity provider's token may be named. */
class OidcTokenTest {

    @TempDir
    Path folder;

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
    void whatLeadsNowhereIsToldWithoutBeingShown() throws Exception {
        String empty = Files.writeString(folder.resolve("xyzzy"), " ").toString();

        for (String wrong : new String[] {"xyzzy", "oidc/file/xyzzy", "oidc/env/xyzzy", "oidc/xyzzy/1", empty,
                "xyzzy\0"}) {
            assertThatThrownBy(() -> read(wrong, Map.of())).isInstanceOf(Failure.class)
                    .hasMessageContaining("Give a file's path").message().doesNotContain("xyzzy");
        }
    }

    private static String read(String reference, Map<String, String> environment) throws Failure {
        return OidcToken.read(Secret.of(reference), environment, "a cloud").reveal();
    }
}
