package io.github.llmgateway.gateway;

import io.github.llmgateway.config.TlsSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * The TLS of the listening socket: versions 1.2 and 1.3, HTTP/2 by ALPN. A new certificate serves the connections that
 * come after it; those there are go on with the old, and their sessions are not resumed with the new. Safe for all
 * threads.
 *
 * <p>Vert.x can exchange its options, too, but refuses connections that come while it reads the new files.
 */
final class Tls extends JdkSSLEngineOptions {

    private final Current current;
    private volatile TlsSettings settings;

    /** Reads the files; throws {@link IllegalArgumentException} with the file and the mend if they cannot serve. */
    Tls(TlsSettings settings) {
        this.settings = settings;
        this.current = new Current(TlsFiles.read(settings));
    }

    /** Reads the files anew; if they cannot serve it throws as the constructor does, and all stays as it was. */
    synchronized void renew(TlsSettings next) {
        current.context = TlsFiles.read(next);
        settings = next;
    }

    /** What is in force. */
    TlsSettings settings() {
        return settings;
    }

    /** The options of a server that speaks TLS. */
    HttpServerOptions on(HttpServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setSslEngineOptions(this)
                .setKeyCertOptions(KeyCertOptions.wrap(noKeys()))
                // Netty's context asks for it; said here, too, for whoever reads the options.
                .setClientAuth(settings.clientAuthorities() == null ? ClientAuth.NONE
                        : settings.clientsMust() ? ClientAuth.REQUIRED : ClientAuth.REQUEST);
        options.setEnabledSecureTransportProtocols(Set.of(TlsFiles.VERSIONS));
        return options;
    }

    /** Vert.x wants some; the context has its own. */
    private static KeyManagerFactory noKeys() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
            empty.load(null, null);
            keys.init(empty, new char[0]);
            return keys;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public JdkSSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return () -> current;
    }

    /** The context of the moment: each new connection gets its engine from the latest. */
    private static final class Current extends SslContext {

        private volatile SslContext context;

        Current(SslContext context) {
            this.context = context;
        }

        @Override
        public boolean isClient() {
            return false;
        }

        @Override
        public List<String> cipherSuites() {
            return context.cipherSuites();
        }

        @Override
        public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
            return context.applicationProtocolNegotiator();
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator) {
            return context.newEngine(allocator);
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
            return context.newEngine(allocator, host, port);
        }

        @Override
        public SSLSessionContext sessionContext() {
            return context.sessionContext();
        }
    }
}
