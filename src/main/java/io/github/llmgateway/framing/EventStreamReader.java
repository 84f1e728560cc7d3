package io.github.llmgateway.framing;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Reads an AWS event stream (AWS documentation, "Event stream encoding"). A message is, numbers big-endian:
 *
 * <pre>
 * 4 bytes  length of the whole message
 * 4 bytes  length of its headers
 * 4 bytes  CRC-32 of the eight bytes before
 * headers
 * payload
 * 4 bytes  CRC-32 of all bytes before
 * </pre>
 *
 * Both checksums are checked. A message that is whole in a chunk is told in place; of others the announced length, once
 * its checksum has been seen to be right, is reserved and filled.
 */
final class EventStreamReader implements EventReader {

    /** Bytes before the headers. */
    static final int PRELUDE = 12;
    /** Bytes of the checksum at the end. */
    static final int CHECKSUM = 4;

    private static final byte[] NOTHING = {};

    private final int bound;
    private final boolean unwrap;
    private final CRC32 checksum = new CRC32();
    private byte[] rest = NOTHING;
    private int restLength;

    /**
     * Refuses messages larger than {@code bound} bytes.
     *
     * @param unwrap whether messages of the type {@code chunk} hold the model's own events in Base64
     */
    EventStreamReader(int bound, boolean unwrap) {
        this.bound = bound;
        this.unwrap = unwrap;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Listener listener) {
        int end = offset + length;
        int at = restLength > 0 ? complete(bytes, offset, end, listener) : offset;
        while (end - at >= PRELUDE) {
            int total = announced(bytes, at);
            if (end - at < total) {
                break;
            }
            tell(bytes, at, total, listener);
            at += total;
        }
        if (at < end) {
            rest = new byte[end - at < PRELUDE ? PRELUDE : announced(bytes, at)];
            restLength = 0;
            fill(rest.length, bytes, at, end);
        }
    }

    /** A message that has begun and does not end is told as what it is: no event that anybody can read. */
    @Override
    public void finish(Listener listener) {
        if (restLength > 0) {
            listener.event(null, rest, 0, restLength, rest, 0, restLength);
        }
    }

    /** Adds to the message that waits and tells it if it is whole; returns where the next one begins. */
    private int complete(byte[] bytes, int offset, int end, Listener listener) {
        int at = fill(PRELUDE, bytes, offset, end);
        if (restLength < PRELUDE) {
            return at;
        }
        int total = announced(rest, 0);
        if (rest.length < total) {
            rest = Arrays.copyOf(rest, total);
        }
        at = fill(total, bytes, at, end);
        if (restLength == total) {
            byte[] whole = rest;
            rest = NOTHING;
            restLength = 0;
            tell(whole, 0, total, listener);
        }
        return at;
    }

    private int fill(int wanted, byte[] bytes, int at, int end) {
        int taken = Math.max(0, Math.min(wanted - restLength, end - at));
        System.arraycopy(bytes, at, rest, restLength, taken);
        restLength += taken;
        return at + taken;
    }

    /** The length of the message whose prelude stands at an offset. */
    private int announced(byte[] bytes, int at) {
        if (checksum(bytes, at, PRELUDE - CHECKSUM) != number(bytes, at + PRELUDE - CHECKSUM)) {
            throw new Unreadable("a message's prelude has a wrong checksum");
        }
        int total = number(bytes, at);
        int headers = number(bytes, at + 4);
        if (total < 0 || total > bound) {
            throw new Unreadable("a message is larger than " + bound + " bytes");
        }
        if (headers < 0 || headers > total - PRELUDE - CHECKSUM) {
            throw new Unreadable("a message is shorter than its headers");
        }
        return total;
    }

    private void tell(byte[] bytes, int start, int total, Listener listener) {
        int end = start + total;
        int payloadEnd = end - CHECKSUM;
        if (checksum(bytes, start, total - CHECKSUM) != number(bytes, payloadEnd)) {
            throw new Unreadable("a message has a wrong checksum");
        }
        int payload = start + PRELUDE + number(bytes, start + 4);
        EventStreamHeaders headers = EventStreamHeaders.read(bytes, start + PRELUDE, payload);
        if (unwrap && headers.isChunk()) {
            byte[] data = ChunkPayload.unwrap(bytes, payload, payloadEnd);
            listener.event(ChunkPayload.type(data), data, 0, data.length, bytes, start, end);
        } else if (payload == payloadEnd && headers.errorMessage() != null) {
            byte[] data = ChunkPayload.message(headers.errorMessage());
            listener.event(headers.name(), data, 0, data.length, bytes, start, end);
        } else {
            listener.event(headers.name(), bytes, payload, payloadEnd, bytes, start, end);
        }
    }

    private int checksum(byte[] bytes, int start, int length) {
        checksum.reset();
        checksum.update(bytes, start, length);
        return (int) checksum.getValue();
    }

    private static int number(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
    }
}
