package io.github.llmgateway.dialect.gemini;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name tells. Levels and budgets of thinking: docs.cloud.google.com, "Thinking", and the developer's
 * guides of Gemini 3.5 and 3.8 Flash.
 */
final class Model {

    private static final Pattern NUMBERED = Pattern.compile("gemini-(\\d{1,3})(?:\\.(\\d{1,2}))?(-.*)?");
    /** {@code gemini-flash-latest} and the like are always of the newest generation. */
    private static final Pattern LATEST = Pattern.compile("gemini-(pro|flash|flash-lite)-latest");
    private static final int NEWEST = 399;

    private final String name;
    /** gemini-2.5 is 205; 0: not known. */
    private final int generation;

    Model(String fullName) {
        this.name = GeminiScanner.plainName(fullName).toLowerCase(Locale.ROOT);
        Matcher numbered = NUMBERED.matcher(name);
        this.generation = LATEST.matcher(name).matches() ? NEWEST : !numbered.matches() ? 0
                : Integer.parseInt(numbered.group(1)) * 100
                        + (numbered.group(2) == null ? 0 : Integer.parseInt(numbered.group(2)));
    }

    /** Gemini 3 and later: levels of thinking, signatures demanded, files in results, a form beside tools. */
    boolean third() {
        return generation >= 300;
    }

    /** From 3.5 Flash-Lite on, penalties and a conversation that ends with the model are refused. */
    boolean strict() {
        return generation >= 305;
    }

    /** The levels of thinking it takes, from least to most; empty: it takes none. */
    List<String> levels() {
        if (!third() || name.contains("-image")) {
            return List.of();
        }
        if (name.contains("flash-lite") || name.contains("flash") && generation < 307) {
            return List.of("minimal", "low", "medium", "high");
        }
        return generation == 300 && name.contains("pro") ? List.of("low", "high") : List.of("low", "medium", "high");
    }

    /** Whether thinking is bounded by a budget in tokens. */
    boolean budgets() {
        return generation == 205 && !name.contains("-image");
    }

    /** The least budget; with the Flash models 0 turns thinking off. */
    int leastBudget() {
        return name.contains("flash-lite") ? 512 : name.contains("flash") ? 1 : 128;
    }

    int mostBudget() {
        return name.contains("flash") ? 24_576 : 32_768;
    }

    /** Whether it can be told not to think at all. */
    boolean canRest() {
        return name.contains("flash");
    }
}
