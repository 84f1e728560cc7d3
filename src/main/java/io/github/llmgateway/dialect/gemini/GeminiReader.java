package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a request. The model, and whether events are wanted, stand in the path: the conversation has an empty model
 * unless the body names one, and no stream. Members without a neutral word become extras by their camelCase names,
 * those of {@code generationConfig} with this before them.
 */
final class GeminiReader {

    /** What is read here; all else is an extra. */
    private static final Set<String> READ =
            Set.of("model", "contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "serviceTier");

    private GeminiReader() {
    }

    static ChatRequest read(byte[] body) throws Failure {
        ObjectNode whole = Json.request(body);
        JsonNode inner = Fields.object(whole, "generateContentRequest", "");
        JsonNode request = inner == null ? whole : inner;
        if (Fields.get(request, "contents") == null) {
            throw Fields.missing("contents");
        }
        Map<String, JsonNode> extras = new LinkedHashMap<>();
        request.fields().forEachRemaining(field -> {
            String name = Fields.camel(field.getKey());
            if (!READ.contains(name) && !field.getValue().isNull()) {
                extras.put(name, field.getValue());
            }
        });
        GenerationConfigReader config = new GenerationConfigReader(request, extras);
        String model = Fields.string(request, "model", "");
        JsonNode system = Fields.object(request, "systemInstruction", "");
        List<ContentBlock> instructions = system == null ? List.of() : ContentReader.system(system);
        return new ChatRequest(model == null ? "" : GeminiScanner.plainName(model), instructions,
                new ContentReader().read(Fields.list(request, "contents")), ToolReader.tools(request),
                ToolReader.choice(request, extras), null, config.maxTokens(), config.sampling(), config.stop(),
                config.reasoning(), config.outputFormat(), false, false, null,
                Fields.string(request, "serviceTier", ""), config.extras());
    }
}
