package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The same for the streams of Gemini and of Converse. */
final class GatheredClouds {

    private GatheredClouds() {
    }

    static void gemini(ObjectNode whole, JsonNode chunk) {
        // A later event may leave out a count that stands.
        if (chunk.get("usageMetadata") instanceof ObjectNode counts) {
            whole.withObject("/usageMetadata").setAll(counts);
        }
        for (String field : new String[] {"modelVersion", "promptFeedback"}) {
            if (chunk.has(field)) {
                whole.set(field, chunk.get(field));
            }
        }
        JsonNode candidate = chunk.path("candidates").path(0);
        ArrayNode candidates = whole.withArray("/candidates");
        ObjectNode gathered = candidates.isEmpty() ? candidates.addObject() : (ObjectNode) candidates.get(0);
        if (candidate.has("finishReason")) {
            gathered.set("finishReason", candidate.get("finishReason"));
        }
        ArrayNode parts = gathered.withObject("/content").withArray("parts");
        candidate.at("/content/parts").forEach(parts::add);
    }

    static void converse(ObjectNode whole, AwsMessages.Event event) {
        JsonNode data = event.data();
        ArrayNode content = whole.withObject("/output/message").withArray("content");
        switch (event.name()) {
            case "contentBlockStart" -> {
                if (data.at("/start/toolUse") instanceof ObjectNode use) {
                    block(content, data).set("toolUse", use.deepCopy());
                }
            }
            case "contentBlockDelta" -> delta(block(content, data), data.path("delta"));
            case "contentBlockStop", "messageStart" -> { }
            case "messageStop" -> whole.set("stopReason", data.get("stopReason"));
            case "metadata" -> whole.set("usage", data.get("usage"));
            default -> whole.set("error", data);
        }
    }

    private static ObjectNode block(ArrayNode content, JsonNode data) {
        int index = data.path("contentBlockIndex").asInt();
        while (content.size() <= index) {
            content.addObject();
        }
        return (ObjectNode) content.get(index);
    }

    private static void delta(ObjectNode block, JsonNode delta) {
        Gathered.append(block, delta, "text", "text");
        if (delta.has("reasoningContent")) {
            ObjectNode thought = block.withObject("/reasoningContent/reasoningText");
            Gathered.append(thought, delta.get("reasoningContent"), "text", "text");
        }
        if (delta.has("toolUse")) {
            ObjectNode use = block.withObject("/toolUse");
            Gathered.append(use, delta.get("toolUse"), "input", "json");
        }
    }
}
