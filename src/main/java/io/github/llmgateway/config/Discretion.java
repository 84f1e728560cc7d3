package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.YamlScalar;
import java.util.regex.Pattern;

/** What may be shown of a value. */
final class Discretion {

    private static final Pattern SECRET = Pattern.compile(
            ".*(key|secret|token|password|credential|authorization|header|cookie|cert).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern AMOUNT = Pattern.compile("max_.*|.*_tokens|.*_per_.*|.*_cost.*");
    private static final Pattern HARMLESS =
            Pattern.compile("[A-Za-z]{1,16}|[-+0-9.,:]{1,16}(e[-+0-9]{1,4})? ?[A-Za-z%]{0,12}");

    private Discretion() {}

    /** Whether a key's name says that its value must not be shown. */
    static boolean secretive(String key) {
        return SECRET.matcher(key).matches() && !AMOUNT.matcher(key).matches();
    }

    /**
     * A value for a message, as it is written, so that what a variable holds stays hidden. Of text only a word or a
     * number with a unit: anything else may be a secret that went astray.
     */
    static String shown(String key, YamlScalar scalar) {
        if (!(scalar.value() instanceof String text)) {
            return scalar.text();
        }
        return !secretive(key) && HARMLESS.matcher(text).matches() ? "\"" + text + "\"" : scalar.kind();
    }
}
