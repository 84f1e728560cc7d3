package io.github.llmgateway.body;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Checksum;

/**
 * A body as it was received: its parts in order, none copied, none changed. A megabyte in one array would be a humongous
 * object, allocated, zeroed and collected for each request. Safe for all threads once made.
 */
public final class Content {

    private final ByteBuf bytes;

    private Content(ByteBuf bytes) {
        this.bytes = bytes;
    }

    /** A body in one array, which must not change any more. */
    public static Content of(byte[] bytes) {
        return new Content(Unpooled.wrappedBuffer(bytes));
    }

    /** A body in parts, which must not change any more. */
    public static Content of(List<Buffer> parts) {
        ByteBuf[] buffers = new ByteBuf[parts.size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = ((BufferImpl) parts.get(i)).byteBuf();
        }
        return new Content(buffers.length == 1 ? buffers[0] : Unpooled.wrappedBuffer(buffers.length, buffers));
    }

    /** Its length in bytes. */
    public int length() {
        return bytes.readableBytes();
    }

    /** The byte at an offset. */
    public byte get(int offset) {
        return bytes.getByte(bytes.readerIndex() + offset);
    }

    /** Reads it from the start. */
    public InputStream stream() {
        return new ByteBufInputStream(bytes.duplicate());
    }

    /** A copy in one array. */
    public byte[] toArray() {
        return ByteBufUtil.getBytes(bytes);
    }

    /** A copy of the bytes from {@code start} up to {@code end}. */
    public byte[] copy(int start, int end) {
        return ByteBufUtil.getBytes(bytes, bytes.readerIndex() + start, end - start);
    }

    /** Takes the bytes from {@code start} up to {@code end} into a checksum. */
    public void digest(int start, int end, Checksum checksum) {
        for (ByteBuffer part : bytes.nioBuffers(bytes.readerIndex() + start, end - start)) {
            checksum.update(part);
        }
    }

    /** Whether {@code expected} stands at an offset. */
    public boolean startsWith(byte[] expected, int offset) {
        if (offset + expected.length > length()) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (get(offset + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** The offset of the first {@code wanted} at or behind {@code from}; -1: there is none. */
    public int indexOf(byte[] wanted, int from) {
        int[] back = borders(wanted);
        int matched = 0;
        int at = from;
        for (ByteBuffer part : bytes.nioBuffers(bytes.readerIndex() + from, length() - from)) {
            while (part.hasRemaining()) {
                byte next = part.get();
                while (matched > 0 && wanted[matched] != next) {
                    matched = back[matched - 1];
                }
                if (wanted[matched] == next) {
                    matched++;
                }
                at++;
                if (matched == wanted.length) {
                    return at - matched;
                }
            }
        }
        return -1;
    }

    /** For each start of it, the longest start that it ends with (Knuth, Morris and Pratt). */
    private static int[] borders(byte[] wanted) {
        int[] borders = new int[wanted.length];
        int matched = 0;
        for (int i = 1; i < wanted.length; i++) {
            while (matched > 0 && wanted[matched] != wanted[i]) {
                matched = borders[matched - 1];
            }
            if (wanted[matched] == wanted[i]) {
                matched++;
            }
            borders[i] = matched;
        }
        return borders;
    }

    /**
     * The body with changes put in, without copying what stays. What is put in where something is taken away comes before
     * it; what would change a part of what is taken away is gone with it. Changes must not overlap in another way.
     */
    public Buffer with(List<Splice> splices) {
        if (splices.isEmpty()) {
            return BufferImpl.buffer(bytes.duplicate());
        }
        List<Splice> sorted = new ArrayList<>(splices);
        // What is put in before a range stands before what is done to the range.
        sorted.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
        List<ByteBuf> parts = new ArrayList<>(2 * sorted.size() + 1);
        int from = 0;
        for (Splice splice : sorted) {
            if (splice.start() < from) {
                continue;
            }
            if (splice.start() > from) {
                parts.add(slice(from, splice.start()));
            }
            if (splice.bytes().length > 0) {
                parts.add(Unpooled.wrappedBuffer(splice.bytes()));
            }
            from = splice.end();
        }
        if (from < length()) {
            parts.add(slice(from, length()));
        }
        return BufferImpl.buffer(Unpooled.wrappedBuffer(parts.size(), parts.toArray(ByteBuf[]::new)));
    }

    private ByteBuf slice(int start, int end) {
        return bytes.slice(bytes.readerIndex() + start, end - start);
    }

    /** Never shows the bytes. */
    @Override
    public String toString() {
        return "Content[" + length() + " bytes]";
    }
}
