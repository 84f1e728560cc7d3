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
        boolean says = usage.path("promptTokenCount").isNumber();
        long prompt = says ? count(usage, "promptTokenCount", 0) + count(usage, "toolUsePromptTokenCount", 0)
                : before.prompt();
        long cached = Math.min(count(usage, "cachedContentTokenCount", before.cacheRead()), prompt);
        long thoughts = count(usage, "thoughtsTokenCount", before.reasoning());
        long output = count(usage, "candidatesTokenCount", before.output() - before.reasoning()) + thoughts;
        return new Usage(prompt - cached, cached, 0, 0, output, thoughts);
    }

    private static long count(JsonNode usage, String name, long before) {
        JsonNode count = usage.path(name);
        return count.isNumber() ? Math.max(0, count.longValue()) : before;
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
