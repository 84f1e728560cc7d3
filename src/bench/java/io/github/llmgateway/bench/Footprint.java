package io.github.llmgateway.bench;

/**
 * What a process takes beside CPU time.
 *
 * @param startMillis from its start to its first answer
 * @param idle        resident memory after that, MB
 * @param after       resident memory after all runs, MB
 */
record Footprint(double startMillis, double idle, double after) {
}
