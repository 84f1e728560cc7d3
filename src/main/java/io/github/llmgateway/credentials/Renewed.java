package io.github.llmgateway.credentials;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that ends and is fetched anew ahead of its end, while the old one still serves; one fetch at a time, however
 * many ask. Safe for all threads; never blocks: the fetch runs on the executor.
 */
public final class Renewed<T> {

    /** Where the value comes from; may block, within bounds. */
    @FunctionalInterface
    public interface Source<T> {

        /** Fetches it; fails with a {@link Failure} that says why there is none. */
        Lasting<T> fetch() throws Exception;
    }

    /**
     * A value and its time.
     *
     * @param value    the value
     * @param renewAt  from when on a new one is fetched
     * @param endsAt   from when on it is of no use
     */
    public record Lasting<T>(T value, Instant renewAt, Instant endsAt) {

        /** A value that ends: renewed five minutes ahead, or a quarter of its life where that is less. */
        public static <T> Lasting<T> until(T value, Instant end, Instant now) {
            Duration quarter = Duration.between(now, end).dividedBy(4);
            Duration ahead = quarter.compareTo(AHEAD) < 0 ? quarter : AHEAD;
            return new Lasting<>(value, end.minus(ahead), end);
        }

        /**
         * A value that does not say when it ends: looked up again while it is used, and shown for five minutes at most,
         * the time ahead of its end at which the clouds' libraries give out another.
         */
        public static <T> Lasting<T> unlimited(T value, Instant now) {
            return new Lasting<>(value, now.plus(AHEAD.dividedBy(2)), now.plus(AHEAD));
        }

        /** Says nothing of the value. */
        @Override
        public String toString() {
            return "Lasting[until " + endsAt + "]";
        }
    }

    private record Held<T>(Lasting<T> lasting, Future<T> future) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Renewed.class);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    /** The pause between two tries to renew what still serves. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Source<T> source;
    private final Executor executor;
    private final Clock clock;
    private final AtomicReference<Promise<T>> running = new AtomicReference<>();
    private volatile Held<T> held;
    private volatile Instant tried = Instant.MIN;

    /** Fetched from {@code source} on {@code executor}. */
    public Renewed(Source<T> source, Executor executor, Clock clock) {
        this.source = source;
        this.executor = executor;
        this.clock = clock;
    }

    /** The value: at once if there is one that serves, else when it has been fetched. */
    public Future<T> get() {
        Held<T> current = held;
        Instant now = clock.instant();
        if (current == null || !now.isBefore(current.lasting().endsAt())) {
            return renew(now);
        }
        if (!now.isBefore(current.lasting().renewAt()) && !now.isBefore(tried.plus(PAUSE))) {
            renew(now);
        }
        return current.future();
    }

    private Future<T> renew(Instant now) {
        Promise<T> mine = Promise.promise();
        Promise<T> other = running.compareAndExchange(null, mine);
        if (other != null) {
            return other.future();
        }
        Held<T> current = held;
        if (current != null && now.isBefore(current.lasting().renewAt())) {
            // Another has finished since this one looked.
            running.set(null);
            return current.future();
        }
        tried = now;
        try {
            executor.execute(() -> fetch(mine));
        } catch (RejectedExecutionException full) {
            end(mine, null, Failure.of(FailureKind.UNAVAILABLE, "The gateway has more to do than it can: credentials "
                    + "could not be fetched.").withRetryAfterMillis(1000));
        }
        return mine.future();
    }

    private void fetch(Promise<T> mine) {
        try {
            Lasting<T> fetched = source.fetch();
            held = new Held<>(fetched, Future.succeededFuture(fetched.value()));
            end(mine, fetched.value(), null);
        } catch (Failure failure) {
            end(mine, null, failure);
        } catch (Throwable broken) {
            end(mine, null, Failure.of(FailureKind.API_ERROR, "Credentials could not be fetched: an unexpected "
                    + broken.getClass().getSimpleName() + ".").withCause(broken));
        }
    }

    private void end(Promise<T> mine, T value, Failure failure) {
        if (failure != null) {
            tell(failure);
        }
        running.set(null);
        if (failure == null) {
            mine.complete(value);
        } else {
            mine.fail(failure);
        }
    }

    /** Told here: a client must not be told of credentials, and who has the old ones is served. */
    private void tell(Failure failure) {
        Held<T> current = held;
        if (current != null && clock.instant().isBefore(current.lasting().endsAt())) {
            LOG.warn("{} The old ones serve until {}.", failure.getMessage(), current.lasting().endsAt());
        } else {
            LOG.error("{}", failure.getMessage());
        }
    }
}
