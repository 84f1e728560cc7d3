package io.github.llmgateway.call;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * What a provider answered: the message body between a kamelet's call and its reader. Either {@code bytes} or
 * {@code events} is set; events are paused and belong to the exchange's event loop.
 *
 * @param status      HTTP status
 * @param headers     as they came
 * @param bytes       the whole body
 * @param events      a stream of events
 * @param cancel      ends the call to the provider at once
 * @param idleMillis  how long the stream may be silent
 */
public record Incoming(int status, MultiMap headers, Buffer bytes, ReadStream<Buffer> events, Runnable cancel,
        long idleMillis) {

    /** Never shows the body. */
    @Override
    public String toString() {
        return "Incoming[" + status + ", " + (events != null ? "events" : bytes.length() + " bytes") + "]";
    }
}
