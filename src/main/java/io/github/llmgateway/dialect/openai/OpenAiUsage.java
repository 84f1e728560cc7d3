package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;

/**
 * The {@code usage} object. OpenAI counts cached tokens into {@code prompt_tokens} and reasoning into
 * {@code completion_tokens}; xAI adds reasoning on top (its {@code total_tokens} tells), DeepSeek and Moonshot name the
 * cached tokens otherwise, OpenRouter says what was written to the cache. Pictures, speech and transcripts are counted
 * under {@code input_tokens} and {@code output_tokens}.
 */
final class OpenAiUsage {

    private OpenAiUsage() {
    }

    /** Of a stream's chunk, where Groq puts it into a member of its own; null where the provider said nothing. */
    static Usage ofChunk(JsonNode chunk) {
        return read(chunk.hasNonNull("usage") ? chunk.get("usage") : chunk.path("x_groq").get("usage"));
    }

    /** Null where the provider said nothing. */
    static Usage read(JsonNode usage) {
        if (usage == null || !usage.isObject()) {
            return null;
        }
        JsonNode details = usage.path("prompt_tokens_details");
        long prompt = first(usage.path("prompt_tokens"), usage.path("input_tokens"));
        long read = first(details.path("cached_tokens"), usage.path("prompt_cache_hit_tokens"),
                usage.path("cached_tokens"));
        long written = first(details.path("cache_write_tokens"), usage.path("cache_creation_input_tokens"));
        long output = first(usage.path("completion_tokens"), usage.path("output_tokens"));
        long reasoning = usage.path("completion_tokens_details").path("reasoning_tokens").asLong();
        if (reasoning > 0 && usage.path("total_tokens").asLong() == prompt + output + reasoning) {
            output += reasoning;
        }
        return new Usage(Math.max(0, prompt - read - written), read, written, 0, output, reasoning);
    }

    private static long first(JsonNode... counts) {
        for (JsonNode count : counts) {
            if (count.asLong() > 0) {
                return count.asLong();
            }
        }
        return 0;
    }

    static ObjectNode write(Usage usage) {
        ObjectNode written = Json.object()
                .put("prompt_tokens", usage.prompt())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.prompt() + usage.output());
        ObjectNode prompt = written.putObject("prompt_tokens_details").put("cached_tokens", usage.cacheRead());
        long stored = usage.cacheWrite5m() + usage.cacheWrite1h();
        if (stored > 0) {
            prompt.put("cache_write_tokens", stored);
        }
        written.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        return written;
    }
}
