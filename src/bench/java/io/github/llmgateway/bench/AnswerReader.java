package io.github.llmgateway.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Reads HTTP/1.1 answers as they come, and no more of them than the load generator needs: the generator shares the machine
 * with what it measures.
 */
final class AnswerReader {

    private enum State { HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, DONE }

    private static final int NO_MARK = -1;

    private final LongConsumer marks;
    private final byte[] head = new byte[16 * 1024];
    private State state;
    private int headLength;
    private int status;
    private boolean closes;
    private long left;
    private int lineLength;
    private long bodyBytes;
    private long firstByteAt;
    private long mark = NO_MARK;
    private int markCount;

    /** @param marks told each time of sending found in a body, null to leave bodies unread */
    AnswerReader(LongConsumer marks) {
        this.marks = marks;
        reset();
    }

    /** Makes ready for the next answer. */
    void reset() {
        state = State.HEAD;
        headLength = 0;
        bodyBytes = 0;
        firstByteAt = 0;
        markCount = 0;
        mark = NO_MARK;
    }

    /** Takes what has arrived; {@code now} is the time at which it did. */
    void read(ByteBuffer in, long now) {
        while (in.hasRemaining() && state != State.DONE) {
            switch (state) {
                case HEAD -> readHead(in);
                case BODY, CHUNK -> readBody(in, now);
                case CHUNK_SIZE -> readChunkSize(in.get());
                case CHUNK_END -> readChunkEnd(in.get());
                case TRAILER -> readTrailer(in.get());
                default -> throw new IllegalStateException(state.name());
            }
        }
    }

    boolean done() {
        return state == State.DONE;
    }

    int status() {
        return status;
    }

    /** Whether the server closes the connection after this answer. */
    boolean closes() {
        return closes;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    int markCount() {
        return markCount;
    }

    /** When the body's first byte came, 0 if none has. */
    long firstByteAt() {
        return firstByteAt;
    }

    private void readHead(ByteBuffer in) {
        while (in.hasRemaining()) {
            head[headLength++] = in.get();
            if (head[headLength - 1] == '\n' && headLength > 3 && head[headLength - 3] == '\n') {
                parseHead(new String(head, 0, headLength, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
                return;
            }
        }
    }

    private void parseHead(String text) {
        status = Integer.parseInt(text, 9, 12, 10);
        closes = text.contains("\r\nconnection: close\r\n");
        int length = text.indexOf("\r\ncontent-length:");
        if (length >= 0) {
            int value = length + "\r\ncontent-length:".length();
            left = Long.parseLong(text.substring(value, text.indexOf('\r', value)).strip());
            state = left == 0 ? State.DONE : State.BODY;
        } else if (text.contains("\r\ntransfer-encoding: chunked\r\n")) {
            expectChunk();
        } else {
            throw new IllegalStateException("an answer without length: " + text);
        }
    }

    private void readBody(ByteBuffer in, long now) {
        if (bodyBytes == 0) {
            firstByteAt = now;
        }
        int taken = (int) Math.min(left, in.remaining());
        if (marks == null) {
            in.position(in.position() + taken);
        } else {
            findMarks(in, taken);
        }
        bodyBytes += taken;
        left -= taken;
        if (left == 0) {
            lineLength = 0;
            state = state == State.BODY ? State.DONE : State.CHUNK_END;
        }
    }

    private void findMarks(ByteBuffer in, int length) {
        for (int i = 0; i < length; i++) {
            byte b = in.get();
            if (b == Format.MARK) {
                mark = 0;
            } else if (mark != NO_MARK) {
                if (b >= '0' && b <= '9') {
                    mark = mark * 10 + b - '0';
                } else {
                    markCount++;
                    marks.accept(mark);
                    mark = NO_MARK;
                }
            }
        }
    }

    private void expectChunk() {
        left = 0;
        state = State.CHUNK_SIZE;
    }

    private void readChunkSize(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            left = left * 16 + digit;
        } else if (b == '\n') {
            lineLength = 0;
            state = left == 0 ? State.TRAILER : State.CHUNK;
        }
    }

    private void readChunkEnd(byte b) {
        if (b == '\n') {
            expectChunk();
        }
    }

    private void readTrailer(byte b) {
        if (b == '\n') {
            state = lineLength == 0 ? State.DONE : state;
            lineLength = 0;
        } else if (b != '\r') {
            lineLength++;
        }
    }
}
