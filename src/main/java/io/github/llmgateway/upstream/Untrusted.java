package io.github.llmgateway.upstream;

import java.security.cert.CertificateException;

/** A certificate that was refused, with the reason in words that tell an operator what to do. */
final class Untrusted extends CertificateException {

    private static final long serialVersionUID = 1;

    private final boolean issuerUnknown;

    Untrusted(String reason, boolean issuerUnknown, Throwable cause) {
        super(reason, cause);
        this.issuerUnknown = issuerUnknown;
    }

    /** Whether its issuer is not among those who are believed, which a file of authorities mends. */
    boolean issuerUnknown() {
        return issuerUnknown;
    }
}
