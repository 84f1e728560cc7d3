package io.github.llmgateway.dialect;

import io.github.llmgateway.body.Splice;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the bytes to take out of a list so that some of its elements, and the commas beside them, are gone. One a list,
 * or {@link #begin()} between two; used by one thread.
 */
public final class LeftOut {

    private static final byte[] NOTHING = new byte[0];

    private final List<Splice> splices = new ArrayList<>(0);
    /** The end of the last element, once one has been kept. */
    private int end = -1;
    /** An unwanted element that none was kept before; -1: there is none. */
    private int leadingStart = -1;
    private int leadingEnd;

    /** Another list begins; what was found of the last one is forgotten. */
    public void begin() {
        splices.clear();
        end = -1;
        leadingStart = -1;
    }

    /** The next element of the list. */
    public void element(int from, int to, boolean wanted) {
        if (leadingStart >= 0) {
            splices.add(new Splice(leadingStart, from, NOTHING));
            leadingStart = -1;
        }
        if (!wanted && end < 0) {
            leadingStart = from;
            leadingEnd = to;
        } else if (!wanted) {
            splices.add(new Splice(end, to, NOTHING));
        }
        if (wanted || end >= 0) {
            end = to;
        }
    }

    /** Whether there were elements and none of them was wanted. */
    public boolean all() {
        return leadingStart >= 0;
    }

    /** The list has ended. */
    public List<Splice> splices() {
        if (leadingStart >= 0) {
            splices.add(new Splice(leadingStart, leadingEnd, NOTHING));
            leadingStart = -1;
        }
        return splices;
    }
}
