package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.config.TlsSettings;
import io.github.llmgateway.credentials.Keys;
import io.github.llmgateway.testing.Authority;
import io.github.llmgateway.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the files of {@code tls} is said with the file and the mend; every usual form of key is read. */
class TlsFilesTest {

    @TempDir
    private static Path directory;
    private static final Authority AUTHORITY = new Authority("CN=authority");
    private static Authority.Written curve;
    private static Authority.Written rsa;

    @TempDir
    private Path temp;

    @BeforeAll
    static void makeCertificates() {
        curve = AUTHORITY.local("curve", Keys.CURVE).write(directory);
        rsa = AUTHORITY.local("rsa", Keys.RSA).write(directory);
    }

    private static void read(Path certificate, Path key) {
        TlsFiles.read(new TlsSettings(certificate, key, null, false));
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
        Path encrypted = file(Authority.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> read(curve.certificate(), encrypted)).hasMessageContainingAll("is encrypted", "openssl");
        Path broken = file(Authority.pem("PRIVATE KEY", new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> read(curve.certificate(), broken)).hasMessageContaining("neither RSA nor");
    }

    @Test
    void anExpiredCertificateIsServedWithAWarning() {
        Instant now = Instant.now();
        Authority.Written old = AUTHORITY.issue("old", now.minus(Duration.ofDays(10)), now.minus(Duration.ofDays(8)))
                .write(directory);
        try (CapturedLog log = CapturedLog.of("llm-gateway")) {
            read(old.certificate(), old.key());
            assertThat(log.lines().get(0)).contains(old.certificate().toString(), "CN=old expired");
        }
    }

    @Test
    void olderFormsOfKeysAreRead() throws IOException {
        read(rsa.certificate(), file(Keys.pkcs1(Keys.RSA.getPrivate())));
        read(curve.certificate(), file(Keys.sec1(Keys.CURVE.getPrivate())));
    }
}
