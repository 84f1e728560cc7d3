package io.github.llmgateway.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A value that must not be shown: it prints as {@code ***}, and comparing two takes the same time wherever they differ. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** Hides {@code value}, which must not be null. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The value itself, for the one place that sends or compares it; never for a log or a message. */
    public String reveal() {
        return value;
    }

    /** Compares in constant time with what somebody presented; false for null. */
    public boolean matches(String presented) {
        return presented != null && MessageDigest.isEqual(digest(value), digest(presented));
    }

    /**
     * A value of any shape (text, number, list, map) with each secret in it as a text: revealed for the provider that it
     * is meant for, since a schema may well have a property called token, or hidden.
     */
    public static Object replaced(Object value, Function<Secret, String> as) {
        if (value instanceof Secret secret) {
            return as.apply(secret);
        } else if (value instanceof List<?> list) {
            return list.stream().map(each -> replaced(each, as)).collect(Collectors.toList());
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> all = new LinkedHashMap<>();
            map.forEach((key, each) -> all.put(key, replaced(each, as)));
            return all;
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && matches(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    // Digests have one length, so the comparison does not tell the length of the secret either.
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
