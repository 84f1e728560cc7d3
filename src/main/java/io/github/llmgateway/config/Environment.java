package io.github.llmgateway.config;

import java.util.Map;

/**
 * The variables that hold for a configuration: those of the process, and over them the file's
 * {@code environment_variables}. Equal to another where all of them are.
 *
 * @param variables values by names
 */
public record Environment(Map<String, String> variables) {

    /** No variables. */
    public static final Environment EMPTY = new Environment(Map.of());

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** Shows none of them: values may be secrets. */
    @Override
    public String toString() {
        return "Environment[" + variables.size() + "]";
    }
}
