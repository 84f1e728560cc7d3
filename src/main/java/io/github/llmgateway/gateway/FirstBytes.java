package io.github.llmgateway.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells by a connection's first bytes whether it speaks HTTP/2, whose clients begin with {@code PRI * HTTP/2.0} (RFC
 * 9113 section 3.4), then leaves; the bytes go on to whoever was added behind it.
 */
final class FirstBytes extends ByteToMessageDecoder {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Consumer<Boolean> http2;

    /** Tells {@code http2} once, which adds the handlers of the protocol. */
    FirstBytes(Consumer<Boolean> http2) {
        this.http2 = http2;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                settle(context, false);
                return;
            }
        }
        if (length == PREFACE.length) {
            settle(context, true);
        }
    }

    private void settle(ChannelHandlerContext context, boolean isHttp2) {
        http2.accept(isHttp2);
        context.pipeline().remove(this);
    }
}
