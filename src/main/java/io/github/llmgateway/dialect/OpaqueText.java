package io.github.llmgateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock.Opaque;
import java.util.List;

/**
 * Anthropic's blocks that are text in another dress, so that a text says the same: tools that a search has found or the
 * client has added or withdrawn (all tools are offered here from the start), a search result, a summary of what went before.
 * Source: Anthropic's Messages API reference.
 */
public final class OpaqueText {

    private OpaqueText() {
    }

    /**
     * Whether an answer means the same without the block: what concerns the search among deferred tools, all of which
     * are offered here, and the advice of a second model, which is in the answer that followed it.
     */
    public static boolean harmless(Opaque block) {
        if (block.dispensable()) {
            return true;
        }
        String tool = block.type().equals("server_tool_use") ? block.json().path("name").asText() : block.type();
        return harmlessTool(tool);
    }

    /** The same of a tool's type or name. */
    public static boolean harmlessTool(String tool) {
        return tool.startsWith("tool_search_tool") || tool.startsWith("advisor");
    }

    /** The text; null: the block says something that a text does not. */
    public static String of(Opaque block) {
        JsonNode json = block.json();
        return switch (block.type()) {
            case "tool_reference" -> "Tool available: " + json.path("tool_name").asText();
            case "tool_addition" -> "Tool available: " + name(json.path("tool"));
            case "tool_removal" -> "Tool no longer available: " + name(json.path("tool"));
            case "compaction" -> json.path("content").isTextual() ? json.path("content").textValue() : null;
            case "search_result" -> {
                StringBuilder text = new StringBuilder(json.path("title").asText())
                        .append("\n").append(json.path("source").asText());
                json.path("content").forEach(part -> text.append("\n\n").append(part.path("text").asText()));
                yield text.toString();
            }
            default -> null;
        };
    }

    /** Of a tool, by its name or its definition, or of a server whose tools are meant. */
    private static String name(JsonNode tool) {
        for (JsonNode name : List.of(tool.path("name"), tool.path("definition").path("name"), tool.path("server_name"))) {
            if (name.isTextual()) {
                return name.textValue();
            }
        }
        return "";
    }
}
