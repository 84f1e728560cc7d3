package io.github.llmgateway.door;

/** The names of what a door notes in the exchange. */
final class Door {

    /** The client's dialect. */
    static final String DIALECT = "dialect";
    /** What is asked. */
    static final String OPERATION = "operation";

    /** The methods that a path has, for a request with another. */
    static final String ALLOW = "allow";

    private Door() {
    }
}
