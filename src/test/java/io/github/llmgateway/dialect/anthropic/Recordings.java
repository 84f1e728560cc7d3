package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The recorded traffic under {@code src/test/resources/fixtures/anthropic}, or under {@code -Dfixtures=DIR/anthropic}.
 */
final class Recordings {

    /** A JSON body and the file it stands in. */
    record Body(String file, JsonNode json) {
        byte[] bytes() {
            return Json.bytes(json);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    /** The events of one answer. */
    record Events(String file, List<byte[]> data) {
        @Override
        public String toString() {
            return file;
        }
    }

    private static final Path ROOT =
            Path.of(System.getProperty("fixtures", "src/test/resources/fixtures"), "anthropic");

    private Recordings() {
    }

    static List<Body> requests() {
        List<Body> requests = new ArrayList<>();
        forEachInteraction((file, interaction) -> {
            JsonNode body = interaction.path("request").path("parsed_body");
            if (body.has("messages")) {
                requests.add(new Body(file, body));
            }
        });
        return requests;
    }

    /** Whole answers, errors among them. */
    static List<Body> answers() {
        List<Body> answers = new ArrayList<>();
        forEachInteraction((file, interaction) -> {
            JsonNode body = interaction.path("response").path("parsed_body");
            if (body.isObject()) {
                answers.add(new Body(file, body));
            }
        });
        for (Path file : files("recorded", ".json")) {
            answers.add(new Body(file.getFileName().toString(), Json.parse(bytes(file))));
        }
        return answers;
    }

    static List<Events> streams() {
        List<Events> streams = new ArrayList<>();
        forEachInteraction((file, interaction) -> {
            String body = interaction.path("response").path("body").path("string").asText("");
            if (body.contains("message_start")) {
                split(file, data(body), streams);
            }
        });
        for (Path file : files("sse", "")) {
            split(file.getFileName().toString(), data(text(file)), streams);
        }
        for (Path file : files("recorded", ".chunks.txt")) {
            split(file.getFileName().toString(), text(file).lines().filter(line -> !line.isBlank()).toList(), streams);
        }
        return streams;
    }

    /** Some files hold the answers of a whole conversation. */
    private static void split(String file, List<String> events, List<Events> to) {
        List<byte[]> answer = new ArrayList<>();
        for (String event : events) {
            answer.add(event.getBytes(StandardCharsets.UTF_8));
            if (event.contains("\"message_stop\"")) {
                to.add(new Events(file, answer));
                answer = new ArrayList<>();
            }
        }
        if (!answer.isEmpty()) {
            to.add(new Events(file, answer));
        }
    }

    private static List<String> data(String sse) {
        return sse.lines().filter(line -> line.startsWith("data:")).map(line -> line.substring(5).strip()).toList();
    }

    private interface Visitor {
        void visit(String file, JsonNode interaction);
    }

    private static void forEachInteraction(Visitor visitor) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(64 << 20);
        for (Path file : files("cassettes", ".yaml")) {
            Map<String, Object> cassette = new Yaml(new SafeConstructor(options)).load(text(file));
            JsonNode tree = Json.MAPPER.valueToTree(cassette);
            tree.path("interactions").forEach(one -> visitor.visit(file.getFileName().toString(), one));
        }
    }

    private static List<Path> files(String directory, String suffix) {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }
}
