package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import java.io.IOException;
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
 * Recorded exchanges of Chat Completions: all of the collection beside the checkout if it is there, else the choice in
 * the test resources.
 *
 * @param events the data of a stream's events, empty for a whole answer
 */
record Recorded(String name, String host, byte[] request, int status, byte[] answer, List<byte[]> events) {

    private static final Path ALL = Path.of("..", "shared", "fixtures");
    private static final Path CHOICE = Path.of("src", "test", "resources", "fixtures");

    boolean streamed() {
        return !events.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Every exchange with a chat endpoint. */
    static List<Recorded> exchanges() throws IOException {
        return exchanges("chat/completions", "openai", "openai-compatible", "mixed");
    }

    /** Every exchange with Anthropic's Messages. */
    static List<Recorded> ofAnthropic() throws IOException {
        return exchanges("/v1/messages", "anthropic", "mixed").stream()
                .filter(exchange -> exchange.host().equals("api.anthropic.com")).toList();
    }

    private static List<Recorded> exchanges(String path, String... folders) throws IOException {
        Path root = Files.isDirectory(ALL) ? ALL : CHOICE;
        List<Recorded> found = new ArrayList<>();
        for (String folder : folders) {
            Path cassettes = root.resolve(folder).resolve("cassettes");
            if (!Files.isDirectory(cassettes)) {
                continue;
            }
            try (Stream<Path> files = Files.list(cassettes)) {
                for (Path file : files.sorted().toList()) {
                    cassette(file, path, found);
                }
            }
        }
        return found;
    }

    /** The chunks of a recorded stream file. */
    static List<byte[]> chunks(String path) throws IOException {
        Path root = Files.isDirectory(ALL) ? ALL : CHOICE;
        List<byte[]> events = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve(path))) {
            String data = line.startsWith("data:") ? line.substring(5).trim() : line.trim();
            if (!data.isEmpty()) {
                events.add(data.getBytes(StandardCharsets.UTF_8));
            }
        }
        return events;
    }

    private static void cassette(Path file, String path, List<Recorded> found) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(20_000_000);
        Map<?, ?> cassette = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
        for (Object interaction : (List<?>) cassette.get("interactions")) {
            Map<?, ?> request = (Map<?, ?>) ((Map<?, ?>) interaction).get("request");
            Map<?, ?> response = (Map<?, ?>) ((Map<?, ?>) interaction).get("response");
            if (request == null || !String.valueOf(request.get("uri")).contains(path)) {
                continue;
            }
            String uri = String.valueOf(request.get("uri"));
            byte[] body = body(request);
            byte[] answer = body(response);
            List<byte[]> events = events(answer);
            int status = (Integer) ((Map<?, ?>) response.get("status")).get("code");
            found.add(new Recorded(file.getFileName() + "#" + found.size(), uri.split("/")[2], body, status, answer,
                    status == 200 ? events : List.of()));
        }
    }

    private static byte[] body(Map<?, ?> message) {
        Object parsed = message.get("parsed_body");
        if (parsed != null) {
            JsonNode tree = Json.MAPPER.valueToTree(parsed);
            return Json.bytes(tree);
        }
        Object body = message.get("body");
        if (body instanceof Map<?, ?> map) {
            if (!map.containsKey("string")) {
                return Json.bytes(Json.MAPPER.valueToTree(map));
            }
            body = map.get("string");
        }
        return body instanceof byte[] bytes ? bytes : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> events(byte[] answer) {
        List<byte[]> events = new ArrayList<>();
        String text = new String(answer, StandardCharsets.UTF_8);
        if (text.startsWith("{")) {
            return events;
        }
        for (String line : text.split("\n")) {
            if (line.startsWith("data:")) {
                events.add(line.substring(5).trim().getBytes(StandardCharsets.UTF_8));
            }
        }
        return events;
    }
}
