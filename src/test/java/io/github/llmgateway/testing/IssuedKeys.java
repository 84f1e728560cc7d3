package io.github.llmgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;

/** A TLS server's keys, made for each name as it is asked for, as a proxy does that inspects TLS. */
final class IssuedKeys implements KeyCertOptions {

    private final Function<String, Authority.Issued> issuing;
    private final String usual;
    private final Map<String, KeyManagerFactory> made = new ConcurrentHashMap<>();

    /** Keys by {@code issuing}; {@code usual} is the name where the client asks for none. */
    IssuedKeys(Function<String, Authority.Issued> issuing, String usual) {
        this.issuing = issuing;
        this.usual = usual;
    }

    @Override
    public KeyCertOptions copy() {
        return this;
    }

    @Override
    public KeyManagerFactory getKeyManagerFactory(Vertx vertx) {
        return of(usual);
    }

    @Override
    public Function<String, KeyManagerFactory> keyManagerFactoryMapper(Vertx vertx) {
        return this::of;
    }

    private KeyManagerFactory of(String name) {
        return made.computeIfAbsent(name, host -> {
            try {
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(issuing.apply(host).store(new char[0]), new char[0]);
                return factory;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
