package io.github.llmgateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What makes the listening socket one of TLS ({@code gateway_settings.tls}).
 *
 * @param certificate       {@code certificate}: PEM, the gateway's certificate first, then those of the chain
 * @param key               {@code key}: its private key, PEM, not encrypted
 * @param clientAuthorities {@code client_ca}: PEM, who signs the clients' certificates; null: clients need none
 * @param clientsMust       {@code client_auth}: whether a client without a certificate is turned away; it is where
 *                          {@code client_ca} is set and this says nothing
 */
public record TlsSettings(Path certificate, Path key, Path clientAuthorities, boolean clientsMust) {

    /** The files that this names. */
    public List<Path> files() {
        return Stream.of(certificate, key, clientAuthorities).filter(file -> file != null).toList();
    }
}
