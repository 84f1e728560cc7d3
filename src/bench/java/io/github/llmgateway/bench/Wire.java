package io.github.llmgateway.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of the load generator, with one request on it at a time. */
final class Wire {

    private final SocketChannel channel;
    private final SelectionKey key;
    private final AnswerReader answer;
    private ByteBuffer out;
    private long sentAt;
    private long endedAt;
    private String fault;

    Wire(Selector selector, SocketAddress target, AnswerReader answer) throws IOException {
        this.answer = answer;
        channel = SocketChannel.open(target);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Begins to send a request; the bytes may be shared with other wires. */
    void send(ByteBuffer request) {
        answer.reset();
        out = request.duplicate();
        sentAt = System.nanoTime();
        try {
            write();
        } catch (IOException e) {
            // The next advance will find out the same, and report it.
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Moves what the socket is ready to move. True once the answer is complete or cannot become so; see {@link #fault()}. */
    boolean advance(ByteBuffer scratch) {
        try {
            if (key.isWritable()) {
                write();
            }
            if (!key.isReadable()) {
                return false;
            }
            int count;
            do {
                count = channel.read(scratch.clear());
                endedAt = System.nanoTime();
                if (count < 0) {
                    throw new IOException("closed before the answer's end");
                }
                answer.read(scratch.flip(), endedAt);
            } while (count == scratch.capacity());
            return answer.done();
        } catch (IOException | RuntimeException e) {
            fault = e.toString();
            return true;
        }
    }

    AnswerReader answer() {
        return answer;
    }

    /** Why there will be no answer, or null. */
    String fault() {
        return fault;
    }

    /** From the first byte sent to the last received. */
    long answerNanos() {
        return endedAt - sentAt;
    }

    /** From the first byte sent to the first of the answer's body. */
    long firstByteNanos() {
        return answer.firstByteAt() - sentAt;
    }

    /** Whether it can carry another request. */
    boolean usable() {
        return fault == null && !answer.closes();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It was of no more use.
        }
    }

    private void write() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
}
