package io.github.llmgateway.config;

import java.nio.file.Path;

/**
 * Whom the gateway believes ({@code litellm_settings.ssl_verify}).
 *
 * @param verify whether certificates are checked
 * @param caFile the certificate authorities, PEM, that are believed in place of the usual; null for the usual
 */
public record Trust(boolean verify, Path caFile) {

    /** Certificates are checked against the usual authorities. */
    public static final Trust DEFAULT = new Trust(true, null);
}
