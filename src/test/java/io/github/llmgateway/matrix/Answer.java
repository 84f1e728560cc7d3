package io.github.llmgateway.matrix;

import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.framing.EventReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client was told.
 *
 * @param calls each as {@code name} and its input as JSON, in order
 * @param error what broke the answer off, or refused it; null: nothing
 */
record Answer(int status, String text, String thought, List<String> calls, StopReason stop, Usage usage, String error,
        HttpResponse<byte[]> raw) {

    static Answer of(Face face, Question question, HttpResponse<byte[]> response) throws Exception {
        if (response.statusCode() != 200) {
            return new Answer(response.statusCode(), "", "", List.of(), null, Usage.NONE,
                    new String(response.body(), StandardCharsets.UTF_8), response);
        }
        List<StreamEvent> events = new ArrayList<>();
        if (question.streamed()) {
            StreamDecoder decoder = face.dialect.decoder();
            EventReader reader = face.framing.reader(1 << 20);
            EventReader.Listener listener = (name, data, start, end, raw, from, to) -> {
                if (start >= 0) {
                    decoder.event(name, Arrays.copyOfRange(data, start, end), events::add);
                }
            };
            reader.feed(response.body(), 0, response.body().length, listener);
            decoder.end(events::add);
        } else {
            ChatAnswer answer = face.dialect.readAnswer(response.body());
            answer.tell(events::add);
        }
        return gathered(response, events);
    }

    private static Answer gathered(HttpResponse<byte[]> response, List<StreamEvent> events) {
        StringBuilder text = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        Map<Integer, String> names = new TreeMap<>();
        Map<Integer, StringBuilder> inputs = new TreeMap<>();
        StopReason stop = null;
        Usage usage = Usage.NONE;
        String error = null;
        for (StreamEvent event : events) {
            if (event instanceof StreamEvent.TextDelta delta) {
                text.append(delta.text());
            } else if (event instanceof StreamEvent.ThinkingDelta delta) {
                thought.append(delta.text());
            } else if (event instanceof StreamEvent.BlockStarted started
                    && started.block() instanceof ContentBlock.ToolUse use) {
                names.put(started.index(), use.name());
                inputs.put(started.index(), new StringBuilder());
            } else if (event instanceof StreamEvent.ToolInputDelta delta) {
                inputs.get(delta.index()).append(delta.json());
            } else if (event instanceof StreamEvent.Finished finished) {
                stop = finished.reason();
                usage = finished.usage();
            } else if (event instanceof StreamEvent.Failed failed) {
                error = failed.failure().kind() + ": " + failed.failure().getMessage();
            }
        }
        List<String> calls = new ArrayList<>();
        names.forEach((index, name) -> calls.add(name + " "
                + Json.parse(inputs.get(index).toString().getBytes(StandardCharsets.UTF_8))));
        return new Answer(200, text.toString(), thought.toString(), calls, stop, usage, error, response);
    }

    @Override
    public String toString() {
        return "status " + status + ", text '" + text + "', thought '" + thought + "', calls " + calls + ", stop " + stop
                + ", " + usage + ", error " + error + ", dropped "
                + raw.headers().firstValue("x-gateway-dropped").orElse("nothing");
    }
}
