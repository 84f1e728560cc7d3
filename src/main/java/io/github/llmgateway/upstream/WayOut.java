package io.github.llmgateway.upstream;

import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Trust;
import io.github.llmgateway.config.UpstreamSettings;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * How requests leave: the proxy, the trust and the connections that go with them. The only place that opens a
 * connection to anybody outside. Safe for all threads; its requests begin on an event loop.
 */
final class WayOut {

    private final Clients clients;
    private final UpstreamSettings settings;
    private final Trust trust;
    private final ProxyChoice proxies;

    /** A way with one's own proxy and trust; null: the settings decide. */
    WayOut(Clients clients, UpstreamSettings settings, ProxyAddress proxy, Trust trust) {
        this.clients = clients;
        this.settings = settings;
        this.trust = trust != null ? trust : settings.trust();
        this.proxies = new ProxyChoice(settings.proxies(), proxy);
    }

    /** Begins a request to a target with host, port and scheme. Call it on that event loop; it changes the options. */
    Future<HttpClientRequest> request(Context eventLoop, RequestOptions options) {
        ProxyAddress proxy = proxy(options);
        boolean tls = options.isSsl();
        ProxyAddress tlsProxy = proxy != null && proxy.tls() ? proxy : null;
        Clients.Leg leg = new Clients.Leg(settings, trust, tls, tlsProxy);
        if (asked(options, proxy)) {
            askProxyItself(options, proxy);
        } else if (tlsProxy != null) {
            // The tunnel is dug by the client's TLS: see TlsProxy.
            options.setServer(SocketAddress.inetSocketAddress(proxy.port(), proxy.host()));
        } else if (proxy != null) {
            options.setProxyOptions(new ProxyOptions()
                    .setType(proxy.socks() ? ProxyType.valueOf(proxy.scheme().toUpperCase(Locale.ROOT))
                            : ProxyType.HTTP)
                    .setHost(proxy.host())
                    .setPort(proxy.port())
                    .setUsername(proxy.user())
                    .setPassword(password(proxy))
                    .setConnectTimeout(settings.connectTimeout()));
        }
        try {
            return clients.of(eventLoop, leg).request(options);
        } catch (RuntimeException closedOrWrong) {
            return Future.failedFuture(closedOrWrong);
        }
    }

    /** What a failure of the request that has yet to begin means. {@code provider}: null where it is not to one. */
    Unreachable unreachable(String provider, RequestOptions options) {
        ProxyAddress proxy = proxy(options);
        return new Unreachable(provider, options.getHost(), proxy, asked(options, proxy));
    }

    private static boolean asked(RequestOptions options, ProxyAddress proxy) {
        return proxy != null && !proxy.socks() && !options.isSsl();
    }

    private ProxyAddress proxy(RequestOptions options) {
        int port = options.getPort() != null ? options.getPort() : options.isSsl() ? 443 : 80;
        return proxies.of(options.getHost(), port, options.isSsl());
    }

    /** A target in plain HTTP is no matter of a tunnel: the proxy is asked for the whole address (RFC 9112, 3.2.2). */
    private static void askProxyItself(RequestOptions options, ProxyAddress proxy) {
        int port = options.getPort() == null ? 80 : options.getPort();
        String authority = options.getHost().indexOf(':') >= 0 && !options.getHost().startsWith("[")
                ? "[" + options.getHost() + "]" : options.getHost();
        options.setURI("http://" + authority + (port == 80 ? "" : ":" + port) + options.getURI());
        options.setServer(SocketAddress.inetSocketAddress(proxy.port(), proxy.host()));
        options.setSsl(proxy.tls());
        if (proxy.user() != null) {
            options.putHeader(HttpHeaderNames.PROXY_AUTHORIZATION, basic(proxy));
        }
    }

    static String basic(ProxyAddress proxy) {
        return "Basic " + Base64.getEncoder().encodeToString(
                (proxy.user() + ":" + password(proxy)).getBytes(StandardCharsets.UTF_8));
    }

    /** A name without a password is shown with an empty one. */
    static String password(ProxyAddress proxy) {
        return proxy.password() != null ? proxy.password().reveal() : proxy.user() == null ? null : "";
    }
}
