package io.github.llmgateway.config;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the configuration is. */
public final class ConfigFile {

    /** The environment variable that may name it. */
    public static final String VARIABLE = "LLM_GATEWAY_CONFIG";

    private ConfigFile() {}

    /**
     * Finds the configuration; the first of these that exists:
     * <ol>
     *   <li>{@code explicit}, what {@code --config} says
     *   <li>the variable {@value #VARIABLE}
     *   <li>{@code litellm-config.yaml}, {@code config/gateway.yaml}, {@code config/litellm.yaml} in {@code workingDir}
     *   <li>{@code .claude/litellm-config.yaml}, {@code .litellm/config.yaml} in {@code home}
     *   <li>{@code /etc/litellm/config.yaml}
     * </ol>
     *
     * @param explicit a path, relative to {@code workingDir}; null for none
     * @return the file; empty where there is none anywhere
     * @throws FileNotFoundException where {@code explicit} or the variable names a file that does not exist; the
     *                               message says which of them
     */
    public static Optional<Path> locate(String explicit, Map<String, String> environment, Path workingDir, Path home)
            throws FileNotFoundException {
        if (explicit != null) {
            return Optional.of(named("--config", explicit, workingDir));
        }
        String variable = environment.get(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return Optional.of(named("$" + VARIABLE, variable.strip(), workingDir));
        }
        return List.of(
                        workingDir.resolve("litellm-config.yaml"),
                        workingDir.resolve("config/gateway.yaml"),
                        workingDir.resolve("config/litellm.yaml"),
                        home.resolve(".claude/litellm-config.yaml"),
                        home.resolve(".litellm/config.yaml"),
                        Path.of("/etc/litellm/config.yaml"))
                .stream()
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Path named(String by, String name, Path workingDir) throws FileNotFoundException {
        Path file = workingDir.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(by + " names " + name + ", and there is no such file");
        }
        return file;
    }
}
