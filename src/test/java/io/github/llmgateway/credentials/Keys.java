package io.github.llmgateway.credentials;

import io.github.llmgateway.testing.Authority;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;

/** Key pairs for tests, made once, and the forms in which older programs write them. */
public final class Keys {

    /** RSA, 2048 bits. */
    public static final KeyPair RSA = make("RSA", 2048);
    /** On the curve P-256. */
    public static final KeyPair CURVE = make("EC", 256);

    private Keys() {
    }

    private static KeyPair make(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key like {@link #RSA} as PKCS#1, in PEM: PKCS#8 of 2048 bits is 26 bytes and that. */
    public static String pkcs1(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        return Authority.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    }

    /** A key like {@link #CURVE} as SEC 1, in PEM: version, number, the name of the curve. The number is behind 04 20. */
    public static String sec1(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        int at = 0;
        while (pkcs8[at] != 0x04 || pkcs8[at + 1] != 0x20) {
            at++;
        }
        ByteArrayOutputStream sec1 = new ByteArrayOutputStream();
        sec1.writeBytes(new byte[] {0x30, 0x31, 0x02, 0x01, 0x01});
        sec1.write(pkcs8, at, 34);
        sec1.writeBytes(new byte[] {(byte) 0xa0, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03,
            0x01, 0x07});
        return Authority.pem("EC PRIVATE KEY", sec1.toByteArray());
    }
}
