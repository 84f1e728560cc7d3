package io.github.llmgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An HTTPS server on {@code localhost} with one certificate, which answers every request with {@code ok}. */
public final class TlsServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    private TlsServer(HttpServerOptions options) {
        try {
            server = vertx.createHttpServer(options)
                    .requestHandler(request -> request.response().putHeader("content-type", "text/plain").end("ok"))
                    .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that shows that certificate. */
    public static TlsServer with(Authority.Issued issued) {
        return new TlsServer(options(issued));
    }

    /** One that asks for a certificate of that authority. */
    public static TlsServer mutual(Authority.Issued issued, Path authority) {
        return new TlsServer(options(issued).setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString())));
    }

    /** One that speaks no other version than that. */
    public static TlsServer speaking(String version, Authority.Issued issued) {
        return new TlsServer(options(issued).setEnabledSecureTransportProtocols(Set.of(version)));
    }

    private static HttpServerOptions options(Authority.Issued issued) {
        return new HttpServerOptions().setSsl(true).setKeyCertOptions(new IssuedKeys(name -> issued, "localhost"));
    }

    /** {@code https://localhost:PORT}. */
    public String url() {
        return "https://localhost:" + port();
    }

    /** Its port, on 127.0.0.1. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
