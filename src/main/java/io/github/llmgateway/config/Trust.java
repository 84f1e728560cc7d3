package io.github.llmgateway.config;

import java.util.List;

/**
 * Whom the gateway believes, and how it shows itself, when it calls somebody.
 *
 * @param verify      whether certificates are checked ({@code ssl_verify})
 * @param authorities authorities that are believed beside those of the JDK and of the operating system: the file that
 *                    {@code ssl_verify} names and the variables that name one, in PEM
 * @param certificate the gateway's own certificate with its key, one PEM file ({@code ssl_certificate}); null for none
 */
public record Trust(boolean verify, List<TrustFile> authorities, TrustFile certificate) {

    /** Certificates are checked against the authorities of the JDK and of the operating system. */
    public static final Trust DEFAULT = new Trust(true, List.of(), null);

    public Trust {
        authorities = List.copyOf(authorities);
    }
}
