package io.github.llmgateway.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The connections of one round, all of which send the same request. One thread and one selector serve them, so that the
 * generator takes as little of the machine as it can.
 */
final class Wires implements AutoCloseable {

    private final Selector selector;
    private final SocketAddress target;
    private final ByteBuffer request;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(256 * 1024);
    private int waiting;

    Wires(SocketAddress target, ByteBuffer request) throws IOException {
        this.selector = Selector.open();
        this.target = target;
        this.request = request;
    }

    /** Opens one more and sends the request on it. */
    void open(LongConsumer marks) throws IOException {
        send(new Wire(selector, target, new AnswerReader(marks)));
    }

    /** Sends the request once more on a wire whose last answer is complete. */
    void send(Wire wire) throws IOException {
        wire.send(request);
        waiting++;
    }

    /** How many still wait for the end of an answer. */
    int waiting() {
        return waiting;
    }

    /** Moves what can be moved, waiting for it at most so long, and hands over each wire that waits no more: answered or broken. */
    void advance(long millis, Consumer<Wire> ended) throws IOException {
        selector.select(millis);
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            Wire wire = (Wire) keys.next().attachment();
            keys.remove();
            if (wire.advance(scratch)) {
                waiting--;
                ended.accept(wire);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            ((Wire) key.attachment()).close();
        }
        selector.close();
    }
}
