package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of Anthropic's format that have no place in the neutral conversation. What bears one of them came from an
 * Anthropic reader and goes back as it is; anything else came from another dialect. New names need no entry here for
 * pass-through, which never asks.
 */
final class Vocabulary {

    /** Top-level fields of a request, some of them with what the neutral conversation left over of them. */
    static final Set<String> EXTRAS = Set.of("anthropic_beta", "anthropic_version", "cache_control", "container",
            "context_management", "inference_geo", "mcp_servers", "output_config", "speed", "thinking",
            "tool_choice");

    /**
     * Fields of OpenAI's format and its servers' own that steer the service, not the answer, or ask for what every
     * client gets: usage (OpenRouter), thinking apart from the text (Groq, OpenRouter); or whom OpenRouter asks next.
     * Of Converse's: what a request is logged with, how fast it is served, and which fields are reported beside.
     */
    static final Set<String> FOREIGN_HARMLESS = Set.of("additionalModelResponseFieldPaths", "clear_thinking",
            "client_metadata", "context_management.compaction", "include_reasoning", "max_tool_calls", "metadata",
            "models", "moderation", "performanceConfig", "prediction", "prompt_cache_key", "prompt_cache_options",
            "prompt_cache_retention", "reasoning_format", "requestMetadata", "safety_identifier", "store",
            "stream_options", "truncation", "usage", "user", "verbosity");

    private static final Pattern SERVER_TOOL = Pattern.compile("[a-z_0-9]+_20\\d{6}|mcp_toolset");

    private Vocabulary() {
    }

    /** Whether a citation is one of Anthropic's, whose types all say where ({@code page_location}). */
    static boolean isCitation(JsonNode citation) {
        return citation.path("type").asText().endsWith("_location");
    }

    /** Whether tools of this type are Anthropic's: they carry the date of their version. */
    static boolean isTool(String type) {
        return SERVER_TOOL.matcher(type).matches();
    }
}
