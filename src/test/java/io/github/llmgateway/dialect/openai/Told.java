package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.testing.Listener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Streams of this dialect, told and written. */
final class Told extends Listener {

    static Told decode(List<byte[]> chunks) {
        Told told = new Told();
        StreamDecoder decoder = new OpenAiDialect().decoder();
        chunks.forEach(chunk -> decoder.event(null, chunk, told));
        decoder.end(told);
        return told;
    }

    static Told decode(String... chunks) {
        return decode(List.of(chunks).stream().map(chunk -> chunk.getBytes(StandardCharsets.UTF_8)).toList());
    }

    /** What a client of the dialect gets of these events. */
    static List<String> encode(List<? extends StreamEvent> events, boolean usage) {
        List<String> frames = new ArrayList<>();
        StreamEncoder encoder = new OpenAiDialect().encoder(new Reply("asked", usage, 0));
        Frames to = new Frames() {
            @Override
            public void event(String name, byte[] data) {
                assertThat(name).isNull();
                frames.add(new String(data, StandardCharsets.UTF_8));
            }

            @Override
            public void comment(String comment) {
                frames.add(":" + comment);
            }
        };
        events.forEach(event -> encoder.encode(event, to));
        return frames;
    }
}
