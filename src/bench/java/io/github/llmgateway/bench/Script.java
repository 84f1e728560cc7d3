package io.github.llmgateway.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the upstream shall answer one request. It travels in the system prompt, because that is the one place that no proxy
 * has a reason to touch, not even one that writes the request anew in another format.
 *
 * @param events   number of text events of the streamed answer, 0 for an answer in one piece
 * @param periodMs milliseconds between two events, 0 for all of them at once
 */
record Script(int events, int periodMs) {

    static final Script UNARY = new Script(0, 0);

    /** The bytes of a body within which the script stands. */
    static final int REACH = 1_536;

    private static final Pattern WRITTEN = Pattern.compile("bench-(\\d+)x(\\d+)ms");

    static Script whole(int events) {
        return new Script(events, 0);
    }

    static Script paced(int events, int periodMs) {
        return new Script(events, periodMs);
    }

    /** Finds the script in the opening of a request body; without one the answer is {@link #UNARY}. */
    static Script in(String opening) {
        Matcher found = WRITTEN.matcher(opening);
        return found.find() ? new Script(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))) : UNARY;
    }

    boolean streams() {
        return events > 0;
    }

    String written() {
        return "bench-" + events + "x" + periodMs + "ms";
    }
}
