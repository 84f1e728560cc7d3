package io.github.llmgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server that changes its mind: each question for IPv4 addresses, whatever the name, gets the next answer. */
public final class NameServer implements AutoCloseable {

    private static final int HEADER = 12;

    private final Vertx vertx = Vertx.vertx();
    private final DatagramSocket socket = vertx.createDatagramSocket();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<List<String>> answers;

    /** One that answers with these addresses, a list a question, the last one for ever. */
    public NameServer(List<List<String>> answers) {
        this.answers = answers;
        socket.handler(this::answer);
        try {
            socket.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the name server does not start", e);
        }
    }

    /** {@code 127.0.0.1:PORT}. */
    public String address() {
        return "127.0.0.1:" + socket.localAddress().port();
    }

    /** How often it was asked for IPv4 addresses. */
    public int asked() {
        return asked.get();
    }

    /** RFC 1035, 4.1. */
    private void answer(DatagramPacket packet) {
        Buffer question = packet.data();
        int end = HEADER;
        while (question.getByte(end) != 0) {
            end += question.getByte(end) + 1;
        }
        end += 5;
        boolean ipv4 = question.getShort(end - 4) == 1;
        List<String> addresses = ipv4 ? answers.get(Math.min(asked.getAndIncrement(), answers.size() - 1)) : List.of();
        Buffer reply = Buffer.buffer().appendBuffer(question, 0, 2).appendShort((short) 0x8180).appendShort((short) 1)
                .appendShort((short) addresses.size()).appendShort((short) 0).appendShort((short) 0)
                .appendBuffer(question, HEADER, end - HEADER);
        for (String address : addresses) {
            reply.appendShort((short) 0xc00c).appendShort((short) 1).appendShort((short) 1).appendInt(0)
                    .appendShort((short) 4);
            for (String part : address.split("\\.")) {
                reply.appendByte((byte) Integer.parseInt(part));
            }
        }
        socket.send(reply, packet.sender().port(), packet.sender().host());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
