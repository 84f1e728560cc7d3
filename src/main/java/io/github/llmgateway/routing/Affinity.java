package io.github.llmgateway.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.llmgateway.call.Call;
import java.time.Duration;

/**
 * Which conversations are not where {@link Rendezvous} would have them: another deployment answered when the first
 * choice failed or rested, and the provider's prompt cache is with that one now. Such a conversation stays there as
 * long as its cache lives after its last request. All others need no entry, but under strategies that know no home.
 * Bounded, kept in memory alone: after a restart the hash decides anew. Safe for all threads.
 */
final class Affinity {

    private static final int MOST = 100_000;
    /** Anthropic's cache without a {@code ttl} lives 5 minutes from its last use. */
    private static final int SHORTEST_SECONDS = 300;
    /** OpenAI's cache, which wants no marks, lives 5 to 10 minutes from its last use (prompt caching guide). */
    private static final int UNMARKED_SECONDS = 600;

    /** A conversation in a group. */
    private record Conversation(String group, long key) {
    }

    /** Where it is. */
    private record Stay(String deployment, Duration time) {
    }

    private final Cache<Conversation, Stay> moved;

    /** Measures time with {@code ticker}. */
    Affinity(Ticker ticker) {
        moved = Caffeine.newBuilder().maximumSize(MOST).ticker(ticker).executor(Runnable::run)
                .expireAfter(Expiry.<Conversation, Stay>writing((conversation, stay) -> stay.time()))
                .build();
    }

    /** The deployment to which a conversation has moved; null: it has not, or its cache is cold. */
    String deployment(String group, Call call) {
        Stay stay = moved.getIfPresent(conversation(group, call));
        return stay == null ? null : stay.deployment();
    }

    /**
     * Whether a request goes where its prompt cache is believed to be: {@code home} (where the hash puts the
     * conversation), {@code kept} (where it moved before), {@code moved} (neither: that one cannot answer, or the
     * strategy wants another), {@code new} (nothing is believed).
     *
     * @param stay where it has moved; null: nowhere
     * @param home where the hash puts it; null: the strategy knows no home
     */
    static String word(String chosen, String stay, String home) {
        if (stay != null) {
            return chosen.equals(stay) ? "kept" : "moved";
        }
        return home == null ? "new" : chosen.equals(home) ? "home" : "moved";
    }

    /** Notes that {@code deployment} has answered, where the hash would have chosen {@code home}; null: none. */
    void answered(String group, Call call, String deployment, String home) {
        Conversation conversation = conversation(group, call);
        if (!deployment.equals(home)) {
            moved.put(conversation, new Stay(deployment, Duration.ofSeconds(seconds(call))));
        } else if (moved.getIfPresent(conversation) != null) {
            moved.invalidate(conversation);
        }
    }

    private static int seconds(Call call) {
        int put = call.attempt() == null ? 0 : call.attempt().cacheTtlSeconds();
        int marked = Math.max(call.outline().cacheTtlSeconds, put);
        return marked == 0 ? UNMARKED_SECONDS : Math.max(SHORTEST_SECONDS, marked);
    }

    private static Conversation conversation(String group, Call call) {
        return new Conversation(group, call.outline().conversation);
    }
}
