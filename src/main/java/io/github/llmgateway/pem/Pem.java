package io.github.llmgateway.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file of PEM holds (RFC 7468). What is wrong is thrown as {@link IllegalArgumentException} with the file's name
 * and the mend; never what is in it.
 *
 * @param name how messages call the file
 * @param text what it holds
 */
public record Pem(String name, String text) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final int LARGEST = 1 << 20;

    /** Reads a file, which messages call {@code name}. Blocks. */
    public static Pem read(String name, Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(name + " is larger than 1 MiB; name a file of PEM");
            }
            return new Pem(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (AccessDeniedException denied) {
            throw unreadable(name, denied);
        } catch (FileSystemException missing) {
            // Also what is too long for a path: a key that somebody has put in its place.
            throw new IllegalArgumentException(name + " is not there; write the path that it has");
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static IllegalArgumentException unreadable(String name, IOException why) {
        return new IllegalArgumentException(name + " cannot be read (" + why.getClass().getSimpleName()
                + "); let the gateway's user read it");
    }

    /** Whether it is PEM at all. */
    public boolean any() {
        return text.contains("-----BEGIN ");
    }

    /** Its certificates in order, at least one. */
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        try {
            while (block.find()) {
                if (block.group(1).endsWith("CERTIFICATE")) {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(bytes(block.group(2)))));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrong("has a certificate that cannot be read", "write it anew, as PEM");
        }
        if (certificates.isEmpty()) {
            throw wrong("has no certificate", "it is to begin with -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    /** Its private key: PKCS#8, or what OpenSSL wrote before for RSA (PKCS#1) and elliptic curves (SEC 1). */
    public PrivateKey key() {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            byte[] pkcs8 = pkcs8(block.group(1), block.group(2));
            if (pkcs8 != null) {
                return key(pkcs8);
            }
        }
        if (text.contains("ENCRYPTED")) {
            throw wrong("is encrypted", "decrypt it with openssl pkey -in FILE -out FILE.plain");
        }
        throw wrong("has no private key", "it is to hold a block -----BEGIN PRIVATE KEY-----");
    }

    /** A block's key as PKCS#8; null: it holds something else, as the parameters of a curve or the certificate. */
    private byte[] pkcs8(String label, String base64) {
        try {
            return switch (label) {
                case "PRIVATE KEY" -> bytes(base64);
                case "RSA PRIVATE KEY" -> Der.pkcs8OfRsa(bytes(base64));
                case "EC PRIVATE KEY" -> Der.pkcs8OfCurve(bytes(base64));
                default -> null;
            };
        } catch (IllegalArgumentException unreadable) {
            throw wrong("has a key that cannot be read", "write it anew, as PEM");
        }
    }

    private PrivateKey key(byte[] pkcs8) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException another) {
                // the next may be it
            }
        }
        throw wrong("has a private key that is neither RSA nor of an elliptic curve that Java knows",
                "make one with openssl genpkey -algorithm RSA");
    }

    /** What to throw about this file. */
    public IllegalArgumentException wrong(String what, String mend) {
        return new IllegalArgumentException(name + " " + what + "; " + mend);
    }

    private static byte[] bytes(String base64) {
        return Base64.getMimeDecoder().decode(base64);
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "Pem[" + name + "]";
    }
}
