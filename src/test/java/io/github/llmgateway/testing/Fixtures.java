package io.github.llmgateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Recorded traffic of providers: the whole collection beside the checkout where it is there, else the choice of it in
 * the test resources. Read once a file and kept, for several tests go over all of it.
 */
public final class Fixtures {

    /**
     * One request and its answer out of a VCR cassette. Bodies that the cassette holds as YAML are written as compact
     * JSON, in its order of keys.
     *
     * @param request  null: the method has no body
     * @param headers  the answer's, by lower-case name
     * @param parsed   whether the answer is JSON by the cassette's own word
     */
    public record Exchange(String folder, String file, String method, String uri, byte[] request, int status,
            Map<String, List<String>> headers, byte[] answer, boolean parsed) {

        /** The provider's host name. */
        public String host() {
            return uri.split("/")[2];
        }

        /** The path without the query. */
        public String path() {
            return uri.replaceFirst("https?://[^/]*", "").replaceFirst("\\?.*", "");
        }

        /** Whether the answer is an event stream. */
        public boolean streamed() {
            return !parsed && status == 200 && !data(text(answer)).isEmpty();
        }

        @Override
        public String toString() {
            return folder + "/" + file;
        }
    }

    /** A file that holds an answer alone. */
    public record Part(String folder, String file, byte[] bytes) {

        /** Whether it holds events: raw, or one event's data a line. */
        public boolean events() {
            return !file.endsWith(".json");
        }

        /** The data of its events. */
        public List<String> data() {
            String text = text(bytes);
            return file.endsWith(".chunks.txt") ? text.lines().filter(line -> !line.isBlank()).toList()
                    : Fixtures.data(text);
        }

        @Override
        public String toString() {
            return folder + "/" + file;
        }
    }

    private static final Path ALL = Path.of("..", "shared", "fixtures");
    private static final Path CHOICE = Path.of("src", "test", "resources", "fixtures");
    private static final Map<Path, List<Exchange>> READ = new LinkedHashMap<>();

    private Fixtures() {
    }

    /** Whether the whole collection is there. */
    public static boolean complete() {
        return Files.isDirectory(ALL);
    }

    /** The folders, one a vendor, sorted. */
    public static List<String> folders() {
        return list(root()).stream().filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).toList();
    }

    /** All that is in the cassettes of a folder; interactions of no HTTP, such as gRPC, are not. */
    public static synchronized List<Exchange> exchanges(String folder) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Path file : list(root().resolve(folder).resolve("cassettes"))) {
            exchanges.addAll(READ.computeIfAbsent(file, each -> cassette(folder, each)));
        }
        return exchanges;
    }

    /** The files of one sub-folder other than {@code cassettes}; none if it is not there. */
    public static List<Part> parts(String folder, String subfolder) {
        return list(root().resolve(folder).resolve(subfolder)).stream()
                .map(file -> new Part(folder, file.getFileName().toString(), bytes(file))).toList();
    }

    /** The data of the events in a stream as it came over the wire. */
    public static List<String> data(String stream) {
        return stream.lines().filter(line -> line.startsWith("data:")).map(line -> line.substring(5).strip()).toList();
    }

    private static Path root() {
        return complete() ? ALL : CHOICE;
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Exchange> cassette(String folder, Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(64 << 20);
        Map<String, Object> cassette = new Yaml(new SafeConstructor(options)).load(text(bytes(file)));
        List<Exchange> exchanges = new ArrayList<>();
        for (Object each : (List<?>) cassette.get("interactions")) {
            Map<?, ?> interaction = (Map<?, ?>) each;
            if (interaction.get("request") instanceof Map<?, ?> request
                    && interaction.get("response") instanceof Map<?, ?> response) {
                String number = exchanges.isEmpty() ? "" : "#" + exchanges.size();
                exchanges.add(new Exchange(folder, file.getFileName() + number,
                        String.valueOf(request.get("method")), String.valueOf(request.get("uri")), body(request),
                        (Integer) ((Map<?, ?>) response.get("status")).get("code"), headers(response), body(response),
                        response.get("parsed_body") != null));
            }
        }
        return exchanges;
    }

    private static Map<String, List<String>> headers(Map<?, ?> response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (response.get("headers") instanceof Map<?, ?> recorded) {
            recorded.forEach((name, values) -> headers.put(String.valueOf(name).toLowerCase(Locale.ROOT),
                    values instanceof List<?> list ? list.stream().map(String::valueOf).toList()
                            : List.of(String.valueOf(values))));
        }
        return headers;
    }

    private static byte[] body(Map<?, ?> message) {
        Object parsed = message.get("parsed_body");
        Object body = message.get("body");
        if (parsed != null) {
            return json(parsed);
        }
        if (body instanceof Map<?, ?> map) {
            if (!map.containsKey("string")) {
                return json(map);
            }
            body = map.get("string");
        }
        return body == null ? null : body instanceof byte[] bytes ? bytes
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(Object yaml) {
        return Json.bytes(Json.MAPPER.<JsonNode>valueToTree(yaml));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
