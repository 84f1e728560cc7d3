package io.github.llmgateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values as LiteLLM accepts them: a number or a boolean may be given as text. */
final class Lenient {

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?");

    private Lenient() {}

    /** A finite number; null where it is none. */
    static Double number(Object value) {
        Double number = null;
        if (value instanceof Number given) {
            number = given.doubleValue();
        } else if (value instanceof String text && NUMBER.matcher(text.strip()).matches()) {
            number = Double.valueOf(text.strip().replace("_", ""));
        }
        return number == null || number.isNaN() || number.isInfinite() ? null : number;
    }

    /** True or false; null where it is neither. */
    static Boolean flag(Object value) {
        return switch (String.valueOf(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> null;
        };
    }

    /**
     * An absolute {@code http} or {@code https} URL without trailing slashes.
     *
     * @throws IllegalArgumentException where it is none; the message says why and holds nothing of the text
     */
    static URI url(String text) {
        URI uri;
        try {
            uri = new URI(text.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URL: " + e.getReason().toLowerCase(Locale.ROOT), e);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web) {
            throw new IllegalArgumentException("a URL that starts with neither http:// nor https://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("a URL without a host");
        }
        return uri;
    }
}
