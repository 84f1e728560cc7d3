package io.github.llmgateway.call;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What goes back to the client: the message body of an answered exchange. Either {@code bytes} or {@code stream} is
 * set. A stream is paused when it arrives here, belongs to the exchange's event loop, and must be read to its end or
 * cancelled. One that breaks off tells so by its exception handler in the place of its end handler.
 *
 * @param status  HTTP status
 * @param headers to be sent; hop-by-hop headers are not among them
 * @param bytes   a whole body
 * @param stream  a body that comes over time
 * @param cancel  tells the source that nobody reads on; never null, may be called more than once
 * @param loop    the event loop of {@code stream}
 */
public record Answer(int status, MultiMap headers, Buffer bytes, ReadStream<Buffer> stream, Runnable cancel,
        Context loop) {

    private static final Runnable NOTHING = () -> { };

    /** A whole answer. */
    public static Answer whole(int status, MultiMap headers, Buffer bytes) {
        return new Answer(status, headers, bytes, null, NOTHING, null);
    }

    /** A JSON answer of our own. */
    public static Answer json(int status, byte[] json) {
        return whole(status, MultiMap.caseInsensitiveMultiMap().set("content-type", "application/json"),
                Buffer.buffer(json));
    }

    /** An answer in parts; call it on the stream's event loop. */
    public static Answer streamed(int status, MultiMap headers, ReadStream<Buffer> stream, Runnable cancel) {
        return new Answer(status, headers, null, stream, cancel, Vertx.currentContext());
    }

    /**
     * The body for who reads it away from event loops, as applications that embed the gateway do. A stream can be read
     * once, and must be, to its end or until it is closed.
     */
    public InputStream open() {
        return stream == null ? new ByteArrayInputStream(bytes.getBytes()) : new AnswerInput(this);
    }

    /** The whole body; waits for a stream's end, so it must not be called on an event loop. */
    public byte[] read() throws IOException {
        try (InputStream input = open()) {
            return input.readAllBytes();
        }
    }

    /** Never shows the body. */
    @Override
    public String toString() {
        return "Answer[" + status + ", " + (stream != null ? "stream" : bytes.length() + " bytes") + "]";
    }
}
