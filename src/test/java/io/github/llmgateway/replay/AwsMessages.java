package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** Streams of application/vnd.amazon.eventstream, read and written by AWS' own library. */
final class AwsMessages {

    private AwsMessages() {
    }

    /** One event of a stream: its name and what it says. */
    record Event(String name, JsonNode data) {
    }

    static List<Event> read(byte[] stream) {
        MessageDecoder decoder = new MessageDecoder();
        decoder.feed(stream);
        List<Event> events = new ArrayList<>();
        for (Message message : decoder.getDecodedMessages()) {
            boolean exception = message.getHeaders().get(":message-type").getString().equals("exception");
            String name = message.getHeaders().get(exception ? ":exception-type" : ":event-type").getString();
            events.add(new Event(name, Json.parse(message.getPayload())));
        }
        return events;
    }

    /** Of lines that each hold an object with one member: the event by its name. */
    static byte[] ofLines(List<String> lines) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (String line : lines) {
            Map.Entry<String, JsonNode> event = ((ObjectNode) Json.parse(line.getBytes(
                    java.nio.charset.StandardCharsets.UTF_8))).properties().iterator().next();
            write(event.getKey(), Json.bytes(event.getValue()), stream);
        }
        return stream.toByteArray();
    }

    static void write(String name, byte[] payload, ByteArrayOutputStream to) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":event-type", HeaderValue.fromString(name));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        headers.put(":message-type", HeaderValue.fromString("event"));
        new Message(headers, payload).encode(to);
    }
}
