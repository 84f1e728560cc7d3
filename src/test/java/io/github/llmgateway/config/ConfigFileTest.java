package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    Path temp;

    Path work;
    Path home;

    @BeforeEach
    void directories() throws IOException {
        work = Files.createDirectory(temp.resolve("work"));
        home = Files.createDirectory(temp.resolve("home"));
    }

    @Test
    void theFirstPlaceThatHasOneWins() throws IOException {
        Path user = file(home.resolve(".litellm/config.yaml"));
        assertThat(ConfigFile.locate(null, Map.of(), work, home)).contains(user);
        Path claude = file(home.resolve(".claude/litellm-config.yaml"));
        assertThat(ConfigFile.locate(null, Map.of(), work, home)).contains(claude);
        Path litellm = file(work.resolve("config/litellm.yaml"));
        assertThat(ConfigFile.locate(null, Map.of(), work, home)).contains(litellm);
        Path gateway = file(work.resolve("config/gateway.yaml"));
        assertThat(ConfigFile.locate(null, Map.of(), work, home)).contains(gateway);
        Path here = file(work.resolve("litellm-config.yaml"));
        assertThat(ConfigFile.locate(null, Map.of(), work, home)).contains(here);
        Path variable = file(work.resolve("variable.yaml"));
        Map<String, String> environment = Map.of("LLM_GATEWAY_CONFIG", "variable.yaml");
        assertThat(ConfigFile.locate(null, environment, work, home)).contains(variable);
        Path explicit = file(work.resolve("explicit.yaml"));
        assertThat(ConfigFile.locate("explicit.yaml", environment, work, home)).contains(explicit);
        assertThat(ConfigFile.locate(explicit.toString(), environment, work, home)).contains(explicit);
    }

    @Test
    void aNamedFileThatIsMissingIsAnErrorAndNotPassedOver() throws IOException {
        file(work.resolve("config/gateway.yaml"));
        assertThatThrownBy(() -> ConfigFile.locate("nowhere.yaml", Map.of(), work, home))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("--config names nowhere.yaml, and there is no such file");
        assertThatThrownBy(() -> ConfigFile.locate(null, Map.of("LLM_GATEWAY_CONFIG", "nowhere.yaml"), work, home))
                .hasMessage("$LLM_GATEWAY_CONFIG names nowhere.yaml, and there is no such file");
    }

    private static Path file(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.createFile(path);
    }
}
