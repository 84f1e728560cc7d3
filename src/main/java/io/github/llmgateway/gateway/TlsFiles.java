package io.github.llmgateway.gateway;

import io.github.llmgateway.config.TlsSettings;
import io.github.llmgateway.pem.Pem;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a TLS context of the files that the configuration names, and says what is wrong with them. */
final class TlsFiles {

    /** Older ones are not spoken (RFC 8996). */
    static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private static final Logger LOG = LoggerFactory.getLogger("llm-gateway");
    private static final String SECTION = "gateway_settings.tls.";

    private TlsFiles() {
    }

    /** Reads and checks them; throws {@link IllegalArgumentException} with the setting, the file and the mend. */
    static SslContext read(TlsSettings settings) {
        Pem chain = pem("certificate", settings.certificate());
        Pem secret = pem("key", settings.key());
        List<X509Certificate> certificates = chain.certificates();
        PrivateKey key = secret.key();
        X509Certificate own = certificates.get(0);
        if (!fits(key, own)) {
            throw secret.wrong("does not fit the first certificate of " + settings.certificate(), "name the key that "
                    + "it was made for, and put the gateway's own certificate before those of its chain");
        }
        warn(settings, certificates);
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(key, certificates)
                    .sslProvider(SslProvider.JDK)
                    .protocols(VERSIONS)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1));
            if (settings.clientAuthorities() != null) {
                builder.trustManager(pem("client_ca", settings.clientAuthorities()).certificates())
                        .clientAuth(settings.clientsMust() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
            }
            SslContext context = builder.build();
            LOG.info("TLS with the certificate of {}, valid until {}", own.getSubjectX500Principal().getName(),
                    own.getNotAfter().toInstant());
            return context;
        } catch (SSLException e) {
            throw chain.wrong("cannot be served (" + e.getMessage() + ")", "make a certificate anew");
        }
    }

    private static Pem pem(String key, Path file) {
        return Pem.read(SECTION + key + ": " + file.toAbsolutePath(), file);
    }

    private static void warn(TlsSettings settings, List<X509Certificate> chain) {
        Instant now = Instant.now();
        for (X509Certificate each : chain) {
            String name = each.getSubjectX500Principal().getName();
            if (each.getNotAfter().toInstant().isBefore(now)) {
                LOG.warn("{}certificate: {}: the certificate of {} expired at {}, clients will refuse it; put a new one "
                        + "there", SECTION, settings.certificate(), name, each.getNotAfter().toInstant());
            } else if (each.getNotBefore().toInstant().isAfter(now)) {
                LOG.warn("{}certificate: {}: the certificate of {} is valid from {} only, clients will refuse it; look "
                        + "at this machine's clock", SECTION, settings.certificate(), name,
                        each.getNotBefore().toInstant());
            }
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                LOG.warn("{}certificate: {}: certificate {} did not sign the one before it; put each behind the one that "
                        + "it signed", SECTION, settings.certificate(), i + 1);
            }
        }
    }

    /** Whether what the key signs the certificate verifies. */
    private static boolean fits(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "RSASSA-PSS" -> "RSASSA-PSS";
            default -> "EdDSA";
        };
        try {
            byte[] probe = {1, 2, 3, 4};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException another) {
            return false;
        }
    }
}
