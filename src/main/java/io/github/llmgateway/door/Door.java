package io.github.llmgateway.door;

/** The names of what a door notes in the exchange. */
final class Door {

    /** The client's dialect. */
    static final String DIALECT = "dialect";
    /** What is asked. */
    static final String OPERATION = "operation";

    private Door() {
    }
}
