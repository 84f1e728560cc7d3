package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.Stickiness;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;

/**
 * Keeps a conversation with the deployment that holds its prompt cache, without a table: each deployment's score for a
 * conversation is a hash of both and of its share (highest random weight, Thaler and Ravishankar 1998; with shares,
 * Schindelhauer and Schomaker 2005), so every gateway of a fleet chooses the same, a deployment that rests or returns
 * moves its own conversations only, and each gets conversations by its share.
 */
final class Rendezvous {

    /** Providers cache no shorter prompts (Anthropic and OpenAI: 1,024 tokens), so shorter ones need not stay. */
    private static final int SHORTEST_CACHED = 1024;

    private Rendezvous() {
    }

    /** Whether the conversation shall stay where it is. */
    static boolean sticks(Call call, Stickiness stickiness) {
        return switch (stickiness) {
            case NEVER -> false;
            case ALWAYS -> true;
            case AUTO -> cached(call) && longEnough(call);
        };
    }

    /** Whether providers keep prompts of the kind; nobody caches one whose tokens are counted, or that is embedded. */
    static boolean cached(Call call) {
        return call.operation() == Operation.CHAT || call.operation() == Operation.COMPLETION;
    }

    private static boolean longEnough(Call call) {
        return call.outline().cacheTtlSeconds > 0 || call.getPromptTokens() >= SHORTEST_CACHED;
    }

    /** The one for this conversation. */
    static Candidate choose(List<Candidate> equals, Call call, ToDoubleFunction<Candidate> share) {
        Candidate best = equals.get(0);
        double most = Double.NEGATIVE_INFINITY;
        for (Candidate candidate : equals.size() == 1 ? List.<Candidate>of() : equals) {
            long hash = mix(call.outline().conversation ^ mix(candidate.deployment().id().hashCode()));
            // A number above 0 and below 1 out of the upper 53 bits.
            double even = ((hash >>> 11) + 0.5) * 0x1p-53;
            double own = share.applyAsDouble(candidate);
            double score = own > 0 ? own / -Math.log(even) : Double.NEGATIVE_INFINITY;
            if (score > most) {
                most = score;
                best = candidate;
            }
        }
        return best;
    }

    /** One at random by their shares. */
    static Candidate draw(List<Candidate> equals, ToDoubleFunction<Candidate> share) {
        double sum = 0;
        for (Candidate candidate : equals) {
            sum += share.applyAsDouble(candidate);
        }
        double drawn = ThreadLocalRandom.current().nextDouble() * sum;
        Candidate last = equals.get(0);
        for (Candidate candidate : equals) {
            double own = share.applyAsDouble(candidate);
            if (own > 0) {
                last = candidate;
                drawn -= own;
                if (drawn < 0) {
                    break;
                }
            }
        }
        return last;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
