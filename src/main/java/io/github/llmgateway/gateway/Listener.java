package io.github.llmgateway.gateway;

import io.netty.channel.Channel;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import java.util.function.BiConsumer;

/**
 * Vert.x' HTTP server of one event loop, with a word on each connection before its first byte: Vert.x tells of a
 * connection when its protocol is known, and one that never sends a byte, or never ends its TLS handshake, would be
 * neither counted nor closed.
 *
 * <p>In clear it serves HTTP/1.1, and HTTP/2 to those that begin with it (prior knowledge, RFC 9113 section 3.3). An
 * {@code Upgrade: h2c} is passed over, as the RFC allows, and the request answered as HTTP/1.1: the body of such a
 * request would come by neither protocol's flow control.
 */
final class Listener extends HttpServerImpl {

    private final Connections connections;
    private final boolean proxyProtocol;
    /** Never listens itself; null with TLS, where the handshake settles the protocol. */
    private final Listener http2;

    private Listener(Vertx vertx, HttpServerOptions options, boolean proxyProtocol, Connections connections,
            Listener http2) {
        super((VertxInternal) vertx, options);
        this.connections = connections;
        this.proxyProtocol = proxyProtocol;
        this.http2 = http2;
        invalidRequestHandler(BareRefusal::invalid);
        requestHandler(connections);
    }

    /** A server that tells {@code connections} of each connection and each request. */
    static Listener of(Vertx vertx, HttpServerOptions options, boolean proxyProtocol, Connections connections) {
        Listener http2 = options.isSsl() ? null : new Listener(vertx,
                new HttpServerOptions(options).setHttp2ClearTextEnabled(true), proxyProtocol, connections, null);
        return new Listener(vertx, new HttpServerOptions(options).setHttp2ClearTextEnabled(false), proxyProtocol,
                connections, http2);
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(ContextInternal context, SocketAddress address,
            GlobalTrafficShapingHandler shaping) {
        BiConsumer<Channel, SslChannelProvider> usual = super.childHandler(context, address, shaping);
        BiConsumer<Channel, SslChannelProvider> prior =
                http2 == null ? null : http2.withoutGreeting(context, address, shaping);
        return (channel, tls) -> {
            if (!connections.admit(channel)) {
                return;
            }
            if (proxyProtocol) {
                ProxyHeader.expect(channel.pipeline());
            }
            if (prior == null) {
                usual.accept(channel, tls);
            } else {
                channel.pipeline().addLast(new FirstBytes(isHttp2 -> (isHttp2 ? prior : usual).accept(channel, tls)));
            }
        };
    }

    private BiConsumer<Channel, SslChannelProvider> withoutGreeting(ContextInternal context, SocketAddress address,
            GlobalTrafficShapingHandler shaping) {
        return super.childHandler(context, address, shaping);
    }
}
