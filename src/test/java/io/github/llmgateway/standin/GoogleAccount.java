package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/**
 * A service account whose token endpoint is the stand-in
 * (developers.google.com/identity/protocols/oauth2/service-account).
 */
final class GoogleAccount {

    static final String TOKEN = "ya29.standin";
    static final String PROJECT = "standin-project";

    private static final KeyPair KEYS = keys();

    private GoogleAccount() {
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key file that one downloads. */
    static JsonNode keyFile(String address) {
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(KEYS.getPrivate().getEncoded());
        return object("type", "service_account", "project_id", PROJECT, "private_key_id", "standin", "private_key",
                "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n", "client_email",
                "gateway@" + PROJECT + ".iam.gserviceaccount.com", "client_id", "1", "token_uri", address + "/token");
    }

    /** Whether a form asks for a token as the account. */
    static boolean granted(String form) {
        for (String pair : form.split("&")) {
            if (pair.startsWith("assertion=")) {
                String[] jwt = URLDecoder.decode(pair.substring(10), StandardCharsets.UTF_8).split("\\.");
                try {
                    Signature check = Signature.getInstance("SHA256withRSA");
                    check.initVerify(KEYS.getPublic());
                    check.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
                    return check.verify(Base64.getUrlDecoder().decode(jwt[2]));
                } catch (GeneralSecurityException | RuntimeException e) {
                    return false;
                }
            }
        }
        return false;
    }
}
