package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;

/**
 * {@code usageMetadata} (ai.google.dev/api/generate-content#UsageMetadata): cached tokens are in the prompt's count,
 * thoughts are beside the candidates', and so is the prompt that Google's own tools made.
 */
final class Tokens {

    private Tokens() {
    }

    /** What was known before where the object says nothing; the events of a stream tell more and more. */
    static Usage read(JsonNode usage, Usage before) {
        if (usage == null || !usage.isObject()) {
            return before;
        }
        long prompt = count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount");
        long cached = Math.min(count(usage, "cachedContentTokenCount"), prompt);
        long thoughts = count(usage, "thoughtsTokenCount");
        long output = count(usage, "candidatesTokenCount") + thoughts;
        if (prompt + output == 0) {
            return before;
        }
        return new Usage(prompt - cached, cached, 0, 0, output, thoughts);
    }

    private static long count(JsonNode usage, String name) {
        return Math.max(0, usage.path(name).asLong());
    }

    static ObjectNode write(Usage usage) {
        ObjectNode written = Json.object().put("promptTokenCount", usage.prompt());
        if (usage.cacheRead() > 0) {
            written.put("cachedContentTokenCount", usage.cacheRead());
        }
        written.put("candidatesTokenCount", usage.output() - usage.reasoning());
        if (usage.reasoning() > 0) {
            written.put("thoughtsTokenCount", usage.reasoning());
        }
        return written.put("totalTokenCount", usage.prompt() + usage.output());
    }
}
