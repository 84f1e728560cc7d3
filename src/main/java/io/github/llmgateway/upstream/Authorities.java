package io.github.llmgateway.upstream;

import io.github.llmgateway.config.Trust;
import io.github.llmgateway.config.TrustFile;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is believed: the authorities of the JDK, of the operating system and of the configured files, all of them. They
 * are read when the first connection needs them, by a worker of Vert.x', once for all event loops.
 */
final class Authorities implements TrustOptions {

    private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);

    /**
     * Where Linux distributions and BSDs keep their bundle: Debian, Alpine; Fedora, RHEL; openSUSE; older RHEL;
     * Alpine, FreeBSD, OpenBSD. The first that is there is theirs. The list is Go's (crypto/x509/root_linux.go).
     */
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/pki/tls/cacert.pem"),
            Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    /** Key stores by which a JDK gives the operating system's own authorities: Windows, macOS. */
    private static final List<String> STORES = List.of("Windows-ROOT", "KeychainStore", "KeychainStore-ROOT");

    private final Trust trust;
    private TrustManagerFactory read;

    Authorities(Trust trust) {
        this.trust = trust;
    }

    @Override
    public synchronized TrustManagerFactory getTrustManagerFactory(Vertx vertx) throws Exception {
        if (read == null) {
            Set<X509Certificate> all = new LinkedHashSet<>(ofJdk());
            all.addAll(ofSystem());
            for (TrustFile file : trust.authorities()) {
                all.addAll(of(file));
            }
            X509ExtendedTrustManager believing = managerOf(storeOf(all));
            read = TrustOptions.wrap(new ExplainingTrust(believing)).getTrustManagerFactory(vertx);
        }
        return read;
    }

    @Override
    public Function<String, TrustManager[]> trustManagerMapper(Vertx vertx) {
        return name -> null;
    }

    /** Itself: it does not change but for what it has read. */
    @Override
    public TrustOptions copy() {
        return this;
    }

    /** The JDK's, or those of {@code javax.net.ssl.trustStore}. */
    private static List<X509Certificate> ofJdk() throws GeneralSecurityException {
        return List.of(managerOf(null).getAcceptedIssuers());
    }

    private static Set<X509Certificate> ofSystem() {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        BUNDLES.stream().filter(Files::isReadable).findFirst().ifPresent(bundle -> {
            try {
                certificates.addAll(PemCertificates.in(bundle));
            } catch (IOException e) {
                LOG.warn("The operating system's authorities in {} cannot be read: {}", bundle, e.getMessage());
            }
        });
        for (String type : STORES) {
            try {
                KeyStore store = KeyStore.getInstance(type);
                store.load(null, null);
                for (String alias : Collections.list(store.aliases())) {
                    if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate one) {
                        certificates.add(one);
                    }
                }
            } catch (GeneralSecurityException | IOException elsewhere) {
                LOG.debug("No store {} on this system", type);
            }
        }
        return certificates;
    }

    private static List<X509Certificate> of(TrustFile file) {
        try {
            List<X509Certificate> certificates = PemCertificates.in(file.path());
            if (certificates.isEmpty()) {
                LOG.warn("{} names {}, which holds no certificate", file.origin(), file.path());
            }
            return certificates;
        } catch (IOException e) {
            LOG.warn("{} names {}, which cannot be read: {}", file.origin(), file.path(), e.getMessage());
            return new ArrayList<>();
        }
    }

    private static KeyStore storeOf(Set<X509Certificate> certificates) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X509ExtendedTrustManager managerOf(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("this Java runtime has no X.509 trust manager");
    }
}
