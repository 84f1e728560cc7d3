package io.github.llmgateway.routing;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Usage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the gateway has learnt of one deployment: requests under way, latency of late, use in the current minute,
 * failures, and until when it rests. Outlives generations of routes. Safe for all threads.
 */
public final class Health {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    /** Weight of the newest sample in the moving average of latency: the last ten or so decide. */
    private static final double NEWEST = 0.2;

    private final AtomicInteger underWay = new AtomicInteger();
    private double latencyMillis = -1;
    private long minuteStart = System.nanoTime();
    private long requests;
    private long tokens;
    private int failures;
    private boolean resting;
    private long restsUntil;
    private Failure last;
    private long lastNanos;

    /** Requests that have no answer yet, or whose answer is still on its way. */
    public int underWay() {
        return underWay.get();
    }

    /** Moving average of the time to first byte, in ms; -1: none known. */
    public synchronized double latencyMillis() {
        return latencyMillis;
    }

    /** Requests in the current minute. */
    public synchronized long requestsThisMinute() {
        turn();
        return requests;
    }

    /** Tokens in the current minute, prompts and answers. */
    public synchronized long tokensThisMinute() {
        turn();
        return tokens;
    }

    /** How long it still rests, in ms; 0: it does not. */
    public synchronized long restMillis() {
        if (!resting) {
            return 0;
        }
        long left = restsUntil - System.nanoTime();
        if (left <= 0) {
            resting = false;
            failures = 0;
            return 0;
        }
        return TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }

    /** Its last failure; null: its last answer was good. */
    public synchronized Failure lastFailure() {
        return last;
    }

    /** {@link System#nanoTime()} of its last failure; without meaning where there is none. */
    synchronized long lastFailureNanos() {
        return lastNanos;
    }

    synchronized void opened() {
        turn();
        requests++;
        underWay.incrementAndGet();
    }

    synchronized void closed(Attempt attempt) {
        underWay.decrementAndGet();
        turn();
        Usage usage = attempt.tally().usage;
        tokens += usage.prompt() + usage.output();
        if (attempt.failure() == null) {
            last = null;
            double millis = attempt.firstByteMillis();
            if (millis >= 0) {
                latencyMillis = latencyMillis < 0 ? millis : latencyMillis + NEWEST * (millis - latencyMillis);
            }
        }
    }

    /** Counts a failure of this minute; returns how many there are now. */
    synchronized int failed(Failure failure) {
        turn();
        last = failure;
        lastNanos = System.nanoTime();
        return ++failures;
    }

    synchronized void rest(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (!resting || until - restsUntil > 0) {
            restsUntil = until;
        }
        resting = true;
    }

    private void turn() {
        long now = System.nanoTime();
        if (now - minuteStart >= MINUTE) {
            minuteStart = now;
            requests = 0;
            tokens = 0;
            failures = 0;
        }
    }
}
