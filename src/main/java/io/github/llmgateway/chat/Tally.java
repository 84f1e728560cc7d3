package io.github.llmgateway.chat;

/**
 * What is learnt of one attempt's answer while it passes: the one observer that balancers, limits and accounting read
 * when the last byte has left. Written by one event loop at a time; read after the end.
 */
public final class Tally {

    /** Tokens; {@link Usage#NONE} until the provider says. */
    public Usage usage = Usage.NONE;
    /** Why the model stopped; null: it has not, or did not say. */
    public StopReason reason;
    /** The model as the provider names it; null: not said. */
    public String model;
    /** What broke the answer off; null: nothing. */
    public Failure failure;

    /** Notes what an event of a translated stream says. */
    public void note(StreamEvent event) {
        if (event instanceof StreamEvent.Started started) {
            model = started.model();
            usage = started.usage();
        } else if (event instanceof StreamEvent.Finished finished) {
            usage = finished.usage();
            reason = finished.reason();
        } else if (event instanceof StreamEvent.Failed failed) {
            failure = failed.failure();
        }
    }
}
