package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;

/**
 * Anthropic's {@code usage} object (docs.claude.com, Messages, {@code Usage}; Prompt caching; Compaction).
 *
 * <p>The counts of a stream are cumulative, and a later event may repeat some of them and correct others; only the
 * first splits cache writes by their life, so the split is carried over. A compaction on the server is billed but not
 * contained in the top-level counts, so its iterations are added. Those of an advisor are not: another model ran them,
 * at another price.
 */
final class Tokens {

    private Tokens() {
    }

    /** Reads {@code usage} over what was known before; null or no object leaves that as it is. */
    static Usage read(JsonNode usage, Usage before) {
        if (usage == null || !usage.isObject()) {
            return before;
        }
        long write1h = usage.path("cache_creation").path("ephemeral_1h_input_tokens").asLong(before.cacheWrite1h());
        long write5m = usage.path("cache_creation").path("ephemeral_5m_input_tokens").asLong(before.cacheWrite5m());
        JsonNode writes = usage.path("cache_creation_input_tokens");
        if (writes.isNumber()) {
            write1h = Math.min(write1h, writes.asLong());
            write5m = writes.asLong() - write1h;
        }
        Usage read = new Usage(
                usage.path("input_tokens").asLong(before.input()),
                usage.path("cache_read_input_tokens").asLong(before.cacheRead()),
                write5m,
                write1h,
                usage.path("output_tokens").asLong(before.output()),
                usage.path("output_tokens_details").path("thinking_tokens").asLong(before.reasoning()));
        for (JsonNode iteration : usage.path("iterations")) {
            if (iteration.path("type").asText().equals("compaction")) {
                read = sum(read, read(iteration, Usage.NONE));
            }
        }
        return read;
    }

    private static Usage sum(Usage a, Usage b) {
        return new Usage(a.input() + b.input(), a.cacheRead() + b.cacheRead(), a.cacheWrite5m() + b.cacheWrite5m(),
                a.cacheWrite1h() + b.cacheWrite1h(), a.output() + b.output(), a.reasoning() + b.reasoning());
    }

    /**
     * Writes every field that Anthropic's own answers have, for clients that fail without one.
     * {@code output_tokens_details} is newer and only written where it says something.
     */
    static ObjectNode write(Usage usage) {
        ObjectNode node = Json.object();
        node.put("input_tokens", usage.input());
        node.put("cache_creation_input_tokens", usage.cacheWrite5m() + usage.cacheWrite1h());
        node.put("cache_read_input_tokens", usage.cacheRead());
        node.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", usage.cacheWrite5m())
                .put("ephemeral_1h_input_tokens", usage.cacheWrite1h());
        node.put("output_tokens", usage.output());
        if (usage.reasoning() > 0) {
            node.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
        }
        node.put("service_tier", "standard");
        return node;
    }

    /** The final count, or the estimate of the prompt where the provider counted nothing. */
    static Usage orEstimate(Usage usage, long promptTokens) {
        return usage.prompt() > 0
                ? usage
                : new Usage(promptTokens, 0, 0, 0, usage.output(), usage.reasoning());
    }
}
