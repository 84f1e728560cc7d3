package io.github.llmgateway.dialect;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Tally;

/** Looks at the events of an answer that passes through, into those alone that carry usage, stop reason or error. */
public interface StreamObserver {

    /**
     * One event.
     *
     * @param name  the event's name; null where it has none
     * @param bytes holds the event's data from {@code start} to {@code end}
     * @return false: the client did not ask for this event, it is not to be forwarded
     */
    boolean event(String name, byte[] bytes, int start, int end, Tally tally);

    /**
     * What an event has told of that another is to follow about, so that the answer is not over yet; null: nothing.
     * What ends without that other event has failed with this.
     */
    default Failure pending() {
        return null;
    }

    /** Whether the dialect's last event has come: what ends before it was torn. */
    boolean complete();
}
