package io.github.llmgateway.credentials.entra;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCertificate;
import com.microsoft.aad.msal4j.MsalException;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.pem.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/** A client's certificate with its key: PEM or PKCS#12 (PFX). */
final class Certificate {

    private Certificate() {
    }

    /**
     * Reads the file, which messages call {@code name}; {@code password} may be null. Blocks. Throws
     * {@link IllegalArgumentException} with what is wrong and the mend, and nothing of the file: its path may be a key
     * that somebody has put in its place.
     */
    static IClientCertificate read(String name, Secret path, Secret password) {
        Path file = path(name, path);
        Pem pem = Pem.read(name, file);
        if (!pem.any()) {
            return pfx(name, file, password);
        }
        PrivateKey key = pem.key();
        if (!key.getAlgorithm().equals("RSA")) {
            throw pem.wrong("has a key that is not RSA", "Entra ID takes RSA keys alone for this: make a certificate "
                    + "with one");
        }
        return ClientCredentialFactory.createFromCertificateChain(key, pem.certificates());
    }

    private static Path path(String name, Secret path) {
        try {
            return Path.of(path.reveal());
        } catch (InvalidPathException none) {
            throw new IllegalArgumentException(name + " is not there; write the path that it has");
        }
    }

    private static IClientCertificate pfx(String name, Path file, Secret password) {
        try (InputStream in = Files.newInputStream(file)) {
            return ClientCredentialFactory.createFromCertificate(in, password == null ? "" : password.reveal());
        } catch (IOException | GeneralSecurityException | MsalException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(name + " is neither PEM nor PKCS#12, or the password is another; set "
                    + "AZURE_CLIENT_CERTIFICATE_PASSWORD");
        }
    }
}
