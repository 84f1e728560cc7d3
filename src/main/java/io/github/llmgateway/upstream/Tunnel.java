package io.github.llmgateway.upstream;

import io.github.llmgateway.config.ProxyAddress;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/**
 * Asks a proxy for a tunnel before the target's TLS begins. It stands between the proxy's TLS and the target's: lets
 * nobody behind it see the first handshake, which is not the one that they wait for, and shows them any failure as the
 * end of theirs.
 */
final class Tunnel extends ChannelDuplexHandler {

    private final ProxyAddress proxy;
    private final String target;
    private final int port;
    private final Duration timeout;
    private boolean failed;

    Tunnel(ProxyAddress proxy, String target, int port, Duration timeout) {
        this.proxy = proxy;
        this.target = target;
        this.port = port;
        this.timeout = timeout;
    }

    @Override
    public void connect(ChannelHandlerContext context, SocketAddress remote, SocketAddress local,
            ChannelPromise promise) {
        HttpProxyHandler asking = proxy.user() == null ? new HttpProxyHandler(remote)
                : new HttpProxyHandler(remote, proxy.user(), WayOut.password(proxy));
        asking.setConnectTimeoutMillis(timeout.toMillis());
        context.pipeline().addBefore(context.name(), null, asking);
        // By its name: the proxy resolves it.
        context.connect(InetSocketAddress.createUnresolved(target, port), local, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            context.fireUserEventTriggered(event);
        } else if (!handshake.isSuccess()) {
            fail(context, new ProxyTlsException(handshake.cause()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
    }

    private void fail(ChannelHandlerContext context, Throwable cause) {
        if (!failed) {
            failed = true;
            context.fireUserEventTriggered(new SslHandshakeCompletionEvent(cause));
            context.close();
        }
    }

    /** The handshake with the proxy itself has failed. */
    static final class ProxyTlsException extends javax.net.ssl.SSLException {

        private static final long serialVersionUID = 1;

        ProxyTlsException(Throwable cause) {
            super("no TLS with the proxy", cause);
        }
    }

    /** The target's TLS, which puts the way to it in front of itself. */
    static final class End extends SslHandler {

        private final SslHandler towardsProxy;
        private final Tunnel tunnel;

        End(SSLEngine engine, boolean startTls, Executor executor, SslHandler towardsProxy, Tunnel tunnel) {
            super(engine, startTls, executor);
            this.towardsProxy = towardsProxy;
            this.tunnel = tunnel;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) throws Exception {
            super.handlerAdded(context);
            context.pipeline().addBefore(context.name(), null, towardsProxy);
            context.pipeline().addBefore(context.name(), null, tunnel);
        }
    }
}
