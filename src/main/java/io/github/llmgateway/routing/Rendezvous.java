package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.config.Stickiness;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps a conversation with the deployment that holds its prompt cache, without a table: each deployment's weight for a
 * conversation is a hash of both (highest random weight, Thaler and Ravishankar 1998), so every gateway of a fleet
 * chooses the same, and a deployment that rests or returns moves its own conversations only.
 */
final class Rendezvous {

    /** Providers cache no shorter prompts (Anthropic and OpenAI: 1,024 tokens), so shorter ones need not stay. */
    private static final int SHORTEST_CACHED = 1024;

    private Rendezvous() {
    }

    /** One of the equals. */
    static Candidate choose(List<Candidate> equals, Call call, Stickiness stickiness) {
        if (equals.size() == 1) {
            return equals.get(0);
        }
        boolean cached = call.outline().cacheTtlSeconds > 0 || call.getPromptTokens() >= SHORTEST_CACHED;
        if (stickiness == Stickiness.NEVER || stickiness == Stickiness.AUTO && !cached) {
            return equals.get(ThreadLocalRandom.current().nextInt(equals.size()));
        }
        Candidate best = null;
        long most = Long.MIN_VALUE;
        for (Candidate candidate : equals) {
            long weight = mix(call.outline().conversation ^ mix(candidate.deployment().id().hashCode()));
            if (best == null || weight > most) {
                most = weight;
                best = candidate;
            }
        }
        return best;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
