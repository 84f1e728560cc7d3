package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.YamlMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration, all of it, whatever is wrong with it. */
public final class ConfigReader {

    private ConfigReader() {}

    /**
     * Reads a file and what it includes. Nothing is thrown for what the file says or for a file that cannot be read:
     * those are errors of the reading.
     *
     * @param file        the file; problems name it as it is given here
     * @param environment the variables that values may name, and where keys are looked for that the file lacks
     * @param strict      whether notices count as errors
     */
    public static ConfigReading read(Path file, Map<String, String> environment, boolean strict) {
        Findings findings = new Findings();
        return read(file.toString(), file, new Includes(findings).read(file), findings, environment, strict);
    }

    /**
     * Reads a text, such as the configuration inside the jar. It cannot include files.
     *
     * @param name how problems call it
     * @see #read(Path, Map, boolean)
     */
    public static ConfigReading read(String name, String text, Map<String, String> environment, boolean strict) {
        Findings findings = new Findings();
        return read(name, null, new Includes(findings).parse(name, text), findings, environment, strict);
    }

    private static ConfigReading read(
            String source,
            Path file,
            YamlMap document,
            Findings findings,
            Map<String, String> environment,
            boolean strict) {
        GatewayConfig config = null;
        if (document != null) {
            Section root = Section.root(document, findings, new Variables(environment));
            config = new GatewayReader(root, findings).read(source, file);
        }
        List<Problem> errors = new ArrayList<>(findings.errors());
        List<Problem> notices = findings.notices();
        if (strict) {
            errors.addAll(notices);
            notices = List.of();
        }
        return new ConfigReading(
                errors.isEmpty() ? Optional.ofNullable(config) : Optional.empty(), errors, notices, findings.files());
    }
}
