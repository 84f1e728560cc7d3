package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;

/**
 * Converse's {@code usage} (Amazon Bedrock API reference, {@code TokenUsage}, {@code CacheDetail}).
 * {@code inputTokens} does not contain what a cache served or stored, {@code totalTokens} does (recorded).
 */
final class Tokens {

    private Tokens() {
    }

    /** Reads {@code usage} over what was known before; null or no object leaves that as it is. */
    static Usage read(JsonNode usage, Usage before) {
        if (usage == null || !usage.isObject()) {
            return before;
        }
        long write = usage.path("cacheWriteInputTokens").asLong(0);
        long write1h = 0;
        for (JsonNode detail : usage.path("cacheDetails")) {
            if (detail.path("ttl").asText().equals("1h")) {
                write1h += detail.path("inputTokens").asLong();
            }
        }
        write1h = Math.min(write, write1h);
        return new Usage(usage.path("inputTokens").asLong(0), usage.path("cacheReadInputTokens").asLong(0),
                write - write1h, write1h, usage.path("outputTokens").asLong(0), 0);
    }

    /** Writes every field that Bedrock's own answers have; the estimate stands where the provider counted nothing. */
    static ObjectNode write(Usage counted, long promptTokens) {
        Usage usage = counted.prompt() > 0 ? counted
                : new Usage(promptTokens, 0, 0, 0, counted.output(), counted.reasoning());
        long write = usage.cacheWrite5m() + usage.cacheWrite1h();
        ObjectNode node = Json.object()
                .put("inputTokens", usage.input())
                .put("outputTokens", usage.output())
                .put("totalTokens", usage.prompt() + usage.output())
                .put("cacheReadInputTokens", usage.cacheRead())
                .put("cacheWriteInputTokens", write);
        detail(node, "5m", usage.cacheWrite5m());
        detail(node, "1h", usage.cacheWrite1h());
        return node;
    }

    private static void detail(ObjectNode usage, String ttl, long tokens) {
        if (tokens > 0) {
            usage.withArray("cacheDetails").addObject().put("ttl", ttl).put("inputTokens", tokens);
        }
    }
}
