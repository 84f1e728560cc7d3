package io.github.llmgateway.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Plain scalars as PyYAML reads them (YAML 1.1), because that is what LiteLLM's users have in front of them: {@code on}
 * is true, {@code 010} is eight, {@code 1_000} a thousand, and {@code 3e-6}, which lacks a dot, is text.
 */
final class YamlScalars {

    private static final Pattern TRUE = Pattern.compile("yes|Yes|YES|true|True|TRUE|on|On|ON");
    private static final Pattern FALSE = Pattern.compile("no|No|NO|false|False|FALSE|off|Off|OFF");
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0b[0-1_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)");
    private static final Pattern SIXTIES = Pattern.compile("[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+");
    private static final Pattern FLOAT = Pattern.compile(
            "[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?");
    private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(nan|NaN|NAN)");

    private YamlScalars() {}

    static Object read(String text) {
        if (NULL.matcher(text).matches()) {
            return null;
        }
        if (TRUE.matcher(text).matches()) {
            return true;
        }
        if (FALSE.matcher(text).matches()) {
            return false;
        }
        if (INTEGER.matcher(text).matches()) {
            return integer(text.replace("_", ""));
        }
        if (SIXTIES.matcher(text).matches()) {
            return sixties(text.replace("_", ""));
        }
        if (FLOAT.matcher(text).matches()) {
            return Double.valueOf(text.replace("_", ""));
        }
        if (INFINITE.matcher(text).matches()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return NOT_A_NUMBER.matcher(text).matches() ? Double.valueOf(Double.NaN) : text;
    }

    private static Object integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = text.replaceFirst("^[-+]", "").toLowerCase(Locale.ROOT);
        int radix = digits.startsWith("0b") ? 2 : digits.startsWith("0x") ? 16 : digits.startsWith("0") ? 8 : 10;
        String bare = radix == 2 || radix == 16 ? digits.substring(2) : digits;
        if (bare.isEmpty()) {
            return text;
        }
        BigInteger number = new BigInteger(bare, radix);
        return narrow(negative ? number.negate() : number);
    }

    // Base 60: in YAML 1.1, 1:30 is ninety.
    private static Object sixties(String text) {
        boolean negative = text.startsWith("-");
        BigInteger number = BigInteger.ZERO;
        for (String part : text.replaceFirst("^[-+]", "").split(":")) {
            number = number.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
        }
        return narrow(negative ? number.negate() : number);
    }

    private static Object narrow(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
}
