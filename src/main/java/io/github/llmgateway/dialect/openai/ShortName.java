package io.github.llmgateway.dialect.openai;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A name in letters and digits alone, the same for the same name, in every turn and on every gateway. */
public final class ShortName {

    private ShortName() {
    }

    /** A name of exactly that length. */
    public static String of(String name, int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            String digits = new BigInteger(1, digest).toString(Character.MAX_RADIX);
            return "0".repeat(Math.max(0, length - digits.length())) + digits.substring(0, Math.min(length, digits.length()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
