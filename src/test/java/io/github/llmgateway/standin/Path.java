package io.github.llmgateway.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path that a stand-in serves, by a pattern whose group {@code model}, where it has one, names the model.
 *
 * @param kind what is asked for there
 */
record Path(Pattern pattern, Kind kind) {

    /** What a path is for. */
    enum Kind {
        /** An answer, streamed if the body says so. */
        EITHER,
        /** A whole answer. */
        WHOLE,
        /** A stream. */
        STREAM,
        /** The number of tokens. */
        COUNT
    }

    static Path of(Kind kind, String pattern) {
        return new Path(Pattern.compile(pattern), kind);
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    /** The model in the path; null if its kind names none. */
    String model(String path) {
        Matcher matcher = pattern.matcher(path);
        return pattern.pattern().contains("(?<model>") && matcher.matches()
                ? URLDecoder.decode(matcher.group("model"), StandardCharsets.UTF_8) : null;
    }
}
