package io.github.llmgateway.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables that values may name: {@code os.environ/NAME}, {@code ${NAME}} and {@code ${NAME:-default}}, anywhere in a value. */
final class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile("os\\.environ/([A-Za-z_][A-Za-z0-9_]*)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private final Map<String, String> values;

    Variables(Map<String, String> environment) {
        this.values = new HashMap<>(environment);
    }

    /** A text with its references replaced; {@code missing} is the first variable that is not set, or null. */
    record Expansion(String text, String missing) {}

    /** Sets a variable, over one of the environment: as LiteLLM does with {@code environment_variables}. */
    void set(String name, String value) {
        values.put(name, value);
    }

    /** The value of a variable; null where it is unset or empty. */
    String get(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** All of them as they are now. */
    Environment environment() {
        return new Environment(values);
    }

    static boolean references(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** The first variable that a text names without a default; null where there is none. */
    static String first(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            if (matcher.group(3) == null) {
                return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            }
        }
        return null;
    }

    Expansion expand(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        String missing = null;
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            String value = values.get(name);
            if (matcher.group(3) != null && (value == null || value.isEmpty())) {
                value = matcher.group(3);
            }
            if (value == null) {
                missing = missing == null ? name : missing;
                value = "";
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return new Expansion(matcher.appendTail(expanded).toString(), missing);
    }
}
