package io.github.llmgateway.pem;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER (ITU-T X.690) as it takes to put an older form of private key into PKCS#8 (RFC 5208). */
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** rsaEncryption 1.2.840.113549.1.1.1, with NULL for parameters (RFC 8017 appendix A.1). */
    private static final byte[] RSA = {0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01,
        0x01, 0x05, 0x00};
    /** id-ecPublicKey 1.2.840.10045.2.1 (RFC 5480 section 2.1.1). */
    private static final byte[] CURVE = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Der() {
    }

    /** PKCS#8 around an RSAPrivateKey of PKCS#1. */
    static byte[] pkcs8OfRsa(byte[] key) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA), element(OCTETS, key));
    }

    /**
     * PKCS#8 around an ECPrivateKey (RFC 5915), whose field {@code [0]} names the curve. Throws
     * {@link IllegalArgumentException} where it names none.
     */
    static byte[] pkcs8OfCurve(byte[] key) {
        int at = contents(key, 0);
        while (at < key.length) {
            int start = contents(key, at);
            int end = start + length(key, at);
            if (end > key.length) {
                break;
            }
            if ((key[at] & 0xff) == PARAMETERS) {
                byte[] curve = Arrays.copyOfRange(key, start, end);
                return element(SEQUENCE, VERSION_0, element(SEQUENCE, CURVE, curve), element(OCTETS, key));
            }
            at = end;
        }
        throw new IllegalArgumentException("names no curve");
    }

    private static int contents(byte[] der, int at) {
        if (at + 1 >= der.length) {
            throw new IllegalArgumentException("ends too early");
        }
        return at + 2 + ((der[at + 1] & 0x80) == 0 ? 0 : der[at + 1] & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            if (i > 2 || at + 2 + i >= der.length) {
                throw new IllegalArgumentException("is longer than it is");
            }
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] part : contents) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
        out.write(tag);
        int octets = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
        if (octets > 0) {
            out.write(0x80 | octets);
        }
        for (int shift = 8 * Math.max(0, octets - 1); shift >= 0; shift -= 8) {
            out.write(length >> shift);
        }
        for (byte[] part : contents) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
