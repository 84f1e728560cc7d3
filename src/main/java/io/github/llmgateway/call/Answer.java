package io.github.llmgateway.call;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * What goes back to the client: the message body of an answered exchange. Either {@code bytes} or {@code stream} is
 * set. A stream is paused when it arrives here, belongs to the exchange's event loop, and must be read to its end or
 * cancelled.
 *
 * @param status  HTTP status
 * @param headers to be sent; hop-by-hop headers are not among them
 * @param bytes   a whole body
 * @param stream  a body that comes over time
 * @param cancel  tells the source that nobody reads on; never null, may be called more than once
 */
public record Answer(int status, MultiMap headers, Buffer bytes, ReadStream<Buffer> stream, Runnable cancel) {

    private static final Runnable NOTHING = () -> { };

    /** A whole answer. */
    public static Answer whole(int status, MultiMap headers, Buffer bytes) {
        return new Answer(status, headers, bytes, null, NOTHING);
    }

    /** A JSON answer of our own. */
    public static Answer json(int status, byte[] json) {
        return whole(status, MultiMap.caseInsensitiveMultiMap().set("content-type", "application/json"),
                Buffer.buffer(json));
    }

    /** An answer in parts. */
    public static Answer streamed(int status, MultiMap headers, ReadStream<Buffer> stream, Runnable cancel) {
        return new Answer(status, headers, null, stream, cancel);
    }

    /** Never shows the body. */
    @Override
    public String toString() {
        return "Answer[" + status + ", " + (stream != null ? "stream" : bytes.length() + " bytes") + "]";
    }
}
