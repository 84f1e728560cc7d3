package io.github.llmgateway.upstream;

import io.github.llmgateway.config.ProxyAddress;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * The TLS of a client whose connections go to a proxy that is itself spoken to over TLS, which Vert.x 4 cannot do:
 * its {@code ProxyOptions} open the tunnel in clear. The client connects to the proxy as its server; where it would
 * begin the target's TLS, the proxy's TLS and the {@code CONNECT} are put in front of it ({@link Tunnel}). For a
 * target in plain HTTP there is no tunnel, and the client's TLS is the proxy's.
 */
final class TlsProxy extends JdkSSLEngineOptions {

    private final ProxyAddress proxy;
    private final boolean tunnel;
    private final boolean verify;
    private final Duration timeout;

    TlsProxy(ProxyAddress proxy, boolean tunnel, boolean verify, Duration timeout) {
        this.proxy = proxy;
        this.tunnel = tunnel;
        this.verify = verify;
        this.timeout = timeout;
    }

    /** Itself: it does not change. */
    @Override
    public JdkSSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(SslProvider.JDK, false) {

            private TrustManagerFactory believed;

            @Override
            public SslContextFactory trustManagerFactory(TrustManagerFactory factory) {
                believed = factory;
                return super.trustManagerFactory(factory);
            }

            @Override
            public SslContext create() throws SSLException {
                return tunnel ? new Inner(super.create(), proxyContext(believed)) : new Outer(super.create());
            }
        };
    }

    private static SslContext proxyContext(TrustManagerFactory believed) throws SSLException {
        return new DefaultSslContextFactory(SslProvider.JDK, false).forClient(true).trustManagerFactory(believed)
                .create();
    }

    /** The proxy's end of TLS, whatever target the client means. */
    private final class Outer extends DelegatingSslContext {

        Outer(SslContext context) {
            super(context);
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator allocator, String target, int port, boolean startTls,
                Executor executor) {
            return super.newHandler(allocator, proxy.host(), proxy.port(), startTls, executor);
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            if (verify) {
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
            }
        }
    }

    /** The target's end of TLS, which digs its tunnel when it comes into a connection. */
    private final class Inner extends DelegatingSslContext {

        private final SslContext towardsProxy;

        Inner(SslContext context, SslContext towardsProxy) {
            super(context);
            this.towardsProxy = new Outer(towardsProxy);
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator allocator, String target, int port, boolean startTls,
                Executor executor) {
            SslHandler first = towardsProxy.newHandler(allocator, proxy.host(), proxy.port(), executor);
            first.setHandshakeTimeoutMillis(timeout.toMillis());
            return new Tunnel.End(newEngine(allocator, target, port), startTls, executor, first,
                    new Tunnel(proxy, target, port, timeout));
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            // The client that asked for this context sets up the target's end.
        }
    }
}
