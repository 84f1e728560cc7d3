package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a conversation for one model of the Gemini API or of Vertex AI. */
final class GeminiWriter {

    /** Claude Code's first system block: its version and a fingerprint for Anthropic, noise for anyone else. */
    private static final String ATTRIBUTION = "x-anthropic-billing-header:";
    private static final String CONFIG = "generationConfig.";
    /** Members that the reader passes on as extras. */
    private static final Set<String> OWN = Set.of("safetySettings", "cachedContent", "store");
    /** What LiteLLM's users call them in OpenAI's format. */
    private static final Map<String, String> LITELLMS =
            Map.of("safety_settings", "safetySettings", "cached_content", "cachedContent");
    /** Members that Vertex AI alone knows (Vertex AI's reference of {@code generateContent}). */
    private static final Set<String> OF_VERTEX = Set.of("labels", "modelArmorConfig");
    /** Members of other formats without which an answer would mean something else. */
    private static final Set<String> MEANT = Set.of("mcp_servers", "container");
    /** Tiers that the Gemini API has (ai.google.dev/gemini-api/docs, "Flex inference", "Priority inference"). */
    private static final Set<String> TIERS = Set.of("flex", "priority", "standard");

    private final ChatRequest request;
    private final Target target;
    private final boolean vertex;
    private final Model model;
    private final List<Loss> losses = new ArrayList<>();
    private final ObjectNode body = Json.object();

    private GeminiWriter(ChatRequest request, Target target) {
        this.request = request;
        this.target = target;
        this.vertex = isVertex(target);
        this.model = new Model(target.base());
    }

    static boolean isVertex(Target target) {
        return target.provider() != null && target.provider().startsWith("vertex");
    }

    static Written write(ChatRequest request, Target target) {
        return new GeminiWriter(request, target).write();
    }

    private Written write() {
        PartWriter parts = new PartWriter(vertex, losses);
        ArrayNode contents = new ContentWriter(model, parts, losses).write(request);
        body.set("contents", contents);
        system(parts);
        ToolWriter tools = new ToolWriter(losses);
        tools.write(request, body);
        ObjectNode config = new GenerationConfigWriter(model, losses).write(request, target);
        request.extras().forEach((name, value) -> extra(name, value, config));
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        who();
        marks();
        return new Written(target.operation() == Operation.COUNT_TOKENS ? counted() : body, losses, tools.renamed());
    }

    private void system(PartWriter parts) {
        ArrayNode written = Json.MAPPER.createArrayNode();
        for (int i = 0; i < request.system().size(); i++) {
            ContentBlock block = request.system().get(i);
            if (!(block instanceof Text text && text.text().startsWith(ATTRIBUTION))) {
                parts.write(block, "system[" + i + "]", written);
            }
        }
        if (!written.isEmpty()) {
            body.putObject("systemInstruction").set("parts", written);
        }
    }

    private void extra(String name, JsonNode value, ObjectNode config) {
        if (name.startsWith(CONFIG)) {
            config.set(name.substring(CONFIG.length()), value);
        } else if (OWN.contains(name) || vertex && OF_VERTEX.contains(name)) {
            body.set(name, value);
        } else if (LITELLMS.containsKey(name)) {
            body.putIfAbsent(LITELLMS.get(name), value);
        } else if (OF_VERTEX.contains(name)) {
            lose(name, true, "Vertex AI alone has it");
        } else if (!name.equals("toolConfig") && !(name.equals("tool_choice") && body.has("toolConfig"))) {
            lose(name, !MEANT.contains(name), "not known in this format");
        }
    }

    private void who() {
        if (request.metadata() != null) {
            lose("metadata.user_id", true, "not handed to another vendor");
        }
        String tier = request.serviceTier();
        if (tier != null && !vertex && TIERS.contains(tier)) {
            body.put("serviceTier", tier);
        } else if (tier != null && !tier.equals("auto") && !tier.equals("default")) {
            lose("service_tier", true, "the provider has no such tier");
        }
    }

    private void marks() {
        boolean marked = request.system().stream().anyMatch(GeminiWriter::marked)
                || request.tools().stream().anyMatch(tool -> tool.cacheControl() != null)
                || request.messages().stream().anyMatch(
                        message -> message.content().stream().anyMatch(GeminiWriter::marked));
        if (marked) {
            lose("cache_control", true, "the provider caches without marks");
        }
    }

    private static boolean marked(ContentBlock block) {
        return block.cacheControl() != null
                || block instanceof ToolResult result && result.content().stream().anyMatch(GeminiWriter::marked);
    }

    /** ai.google.dev/api/tokens: all but contents goes in wrapped; Vertex AI has it at the top. */
    private ObjectNode counted() {
        ObjectNode counted = Json.object();
        if (!vertex) {
            counted.put("model", GeminiDialect.resource(target.model()));
        }
        for (String name : List.of("contents", "systemInstruction", "tools", "generationConfig")) {
            if (body.has(name)) {
                counted.set(name, body.get(name));
            }
        }
        return vertex ? counted : Json.object().set("generateContentRequest", counted);
    }

    private void lose(String field, boolean harmless, String reason) {
        losses.add(new Loss(field, harmless, reason));
    }
}
