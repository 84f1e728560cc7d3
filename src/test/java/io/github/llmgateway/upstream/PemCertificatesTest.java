package io.github.llmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of authorities as they are found. */
class PemCertificatesTest {

    @TempDir
    private Path directory;
    private final Authority one = new Authority("CN=One");
    private final Authority two = new Authority("CN=Two");
    private String both;

    @BeforeEach
    void write() throws Exception {
        both = Files.readString(one.file(directory)) + "\nsubject=Two, with words between\n"
                + Files.readString(two.file(directory));
    }

    @Test
    void severalWithCommentsBetween() throws Exception {
        assertThat(PemCertificates.in(Files.writeString(directory.resolve("both.pem"), both)))
                .containsExactly(one.certificate(), two.certificate());
    }

    @Test
    void linesThatEndAsWindowsEndsThem() throws Exception {
        assertThat(PemCertificates.in(Files.writeString(directory.resolve("both.pem"), both.replace("\n", "\r\n"))))
                .containsExactly(one.certificate(), two.certificate());
    }

    @Test
    void keysAndWhatCannotBeReadArePassedOver() throws Exception {
        String text = one.issue("own").pem() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + both;

        assertThat(PemCertificates.in(Files.writeString(directory.resolve("mixed.pem"), text)))
                .endsWith(one.certificate(), two.certificate()).hasSize(4);
    }

    @Test
    void oneInDer() throws Exception {
        assertThat(PemCertificates.in(Files.write(directory.resolve("one.crt"), one.certificate().getEncoded())))
                .containsExactly(one.certificate());
    }

    @Test
    void aDirectoryOfThem() throws Exception {
        Files.writeString(directory.resolve("README"), "not a certificate");

        assertThat(PemCertificates.in(directory)).containsExactlyInAnyOrder(one.certificate(), two.certificate());
    }
}
