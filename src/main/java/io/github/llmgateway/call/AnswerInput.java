package io.github.llmgateway.call;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A streamed answer for a thread that may wait: asks for the next part when it has read the last one, so a slow reader
 * slows the provider down and nothing piles up. Read by one thread at a time, closed by any.
 */
final class AnswerInput extends InputStream {

    private static final Buffer END = Buffer.buffer(0);

    private final Answer answer;
    private final BlockingQueue<Buffer> parts = new LinkedBlockingQueue<>();
    private Buffer part = END;
    private int position;
    private boolean begun;
    private volatile boolean ended;
    private volatile Throwable broken;

    AnswerInput(Answer answer) {
        this.answer = answer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == part.length() && !next()) {
            return -1;
        }
        int count = Math.min(length, part.length() - position);
        part.getBytes(position, position + count, target, offset);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return part.length() - position;
    }

    /** Waits for the next part; false: there is none. */
    private boolean next() throws IOException {
        if (ended) {
            return false;
        }
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("A streamed answer cannot be waited for on an event loop, which brings it");
        }
        answer.loop().runOnContext(loop -> ask());
        try {
            part = parts.take();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading an answer");
        }
        position = 0;
        ended = part == END || ended;
        if (part == END && broken != null) {
            throw new IOException("the answer broke off", broken);
        }
        return part != END;
    }

    private void ask() {
        if (!begun) {
            begun = true;
            answer.stream().handler(bytes -> {
                answer.stream().pause();
                parts.add(bytes);
            });
            answer.stream().endHandler(end -> parts.add(END));
            answer.stream().exceptionHandler(why -> {
                broken = why;
                parts.add(END);
            });
        }
        answer.stream().resume();
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            answer.loop().runOnContext(loop -> answer.cancel().run());
            parts.add(END);
        }
    }
}
