package io.github.llmgateway.config;

import java.util.ArrayList;
import java.util.List;

/** Names with stars, each of which stands for any text, also none. */
public final class Wildcard {

    private Wildcard() {
    }

    /** Whether a name has a star. */
    public static boolean is(String name) {
        return name.indexOf('*') >= 0;
    }

    /** Whether {@code name} fits {@code pattern}. */
    public static boolean fits(String pattern, String name) {
        return stars(pattern, name) != null;
    }

    /** What each star of {@code pattern} stands for in {@code name}, as little as fits; null: it does not fit. */
    public static List<String> stars(String pattern, String name) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(name) ? List.of() : null;
        }
        if (!name.startsWith(pattern.substring(0, star))) {
            return null;
        }
        List<String> stars = new ArrayList<>(2);
        int from = star;
        while (true) {
            int next = pattern.indexOf('*', star + 1);
            String text = next < 0 ? pattern.substring(star + 1) : pattern.substring(star + 1, next);
            int at = next < 0 ? name.length() - text.length() : name.indexOf(text, from);
            if (at < from || !name.startsWith(text, at)) {
                return null;
            }
            stars.add(name.substring(from, at));
            if (next < 0) {
                return stars;
            }
            from = at + text.length();
            star = next;
        }
    }
}
