package io.github.llmgateway.upstream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The certificates in a file as bundles of authorities are: PEM (RFC 7468), with comments and whatever else between
 * them, or one certificate in DER. What cannot be read is passed over: a bundle of 150 may hold one that this JDK does
 * not know how to read.
 */
final class PemCertificates {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END");

    /** Of files and directories; a bundle of all the world's authorities has 250 KB. */
    private static final long MAX_BYTES = 16 << 20;
    private static final int MAX_FILES = 4096;

    private PemCertificates() {
    }

    /** Those in a file, or in the files of a directory. Blocks. */
    static List<X509Certificate> in(Path path) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            read(path, certificates);
            return certificates;
        }
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().limit(MAX_FILES).toList()) {
                read(file, certificates);
            }
        }
        return certificates;
    }

    private static void read(Path file, List<X509Certificate> certificates) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("larger than " + MAX_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        Matcher blocks = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        boolean pem = false;
        while (blocks.find()) {
            pem = true;
            add(Base64.getMimeDecoder().decode(blocks.group(1)), certificates);
        }
        if (!pem) {
            add(bytes, certificates);
        }
    }

    private static void add(byte[] der, List<X509Certificate> certificates) {
        try {
            certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException unreadable) {
            // Passed over: see above.
        }
    }
}
