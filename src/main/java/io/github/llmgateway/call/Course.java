package io.github.llmgateway.call;

import io.github.llmgateway.chat.Failure;
import org.apache.camel.Exchange;

/**
 * How a request fares from its arrival to its last byte, also one that is refused before it is read as a {@link Call}:
 * its answer's status, why it failed, and where its time went. Safe for all threads: steps of one request may wait
 * beside one another.
 */
public final class Course {

    private static final String PROPERTY = "course";

    private final long arrivedNanos;
    private final long readNanos = System.nanoTime();
    private long firstByteNanos;
    private int waiting;
    private long waitingSinceNanos;
    private long waitedNanos;
    private int status;
    private Failure failure;

    /** A request that is here now. */
    public Course() {
        this(System.nanoTime());
    }

    private Course(long arrivedNanos) {
        this.arrivedNanos = arrivedNanos;
    }

    /** Begins the course of a request that is here whole now, and began to arrive then by {@link System#nanoTime()}. */
    public static void begin(Exchange exchange, long arrivedNanos) {
        exchange.setProperty(PROPERTY, new Course(arrivedNanos));
    }

    /** The course of an exchange; one that has none begins now. */
    public static Course of(Exchange exchange) {
        if (exchange.getProperty(PROPERTY) instanceof Course course) {
            return course;
        }
        Course course = new Course();
        exchange.setProperty(PROPERTY, course);
        return course;
    }

    /** From now on the time is a provider's, or a pause before a further try. */
    public synchronized void waits() {
        if (waiting++ == 0) {
            waitingSinceNanos = System.nanoTime();
        }
    }

    /** Ends one such wait. */
    public synchronized void goesOn() {
        if (--waiting == 0) {
            waitedNanos += System.nanoTime() - waitingSinceNanos;
        }
    }

    /** Notes that the first byte of the answer leaves towards the client. */
    public synchronized void firstByte() {
        if (firstByteNanos == 0) {
            firstByteNanos = System.nanoTime();
        }
    }

    /** ms from the arrival of the request's head to the first byte of its answer; -1: none left. */
    public synchronized double firstByteMillis() {
        return firstByteNanos == 0 ? -1 : (firstByteNanos - arrivedNanos) / 1e6;
    }

    /** ms since the request's head arrived. */
    public double millis() {
        return (System.nanoTime() - arrivedNanos) / 1e6;
    }

    /**
     * ms that the gateway itself has taken so far: all but the arrival of the request's body, the waits for providers'
     * first bytes, failed tries among them, and the pauses between tries.
     */
    public synchronized double overheadMillis() {
        long now = System.nanoTime();
        long waited = waitedNanos + (waiting > 0 ? now - waitingSinceNanos : 0);
        return Math.max(0, (now - readNanos - waited) / 1e6);
    }

    /** The status sent; 0: none yet. */
    public synchronized int status() {
        return status;
    }

    /** Notes the status of the answer. */
    public synchronized void status(int sent) {
        status = sent;
    }

    /** Why the client got no answer; null: it got one. */
    public synchronized Failure failure() {
        return failure;
    }

    /** Notes why the client gets no answer. */
    public synchronized void failure(Failure why) {
        failure = why;
    }
}
