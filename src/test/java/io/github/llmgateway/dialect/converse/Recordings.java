package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.framing.EventReader;
import io.github.llmgateway.framing.Framing;
import io.github.llmgateway.testing.Fixtures;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The recorded traffic of Bedrock. Passed over: what the recordings fetched from elsewhere (three exchanges with hosts
 * that are not Bedrock's).
 */
final class Recordings {

    /** A JSON body, the file it stands in, the model its path names and what was answered. */
    record Exchange(String file, String path, String model, byte[] request, int status, byte[] answer) {

        boolean is(String operation) {
            return path.endsWith("/" + operation);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    /** One event on the wire. */
    record Event(String name, byte[] data) {
    }

    /** The events of one answer. */
    record Stream(String file, List<Event> events) {
        @Override
        public String toString() {
            return file;
        }
    }

    private Recordings() {
    }

    static List<Exchange> exchanges() {
        List<Exchange> found = new ArrayList<>();
        for (String folder : List.of("bedrock", "mixed")) {
            for (Fixtures.Exchange each : Fixtures.exchanges(folder)) {
                if (each.host().startsWith("bedrock-runtime.")) {
                    String model = each.path().split("/")[2];
                    found.add(new Exchange(each.toString(), each.path(),
                            URLDecoder.decode(model, StandardCharsets.UTF_8), each.request(), each.status(),
                            each.answer()));
                }
            }
        }
        return found;
    }

    /** Requests of Converse and ConverseStream. */
    static List<Exchange> requests() {
        return exchanges().stream().filter(each -> each.is("converse") || each.is("converse-stream")).toList();
    }

    /** Whole answers. */
    static List<Exchange> answers() {
        List<Exchange> answers = new ArrayList<>(exchanges().stream()
                .filter(each -> each.is("converse") && each.status() == 200).toList());
        Fixtures.parts("bedrock", "recorded").stream().filter(part -> !part.events())
                .forEach(part -> answers.add(new Exchange(part.toString(), "", "", null, 200, part.bytes())));
        return answers;
    }

    static List<Stream> streams() {
        List<Stream> streams = new ArrayList<>();
        exchanges().stream().filter(each -> each.is("converse-stream") && each.status() == 200)
                .forEach(each -> streams.add(new Stream(each.file(), events(each.answer()))));
        for (Fixtures.Part part : Fixtures.parts("bedrock", "recorded")) {
            if (part.events()) {
                // One event a line, in an object that names it.
                streams.add(new Stream(part.toString(), part.data().stream()
                        .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)).properties().iterator().next())
                        .map(event -> new Event(event.getKey(), Json.bytes(event.getValue()))).toList()));
            }
        }
        return streams;
    }

    private static List<Event> events(byte[] stream) {
        List<Event> events = new ArrayList<>();
        EventReader reader = Framing.AWS_EVENTS.reader(1 << 20);
        EventReader.Listener listener = (name, data, start, end, raw, rawStart, rawEnd) ->
                events.add(new Event(name, Arrays.copyOfRange(data, start, end)));
        reader.feed(stream, 0, stream.length, listener);
        reader.finish(listener);
        return events;
    }

    static JsonNode json(String quoted) {
        return Json.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
