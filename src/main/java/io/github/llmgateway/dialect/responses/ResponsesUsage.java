package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;

/** The {@code usage} object, which counts cached tokens as input and reasoning as output. */
final class ResponsesUsage {

    private ResponsesUsage() {
    }

    /** Null where the provider said nothing. */
    static Usage read(JsonNode usage) {
        if (usage == null || !usage.isObject()) {
            return null;
        }
        JsonNode details = usage.path("input_tokens_details");
        long read = details.path("cached_tokens").asLong();
        long written = details.path("cache_write_tokens").asLong();
        return new Usage(Math.max(0, usage.path("input_tokens").asLong() - read - written), read, written, 0,
                usage.path("output_tokens").asLong(),
                usage.path("output_tokens_details").path("reasoning_tokens").asLong());
    }

    static ObjectNode write(Usage usage) {
        ObjectNode written = Json.object().put("input_tokens", usage.prompt());
        ObjectNode input = written.putObject("input_tokens_details").put("cached_tokens", usage.cacheRead());
        long stored = usage.cacheWrite5m() + usage.cacheWrite1h();
        if (stored > 0) {
            input.put("cache_write_tokens", stored);
        }
        written.put("output_tokens", usage.output());
        written.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
        return written.put("total_tokens", usage.prompt() + usage.output());
    }
}
