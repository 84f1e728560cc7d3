package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.object;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Messages of application/vnd.amazon.eventstream, written by AWS' own library. */
public final class AwsEvents {

    private AwsEvents() {
    }

    /** An event of ConverseStream; one whose name says so is an exception. */
    static Buffer event(Format.Event event) {
        boolean exception = event.name().endsWith("Exception");
        return message(exception ? "exception" : "event", exception ? ":exception-type" : ":event-type", event.name(),
                event.data());
    }

    /** An event in InvokeModelWithResponseStream: the model's JSON in Base64; Bedrock adds its figures to the last. */
    static Buffer chunk(Format.Event event) {
        String data = !"message_stop".equals(event.name()) ? event.data() : object("type", event.name(),
                "amazon-bedrock-invocationMetrics", object("inputTokenCount", Told.FRESH, "outputTokenCount",
                        Told.WRITTEN, "invocationLatency", 42, "firstByteLatency", 4)).toString();
        return chunk(data);
    }

    /** A chunk of InvokeModelWithResponseStream around any model's JSON. */
    public static Buffer chunk(String data) {
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        return message("event", ":event-type", "chunk", object("bytes", base64, "p", "abcdefgh").toString());
    }

    private static Buffer message(String kind, String header, String type, String payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(header, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        headers.put(":message-type", HeaderValue.fromString(kind));
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = new Message(headers, bytes).toByteBuffer();
        byte[] copy = new byte[message.remaining()];
        message.get(copy);
        return Buffer.buffer(copy);
    }
}
