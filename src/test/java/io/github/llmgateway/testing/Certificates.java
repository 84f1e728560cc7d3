package io.github.llmgateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of a test's own, made by the JDK's keytool, and what it signs. */
public final class Certificates {

    private static final String PASSWORD = "changeit";

    /** A certificate with its chain, and its key, as files of PEM. */
    public record Identity(String name, Path certificate, Path key) {
    }

    private final Path directory;
    private final Path store;

    /** Makes an authority in a directory. */
    public Certificates(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("store.p12");
        generate("authority", "-ext", "bc:c");
    }

    /** Signs a certificate for 127.0.0.1; {@code options} are keytool's. */
    public Identity issue(String name, String... options) {
        List<String> all = new ArrayList<>(List.of("-signer", "authority", "-ext", "san=ip:127.0.0.1,dns:localhost"));
        all.addAll(List.of(options));
        generate(name, all.toArray(String[]::new));
        try {
            KeyStore keys = load();
            StringBuilder chain = new StringBuilder();
            for (Certificate each : keys.getCertificateChain(name)) {
                chain.append(pem("CERTIFICATE", each.getEncoded()));
            }
            PrivateKey key = (PrivateKey) keys.getKey(name, PASSWORD.toCharArray());
            return new Identity(name, Files.writeString(directory.resolve(name + ".pem"), chain),
                    Files.writeString(directory.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded())));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's certificate as PEM. */
    public Path authority() {
        try {
            return Files.writeString(directory.resolve("authority.pem"),
                    pem("CERTIFICATE", load().getCertificate("authority").getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that believes the authority, and shows {@code own} where it is not null. */
    public SSLContext client(Identity own) {
        return client(own, this);
    }

    /** The same, where somebody else has signed what it shows. */
    public SSLContext client(Identity own, Certificates signer) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", load().getCertificate("authority"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyManager[] keys = null;
            if (own != null) {
                KeyStore shown = KeyStore.getInstance("PKCS12");
                shown.load(null, null);
                shown.setKeyEntry(own.name(), signer.load().getKey(own.name(), PASSWORD.toCharArray()), PASSWORD.toCharArray(),
                        signer.load().getCertificateChain(own.name()));
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(shown, PASSWORD.toCharArray());
                keys = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A block of PEM. */
    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void generate(String name, String... options) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keystore", store.toString(), "-storepass", PASSWORD,
                "-keypass", PASSWORD, "-storetype", "PKCS12"));
        if (!List.of(options).contains("-keyalg")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        command.addAll(List.of(options));
        try {
            Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes());
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool failed: " + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
