package io.github.llmgateway.upstream;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides as another does, and says why it refuses: {@link Untrusted} names the issuer, the time or the names, where
 * the JDK speaks of PKIX paths.
 */
final class ExplainingTrust extends X509ExtendedTrustManager {

    private static final int MAX_NAMES = 5;

    private final X509ExtendedTrustManager deciding;

    ExplainingTrust(X509ExtendedTrustManager deciding) {
        this.deciding = deciding;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            deciding.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException refused) {
            throw explained(chain, authType, refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        try {
            deciding.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException refused) {
            throw explained(chain, authType, refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        deciding.checkServerTrusted(chain, authType);
    }

    private Untrusted explained(X509Certificate[] chain, String authType, CertificateException refused) {
        X509Certificate server = chain[0];
        String issuer = chain[chain.length - 1].getIssuerX500Principal().getName();
        if (believed(chain, authType)) {
            return new Untrusted("it is for " + names(server) + ", not for that name", false, refused);
        }
        for (X509Certificate one : chain) {
            Date now = new Date();
            String whose = one == server ? "it"
                    : "the certificate of its issuer " + one.getSubjectX500Principal().getName();
            if (now.after(one.getNotAfter())) {
                return new Untrusted(whose + " expired on " + one.getNotAfter().toInstant(), false, refused);
            }
            if (now.before(one.getNotBefore())) {
                return new Untrusted(whose + " is valid from " + one.getNotBefore().toInstant()
                        + " on only; is this machine's clock right?", false, refused);
            }
        }
        Throwable root = refused;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        boolean unknown = root.getClass().getSimpleName().equals("SunCertPathBuilderException")
                || String.valueOf(root.getMessage()).contains("trust anchors");
        return unknown ? new Untrusted("it is issued by " + issuer + ", who is not trusted here", true, refused)
                : new Untrusted("it is issued by " + issuer + " and not accepted: " + root.getMessage(), false,
                        refused);
    }

    /** Whether all but the server's name is in order. */
    private boolean believed(X509Certificate[] chain, String authType) {
        try {
            deciding.checkServerTrusted(chain, authType);
            return true;
        } catch (CertificateException refused) {
            return false;
        }
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null && !names.isEmpty()) {
                return names.stream().limit(MAX_NAMES).map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.joining(", ")) + (names.size() > MAX_NAMES ? " and others" : "");
            }
        } catch (CertificateParsingException unreadable) {
            // Then its subject has to do.
        }
        return certificate.getSubjectX500Principal().getName();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        deciding.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        deciding.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        deciding.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return deciding.getAcceptedIssuers();
    }
}
