package io.github.llmgateway.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Takes the header of the PROXY protocol, versions 1 and 2, off a connection, and gives the connection the client's
 * address that it tells; a connection without one is closed. It stands before TLS, as the header does
 * (haproxy.org/download/3.0/doc/proxy-protocol.txt). A load balancer's own connection ({@code LOCAL},
 * {@code UNKNOWN}) keeps its address.
 */
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {

    private ProxyHeader() {
    }

    /** Expects a header as the first bytes to come. */
    static void expect(ChannelPipeline pipeline) {
        pipeline.addLast(new HAProxyMessageDecoder(), new ProxyHeader());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) {
        boolean tcp = header.proxiedProtocol() == HAProxyProxiedProtocol.TCP4
                || header.proxiedProtocol() == HAProxyProxiedProtocol.TCP6;
        if (tcp && header.sourceAddress() != null) {
            context.channel().attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE)
                    .set(SocketAddress.inetSocketAddress(header.sourcePort(), header.sourceAddress()));
        }
        context.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable noHeader) {
        context.close();
    }
}
