package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of {@code bad/} with everything said about it: {@code NAME.expected} holds a line an error, and a line
 * that starts with {@code notice} a notice.
 */
class BadFilesTest {

    @ParameterizedTest
    @MethodSource("files")
    void everythingWrongIsToldWithPlaceAndMend(String name) throws Exception {
        Path file = directory().resolve(name);
        ConfigReading reading = ConfigReader.read(file, Reading.KEYS, false);
        List<String> told = new ArrayList<>();
        Reading.withoutDirectory(reading.errors()).forEach(problem -> told.add(problem.toString()));
        Reading.withoutDirectory(reading.notices()).forEach(problem -> told.add("notice " + problem));

        Path expected = file.resolveSibling(name.replace(".yaml", ".expected"));
        assertThat(String.join("\n", told)).isEqualTo(Files.readString(expected).stripTrailing());
        assertThat(reading.config().isPresent()).isEqualTo(reading.errors().isEmpty());
    }

    @Test
    void noMessageHoldsASecret() throws Exception {
        for (String name : files().toList()) {
            ConfigReading reading = ConfigReader.read(directory().resolve(name), Reading.KEYS, true);
            assertThat(reading.toString()).doesNotContain("very-secret").doesNotContain("another-secret").doesNotContain("sk-");
        }
    }

    static Stream<String> files() throws IOException, URISyntaxException {
        try (Stream<Path> all = Files.list(directory())) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path directory() throws URISyntaxException {
        return Path.of(BadFilesTest.class.getResource("bad").toURI());
    }
}
