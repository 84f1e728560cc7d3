package io.github.llmgateway.call;

/**
 * Marks a processor or bean that never waits: it may run on an event loop. What does not bear this mark is run on
 * another thread, so whoever edits a route need not know about event loops.
 */
public interface NonBlocking {
}
