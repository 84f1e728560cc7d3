package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, reading it ends, soon, and with a verdict. */
@Timeout(60)
class UntrustedTextTest {

    private static final String MARKS = ":[]{}&*!|>'\"%@`-#,\t\n \0~<?x0";

    @TempDir
    Path temp;

    @Test
    void aBrokenFileIsToldAndNeverThrown() throws Exception {
        Random random = new Random(7);
        for (String text : texts()) {
            for (int round = 0; round < 150; round++) {
                ConfigReading reading = Reading.of(broken(text, random));
                assertThat(reading.config().isPresent()).isEqualTo(reading.errors().isEmpty());
            }
        }
    }

    @Test
    void aliasesThatBlowUpAreRefused() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(Reading.of(laughs.toString()).errors())
                .extracting(Problem::message)
                .containsExactly("aliases make the file larger than 500000 values");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(Reading.of("a: " + "[".repeat(10_000)).errors()).hasSize(1);
        assertThat(Reading.of("a: " + "{b: ".repeat(10_000)).errors()).hasSize(1);
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        assertThat(Reading.of("#".repeat(YamlDocument.MAX_CODE_POINTS + 2)).errors()).hasSize(1);
    }

    @Test
    void aThousandDeploymentsWithOneAnchorAreFine() {
        StringBuilder text = new StringBuilder("x-all: &all {api_key: sk-1, timeout: 5}\nmodel_list:\n");
        for (int i = 0; i < 1_000; i++) {
            text.append("- {model_name: m%d, litellm_params: {<<: *all, model: openai/m}}\n".formatted(i));
        }
        assertThat(Reading.config(text.toString()).deployments()).hasSize(1_000);
    }

    @Test
    void manyFallbacksWithoutACircleAreReadSoon() {
        StringBuilder models = new StringBuilder("model_list:\n");
        StringBuilder fallbacks = new StringBuilder("router_settings:\n  fallbacks:\n");
        for (int i = 0; i < 60; i++) {
            models.append("- {model_name: m%d, litellm_params: {model: openai/m}}\n".formatted(i));
            List<String> later = new ArrayList<>();
            for (int j = i + 1; j < 60; j++) {
                later.add("m" + j);
            }
            fallbacks.append("  - m%d: %s\n".formatted(i, later));
        }
        assertThat(Reading.config(models.toString() + fallbacks).routing().fallbacks().onError()).hasSize(60);
    }

    @Test
    void bytesThatAreNotUtf8AreTold() throws IOException {
        Path file = Files.write(temp.resolve("latin.yaml"), "a: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ConfigReader.read(file, Reading.KEYS, false).errors()).extracting(Problem::message).containsExactly("not UTF-8");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() throws IOException {
        Path file = Files.writeString(temp.resolve("bom.yaml"), "\uFEFF" + Reading.anthropic());
        assertThat(ConfigReader.read(file, Reading.KEYS, false).errors()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereAndADirectoryAreTold() {
        assertThat(ConfigReader.read(temp.resolve("no.yaml"), Reading.KEYS, false).errors())
                .extracting(Problem::message)
                .containsExactly("there is no such file");
        assertThat(ConfigReader.read(temp, Reading.KEYS, false).errors())
                .extracting(Problem::message)
                .containsExactly("not a file");
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(broken.length());
            switch (random.nextInt(4)) {
                case 0 -> broken.setCharAt(at, MARKS.charAt(random.nextInt(MARKS.length())));
                case 1 -> broken.delete(at, Math.min(broken.length() - 1, at + random.nextInt(20)));
                case 2 -> broken.insert(at, broken.substring(at, Math.min(broken.length(), at + random.nextInt(40))));
                default -> broken.setLength(Math.max(1, at));
            }
        }
        return broken.toString();
    }

    private static List<String> texts() throws IOException, URISyntaxException {
        List<String> texts = new ArrayList<>();
        for (String directory : List.of("good", "bad")) {
            Path path = Path.of(UntrustedTextTest.class.getResource(directory).toURI());
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }
}
