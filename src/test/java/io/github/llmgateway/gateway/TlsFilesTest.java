package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.config.TlsSettings;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the files of {@code tls} is said with the file and the mend; every usual form of key is read. */
class TlsFilesTest {

    @TempDir
    private static Path directory;
    private static Certificates authority;
    private static Certificates.Identity curve;
    private static Certificates.Identity rsa;

    @TempDir
    private Path temp;

    @BeforeAll
    static void makeCertificates() {
        authority = new Certificates(directory);
        curve = authority.issue("curve");
        rsa = authority.issue("rsa", "-keyalg", "RSA", "-keysize", "2048");
    }

    private static void read(Path certificate, Path key) {
        TlsFiles.read(new TlsSettings(certificate, key, null, false));
    }

    private static byte[] pkcs8(Path key) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----[A-Z ]+-----", ""));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(temp.resolve("file.pem"), text);
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = temp.resolve("missing.pem");
        assertThatThrownBy(() -> read(missing, curve.key()))
                .hasMessageContainingAll("gateway_settings.tls.certificate", missing.toString(), "write the path");
        assertThatThrownBy(() -> read(curve.certificate(), missing))
                .hasMessageContainingAll("gateway_settings.tls.key", missing.toString());
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertThatThrownBy(() -> read(curve.certificate(), rsa.key()))
                .hasMessageContainingAll(rsa.key().toString(), "does not fit", curve.certificate().toString());
    }

    @Test
    void filesThatHoldSomethingElseAreRefusedWithoutShowingIt() throws IOException {
        Path nothing = file("the secret text");
        assertThatThrownBy(() -> read(nothing, curve.key())).hasMessageContaining("has no certificate")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> read(curve.certificate(), nothing)).hasMessageContaining("has no private key");
        Path encrypted = file(Certificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> read(curve.certificate(), encrypted)).hasMessageContainingAll("is encrypted", "openssl");
        Path broken = file(Certificates.pem("PRIVATE KEY", new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> read(curve.certificate(), broken)).hasMessageContaining("neither RSA nor");
    }

    @Test
    void anExpiredCertificateIsServedWithAWarning() {
        Certificates.Identity old = authority.issue("old", "-startdate", "-10d", "-validity", "2");
        try (CapturedLog log = CapturedLog.of("llm-gateway")) {
            read(old.certificate(), old.key());
            assertThat(log.lines().get(0)).contains(old.certificate().toString(), "CN=old expired");
        }
    }

    @Test
    void olderFormsOfKeysAreRead() throws IOException {
        // PKCS#8 of RSA with 2048 bits is 26 bytes and PKCS#1.
        byte[] inner = pkcs8(rsa.key());
        read(rsa.certificate(), file(Certificates.pem("RSA PRIVATE KEY", Arrays.copyOfRange(inner, 26, inner.length))));

        // SEC 1: version, the number, the name of the curve (prime256v1). The number stands behind 04 20.
        byte[] outer = pkcs8(curve.key());
        int at = 0;
        while (outer[at] != 0x04 || outer[at + 1] != 0x20) {
            at++;
        }
        ByteArrayOutputStream sec1 = new ByteArrayOutputStream();
        sec1.writeBytes(new byte[] {0x30, 0x31, 0x02, 0x01, 0x01});
        sec1.write(outer, at, 34);
        sec1.writeBytes(new byte[] {(byte) 0xa0, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03, 0x01, 0x07});
        read(curve.certificate(), file(Certificates.pem("EC PRIVATE KEY", sec1.toByteArray())));
    }
}
