package io.github.llmgateway.framing;

import java.util.Arrays;

/**
 * Finds the events of a {@code text/event-stream} (WHATWG HTML, 9.2) in chunks that may end anywhere, within a UTF-8
 * sequence too. What is whole in a chunk is told in place, without a copy; the rest waits for the next chunk. One a
 * stream, used by one thread.
 */
final class ServerSentEvents implements EventReader {

    private static final byte[] NOTHING = {};
    private static final byte[] END_OF_EVENT = {'\n', '\n'};

    private final int bound;
    private byte[] rest = NOTHING;
    private int restLength;
    /** Where in it the line under way begins, and up to where it has been looked at. */
    private int line;
    private int scanned;
    private boolean first = true;

    /** Of the block under way, as far as its lines have come. */
    private String name;
    /** From the block's start, so that it holds wherever the block is kept; -1: no data yet. */
    private int dataStart = -1;
    private int dataEnd = -1;
    /** Data of several lines; null: there is one, or none. */
    private byte[] joined;

    /** Refuses events larger than {@code bound} bytes. */
    ServerSentEvents(int bound) {
        this.bound = bound;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Listener listener) {
        byte[] buffer = bytes;
        int start = offset;
        int end = offset + length;
        int from = offset;
        int at = offset;
        if (restLength > 0) {
            if (rest.length < restLength + length) {
                rest = Arrays.copyOf(rest, Math.max(restLength + length, Math.min(bound, rest.length * 2)));
            }
            System.arraycopy(bytes, offset, rest, restLength, length);
            buffer = rest;
            start = 0;
            end = restLength + length;
            from = line;
            at = scanned;
        } else if (first && length >= 3 && bytes[offset] == (byte) 0xEF && bytes[offset + 1] == (byte) 0xBB) {
            start += 3;
            from = start;
            at = start;
        }
        first = false;
        int told = scan(buffer, start, from, at, end, listener);
        keep(buffer, told, end);
    }

    /** Whether bytes wait that are no whole event. */
    private boolean hasRest() {
        for (int i = 0; i < restLength; i++) {
            if (rest[i] != '\n' && rest[i] != '\r') {
                return true;
            }
        }
        return false;
    }

    /** Were the last event's closing empty line there, this is what it would be. */
    @Override
    public void finish(Listener listener) {
        if (hasRest()) {
            feed(END_OF_EVENT, 0, rest[restLength - 1] == '\n' ? 1 : END_OF_EVENT.length, listener);
        }
    }

    /**
     * Tells every block that ends before {@code end}; {@code from} is the start of a line without an end up to
     * {@code at}. Returns the rest's start.
     */
    private int scan(byte[] buffer, int start, int from, int at, int end, Listener listener) {
        int block = start;
        int begun = from;
        int i = at;
        while (i < end) {
            byte b = buffer[i++];
            if (b != '\n' && b != '\r') {
                continue;
            }
            int lineEnd = i - 1;
            if (b == '\r') {
                if (i == end) {
                    i--;
                    break;
                }
                if (buffer[i] == '\n') {
                    i++;
                }
            }
            if (lineEnd == begun) {
                tell(buffer, block, i, listener);
                block = i;
            } else {
                field(buffer, block, begun, lineEnd);
            }
            begun = i;
        }
        line = begun - block;
        scanned = i - block;
        return block;
    }

    private void keep(byte[] buffer, int told, int end) {
        restLength = end - told;
        if (restLength > bound) {
            throw new Unreadable("an event is larger than " + bound + " bytes");
        }
        if (restLength == 0) {
            rest = NOTHING;
        } else if (buffer != rest) {
            rest = Arrays.copyOfRange(buffer, told, end);
        } else if (told > 0) {
            rest = Arrays.copyOfRange(rest, told, end);
        }
    }

    private void tell(byte[] buffer, int start, int end, Listener listener) {
        String itsName = name;
        byte[] data = joined != null ? joined : buffer;
        int offset = joined != null || dataStart < 0 ? 0 : start;
        int itsStart = dataStart + offset;
        int itsEnd = dataEnd + offset;
        name = null;
        dataStart = -1;
        dataEnd = -1;
        joined = null;
        listener.event(itsName, data, itsStart, itsEnd, buffer, start, end);
    }

    private void field(byte[] buffer, int block, int start, int end) {
        if (starts(buffer, start, end, "data")) {
            int value = value(buffer, start + 4, end);
            if (dataStart < 0) {
                dataStart = value - block;
                dataEnd = end - block;
            } else {
                join(buffer, block, value, end);
            }
        } else if (starts(buffer, start, end, "event")) {
            int value = value(buffer, start + 5, end);
            name = EventNames.of(buffer, value, end);
        }
    }

    private void join(byte[] buffer, int block, int value, int end) {
        int length = dataEnd - dataStart;
        byte[] longer = new byte[length + 1 + end - value];
        System.arraycopy(joined != null ? joined : buffer, joined != null ? 0 : block + dataStart, longer, 0, length);
        longer[length] = '\n';
        System.arraycopy(buffer, value, longer, length + 1, end - value);
        joined = longer;
        dataStart = 0;
        dataEnd = longer.length;
    }

    private static boolean starts(byte[] buffer, int start, int end, String field) {
        int length = field.length();
        if (end - start < length || end - start > length && buffer[start + length] != ':') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer[start + i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int value(byte[] buffer, int colon, int end) {
        int value = Math.min(colon + 1, end);
        return value < end && buffer[value] == ' ' ? value + 1 : value;
    }
}
