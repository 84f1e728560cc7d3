package io.github.llmgateway.config;

import java.util.LinkedHashSet;
import java.util.Set;

/** The names that fallbacks and aliases may point to: every {@code model_name} of the file, skipped ones included. */
final class GroupNames {

    private final Set<String> names = new LinkedHashSet<>();

    void add(String name) {
        names.add(name);
    }

    Set<String> names() {
        return names;
    }

    /** Whether a group has the name, or serves it by its pattern. */
    boolean serves(String name) {
        return names.contains(name) || names.stream().anyMatch(group -> Wildcard.fits(group, name));
    }
}
