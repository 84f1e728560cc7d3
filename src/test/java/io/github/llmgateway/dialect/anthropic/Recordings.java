package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The recorded traffic of Anthropic's API. */
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

    private static final String FOLDER = "anthropic";

    private Recordings() {
    }

    static List<Body> requests() {
        return exchanges().stream().map(exchange -> new Body(exchange.file(), Json.parse(exchange.request())))
                .filter(body -> body.json().has("messages")).toList();
    }

    /** Whole answers, errors among them. */
    static List<Body> answers() {
        List<Body> answers = new ArrayList<>();
        for (Fixtures.Exchange exchange : exchanges()) {
            if (exchange.parsed()) {
                answers.add(new Body(exchange.file(), Json.parse(exchange.answer())));
            }
        }
        for (Fixtures.Part part : Fixtures.parts(FOLDER, "recorded")) {
            if (!part.events()) {
                answers.add(new Body(part.file(), Json.parse(part.bytes())));
            }
        }
        return answers;
    }

    static List<Events> streams() {
        List<Events> streams = new ArrayList<>();
        for (Fixtures.Exchange exchange : exchanges()) {
            if (exchange.streamed()) {
                split(exchange.file(), Fixtures.data(new String(exchange.answer(), StandardCharsets.UTF_8)), streams);
            }
        }
        for (String folder : List.of("sse", "recorded")) {
            Fixtures.parts(FOLDER, folder).stream().filter(Fixtures.Part::events)
                    .forEach(part -> split(part.file(), part.data(), streams));
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

    private static List<Fixtures.Exchange> exchanges() {
        return Fixtures.exchanges(FOLDER).stream().filter(exchange -> exchange.path().startsWith("/v1/messages"))
                .toList();
    }
}
