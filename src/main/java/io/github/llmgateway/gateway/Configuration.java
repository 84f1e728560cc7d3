package io.github.llmgateway.gateway;

import io.github.llmgateway.config.ConfigFile;
import io.github.llmgateway.config.ConfigReader;
import io.github.llmgateway.config.ConfigReading;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * The configuration's source: a file, or the one inside the jar where none is found.
 *
 * @param file        the file; empty: the shipped configuration
 * @param environment variables it may refer to
 * @param strict      whether notices are errors
 */
record Configuration(Optional<Path> file, Map<String, String> environment, boolean strict) {

    /** The property by which an application names the file. */
    static final String PROPERTY = "llm-gateway.config";

    private static final String SHIPPED = "/config/gateway.yaml";

    /** Finds the source; throws if a file is named that does not exist. */
    static Configuration find(String named, boolean strict) throws FileNotFoundException {
        Map<String, String> environment = System.getenv();
        Optional<Path> file = ConfigFile.locate(named, environment, Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home", "/")));
        return new Configuration(file, environment, strict);
    }

    /** The source for somebody else's context, which may name it in the property {@value #PROPERTY}. */
    static Configuration of(CamelContext context) throws FileNotFoundException {
        String named = context.getPropertiesComponent().resolveProperty(PROPERTY).orElse(null);
        if (named != null && !Files.isRegularFile(Path.of(named))) {
            throw new FileNotFoundException(PROPERTY + " names " + named + ", and there is no such file");
        }
        return find(named, false);
    }

    /** Reads it anew. */
    ConfigReading read() throws IOException {
        if (file.isPresent()) {
            return ConfigReader.read(file.get(), environment, strict);
        }
        try (InputStream shipped = Configuration.class.getResourceAsStream(SHIPPED)) {
            return ConfigReader.read(name(), new String(shipped.readAllBytes(), StandardCharsets.UTF_8), environment,
                    strict);
        }
    }

    /**
     * Those of a reading's files that are there, to be watched. One that is missing, or is being replaced at this moment,
     * is looked for again.
     */
    List<Path> present(List<String> files) {
        return files.stream().map(Path::of).filter(Files::exists).toList();
    }

    /** How to call it in a message. */
    String name() {
        return file.map(Path::toString).orElse("the shipped config/gateway.yaml");
    }
}
