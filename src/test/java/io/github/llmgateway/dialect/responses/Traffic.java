package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The recorded traffic of the Responses API. */
final class Traffic {

    /** One body. */
    record Body(String name, byte[] bytes) {
        JsonNode json() {
            return Json.parse(bytes);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The events of one answer. */
    record Events(String name, List<byte[]> data) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Why what was recorded is no request for an answer, and how often. */
    static final Map<String, Integer> SKIPPED = new TreeMap<>();
    private static final List<String> FOLDERS = List.of("openai", "azure-openai", "mixed", "openai-compatible",
            "anthropic", "gemini", "bedrock");
    static final List<Body> REQUESTS = new ArrayList<>();
    static final List<Body> ANSWERS = new ArrayList<>();
    static final List<Body> ERRORS = new ArrayList<>();
    static final List<Events> STREAMS = new ArrayList<>();

    static {
        for (String folder : FOLDERS) {
            Fixtures.exchanges(folder).forEach(Traffic::exchange);
        }
        for (String place : List.of("openai/responses", "azure-openai/recorded")) {
            String[] names = place.split("/");
            Fixtures.parts(names[0], names[1]).forEach(Traffic::part);
        }
    }

    private Traffic() {
    }

    private static void exchange(Fixtures.Exchange each) {
        if (!each.path().contains("/responses")) {
            return;
        }
        if (!each.method().equals("POST") || !each.path().endsWith("/responses")) {
            skip(each.method().equals("POST") ? "another operation: " + each.path().replaceAll(".*/", "")
                    : "a stored answer is fetched");
            return;
        }
        REQUESTS.add(new Body(each.toString(), each.request()));
        if (each.streamed()) {
            streams(each.toString(), Fixtures.data(new String(each.answer(), StandardCharsets.UTF_8)));
        } else if (each.status() == 200) {
            answer(each.toString(), each.answer());
        } else {
            ERRORS.add(new Body(each.toString(), each.answer()));
        }
    }

    private static void part(Fixtures.Part part) {
        if (new String(part.bytes(), StandardCharsets.UTF_8).contains("\"choices\"")) {
            skip("Chat Completions");
        } else if (!part.events()) {
            answer(part.toString(), part.bytes());
        } else if (part.data().stream().anyMatch(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)) == null)) {
            skip("a file of events that are not one a line");
        } else {
            streams(part.toString(), part.data());
        }
    }

    private static void answer(String name, byte[] body) {
        JsonNode json = Json.parse(body);
        if (json.hasNonNull("error")) {
            ERRORS.add(new Body(name, body));
        } else if (json.path("status").asText("completed").matches("completed|incomplete")) {
            ANSWERS.add(new Body(name, body));
        } else {
            skip("an answer in the background, not complete");
        }
    }

    /** Some files hold the answers of a whole conversation. */
    private static void streams(String name, List<String> data) {
        List<byte[]> events = new ArrayList<>();
        for (String event : data) {
            if (event.equals("[DONE]")) {
                // OpenRouter's last word, which says nothing.
                STREAMS.get(STREAMS.size() - 1).data().add(event.getBytes(StandardCharsets.UTF_8));
                continue;
            }
            String type = Json.parse(event.getBytes(StandardCharsets.UTF_8)).path("type").asText();
            if (type.equals("response.created") && !events.isEmpty()) {
                skip("a stream that breaks off");
                events = new ArrayList<>();
            }
            events.add(event.getBytes(StandardCharsets.UTF_8));
            if (type.matches("response\\.(completed|incomplete|failed)")) {
                STREAMS.add(new Events(name, events));
                events = new ArrayList<>();
            }
        }
        if (!events.isEmpty()) {
            skip("a stream that breaks off");
        }
    }

    private static void skip(String why) {
        SKIPPED.merge(why, 1, Integer::sum);
    }
}
