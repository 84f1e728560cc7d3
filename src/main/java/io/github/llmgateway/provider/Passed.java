package io.github.llmgateway.provider;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;

/** Bytes that go on as they came: neighbours in one array go on as a part of it, without a copy. Used by one thread. */
final class Passed {

    /** What came before the part under way; null: nothing. */
    private Buffer before;
    /** Holds the part under way; null: there is none. */
    private byte[] array;
    private int start;
    private int end;

    /** A part of an array that nobody changes any more. */
    void add(byte[] bytes, int from, int to) {
        if (bytes == array && from == end) {
            end = to;
            return;
        }
        if (array != null) {
            // Not the part itself: what wraps an array cannot grow.
            before = (before == null ? Buffer.buffer(2 * (end - start)) : before).appendBytes(array, start, end - start);
        }
        array = bytes;
        start = from;
        end = to;
    }

    /** All since the last call; null: nothing. */
    Buffer take() {
        if (array == null) {
            return null;
        }
        Buffer all = before == null ? part(array, start, end) : before.appendBytes(array, start, end - start);
        before = null;
        array = null;
        return all;
    }

    /** A whole array as a buffer, without a copy; null: it is empty. */
    static Buffer whole(byte[] bytes) {
        return bytes.length == 0 ? null : part(bytes, 0, bytes.length);
    }

    private static Buffer part(byte[] bytes, int from, int to) {
        return BufferImpl.buffer(Unpooled.wrappedBuffer(bytes, from, to - from));
    }
}
