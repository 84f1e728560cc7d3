package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code validate} says before the start what the start would say. */
class ValidateTest {

    @TempDir
    Path folder;

    @Test
    void aFileThatIsRightIsCalledValid() throws Exception {
        assertThat(validate("{model: openai/gpt-5, api_key: k, temperature: 0.2}"))
                .isEqualTo("0 config.yaml: valid, 1 model group(s), 1 deployment(s)\n");
    }

    @Test
    void whatTheReaderFindsIsToldWithItsLine() throws Exception {
        assertThat(validate("{model: openai/gpt-5, api_key: k, temperature: hot}")).isEqualTo(
                "1 config.yaml:3: model_list[0].litellm_params.temperature: found \"hot\", wanted a number\n"
                        + "config.yaml: 1 error(s)\n");
    }

    @Test
    void whatNoProviderWouldTakeIsFoundToo() throws Exception {
        assertThat(validate("{model: openai/gpt-5, api_key: k, thinking: {type: often}}")).isEqualTo(
                "1 config.yaml: line 2: litellm_params of m: Invalid value for 'thinking.type': "
                        + "expected one of 'enabled', 'disabled' and 'adaptive'.\n");
    }

    /** The exit status and what was printed. */
    private String validate(String params) throws Exception {
        Files.writeString(folder.resolve("config.yaml"), "model_list:\n  - model_name: m\n    litellm_params: " + params + "\n");
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "validate", "--config", "config.yaml")
                .directory(folder.toFile()).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + printed.replace(folder + "/", "");
    }
}
