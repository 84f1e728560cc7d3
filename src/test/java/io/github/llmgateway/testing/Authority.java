package io.github.llmgateway.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority of a company, as small as one can be: keys of P-256, certificates written in DER by hand (RFC
 * 5280), for the JDK has no public way to make one and calling {@code keytool} takes a second each.
 */
public final class Authority {

    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    private final KeyPair keys = newKeys();
    private final X500Principal name;
    private final X509Certificate certificate;

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, KeyPair keys, X509Certificate issuer) {

        /** Certificate, issuer and key in one PEM text. */
        public String pem() {
            return chain() + Authority.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        /** Certificate and issuer in one file of PEM, the key in another. */
        public Written write(Path directory) {
            try {
                return new Written(Files.writeString(Files.createTempFile(directory, "own", ".pem"), chain()),
                        Files.writeString(Files.createTempFile(directory, "own", ".key"),
                                Authority.pem("PRIVATE KEY", keys.getPrivate().getEncoded())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** All of it as a key store (PKCS#12) with that password. */
        public KeyStore store(char[] password) {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("own", keys.getPrivate(), password, new X509Certificate[] {certificate, issuer});
                return store;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private String chain() {
            return Authority.pem("CERTIFICATE", encoded(certificate)) + Authority.pem("CERTIFICATE", encoded(issuer));
        }
    }

    /** A certificate and its key as files of PEM. */
    public record Written(Path certificate, Path key) {
    }

    /** An authority of that name, such as {@code CN=Corp Root CA}. */
    public Authority(String name) {
        this.name = new X500Principal(name);
        Instant now = Instant.now();
        certificate = certificate(this.name, keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)),
                // basicConstraints with cA, keyUsage with keyCertSign and cRLSign, both critical
                sequence(sequence(oid(0x55, 0x1d, 0x13), tlv(0x01, 0xff), octets(sequence(tlv(0x01, 0xff)))),
                        sequence(oid(0x55, 0x1d, 0x0f), tlv(0x01, 0xff), octets(tlv(0x03, 0x01, 0x06)))));
    }

    /** A certificate for a host's name or IPv4 address that is valid now. */
    public Issued issue(String host) {
        Instant now = Instant.now();
        return issue(host, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(10)));
    }

    /** A certificate that is valid in that time. */
    public Issued issue(String host, Instant from, Instant until) {
        return issue(host, newKeys(), from, until, host);
    }

    /** A certificate of that name for this machine, 127.0.0.1 and localhost. */
    public Issued local(String name) {
        return local(name, newKeys());
    }

    /** The same with these keys. */
    public Issued local(String name, KeyPair own) {
        Instant now = Instant.now();
        return issue(name, own, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(10)), "127.0.0.1", "localhost");
    }

    private Issued issue(String name, KeyPair own, Instant from, Instant until, String... hosts) {
        byte[][] alternatives = Stream.of(hosts).map(host -> host.matches("[0-9.]+") ? tlv(0x87, address(host))
                : tlv(0x82, host.getBytes(StandardCharsets.US_ASCII))).toArray(byte[][]::new);
        X509Certificate issued = certificate(new X500Principal("CN=" + name), own, from, until,
                sequence(sequence(oid(0x55, 0x1d, 0x11), octets(sequence(alternatives)))));
        return new Issued(issued, own, certificate);
    }

    /** TLS of a client that believes this authority, and shows {@code own} where it is not null. */
    public SSLContext client(Issued own) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            shown.init(own == null ? null : own.store(new char[0]), new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : shown.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Its own certificate as a PEM file with a comment, in a directory. */
    public Path file(Path directory) {
        try {
            return Files.writeString(Files.createTempFile(directory, "authority", ".pem"),
                    "# " + name + "\n" + pem("CERTIFICATE", encoded(certificate)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private X509Certificate certificate(X500Principal subject, KeyPair of, Instant from, Instant until,
            byte[] extensions) {
        // ecdsa-with-SHA256
        byte[] algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
        byte[] content = sequence(tlv(0xa0, tlv(0x02, 2)),
                tlv(0x02, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()), algorithm, name.getEncoded(),
                sequence(time(from), time(until)), subject.getEncoded(), of.getPublic().getEncoded(),
                tlv(0xa3, extensions));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] signed = sequence(content, algorithm, tlv(0x03, joined(new byte[1], signature.sign())));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A block of PEM. */
    public static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }

    private static byte[] address(String host) {
        try {
            return InetAddress.getByName(host).getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] time(Instant instant) {
        return tlv(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(int... bytes) {
        return tlv(0x06, bytes);
    }

    private static byte[] octets(byte[] content) {
        return tlv(0x04, content);
    }

    private static byte[] sequence(byte[]... parts) {
        return tlv(0x30, joined(parts));
    }

    private static byte[] tlv(int tag, int... content) {
        byte[] bytes = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            bytes[i] = (byte) content[i];
        }
        return tlv(tag, bytes);
    }

    private static byte[] tlv(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80 ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100 ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return joined(head, content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
