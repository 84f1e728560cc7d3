package io.github.llmgateway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found while a file is read, so that all of it is told at once. */
final class Findings {

    private final List<String> files = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> notices = new ArrayList<>();

    void error(Place place, String key, String message, String mend) {
        error(new Problem(place.file(), place.line(), key, message, mend));
    }

    void error(Problem problem) {
        add(errors, problem);
    }

    void notice(Place place, String key, String message, String mend) {
        add(notices, new Problem(place.file(), place.line(), key, message, mend));
    }

    /** Remembers a file, so that findings come in the order in which files were opened. */
    void opened(String file) {
        if (!files.contains(file)) {
            files.add(file);
        }
    }

    List<String> files() {
        return files;
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    List<Problem> errors() {
        return sorted(errors);
    }

    List<Problem> notices() {
        return sorted(notices);
    }

    // A value reached through an anchor twice would be told twice.
    private static void add(List<Problem> problems, Problem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private List<Problem> sorted(List<Problem> problems) {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                .thenComparingInt(Problem::line));
        return sorted;
    }
}
