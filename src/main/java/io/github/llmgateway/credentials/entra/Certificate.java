package io.github.llmgateway.credentials.entra;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCertificate;
import io.github.llmgateway.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's certificate with its key: PEM (key in PKCS#8, as {@code BEGIN PRIVATE KEY}) or PKCS#12 (PFX). */
final class Certificate {

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Certificate() {
    }

    /** Reads the file; {@code password} may be null. Blocks. */
    static IClientCertificate read(Path file, Secret password) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN ")) {
            return ClientCredentialFactory.createFromCertificate(new ByteArrayInputStream(bytes),
                    password == null ? "" : password.reveal());
        }
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            throw new CertificateException("no key in PKCS#8");
        }
        return ClientCredentialFactory.createFromCertificateChain(key(key.group(1)), chain(text));
    }

    private static PrivateKey key(String base64) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
        } catch (IllegalArgumentException broken) {
            throw new GeneralSecurityException("not base64");
        }
    }

    private static List<X509Certificate> chain(String text) throws CertificateException {
        int start = text.indexOf("-----BEGIN CERTIFICATE-----");
        if (start < 0) {
            throw new CertificateException("no certificate");
        }
        // The factory reads certificates alone, and keys may stand between them.
        String alone = KEY.matcher(text.substring(start)).replaceAll("");
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(alone.getBytes(StandardCharsets.ISO_8859_1)))
                .stream().map(X509Certificate.class::cast).toList();
    }
}
