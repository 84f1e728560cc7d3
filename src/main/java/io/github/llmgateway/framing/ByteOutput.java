package io.github.llmgateway.framing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes on their way out, in an array that grows. Used by one thread, hence without the locks of {@code java.io}. */
final class ByteOutput {

    private byte[] bytes;
    private int length;

    /** Has room for {@code capacity} bytes before it grows. */
    ByteOutput(int capacity) {
        bytes = new byte[capacity];
    }

    ByteOutput write(int b) {
        room(1);
        bytes[length++] = (byte) b;
        return this;
    }

    ByteOutput write(byte[] more) {
        return write(more, 0, more.length);
    }

    ByteOutput write(byte[] more, int start, int count) {
        room(count);
        System.arraycopy(more, start, bytes, length, count);
        length += count;
        return this;
    }

    /** A text as UTF-8; names are ASCII as a rule and need no array of their own. */
    ByteOutput write(String text) {
        int before = length;
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = before;
                return write(text.getBytes(StandardCharsets.UTF_8));
            }
            bytes[length++] = (byte) c;
        }
        return this;
    }

    int length() {
        return length;
    }

    /** The array that holds the bytes, until the next is written. */
    byte[] array() {
        return bytes;
    }

    /** Begins anew. */
    void clear() {
        length = 0;
    }

    /** A copy of the bytes; begins anew. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        length = 0;
        return taken;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
