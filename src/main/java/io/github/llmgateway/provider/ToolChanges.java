package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.ContentBlock.Opaque;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tools that a client adds and withdraws in mid-conversation, a beta of Anthropic's (Claude API docs, "Mid-conversation
 * system messages and tool changes"): where it is left out, the blocks that say so become texts, and all tools are
 * offered from the start, those that waited to be added and those that a block defines itself.
 */
final class ToolChanges {

    /** The blocks' feature among those that a deployment has refused. */
    static final String FEATURE = "tool_addition";

    private static final String TOOLS = "tools";
    private static final Pattern REFUSED = Pattern.compile("Input tag '(tool_addition|tool_removal)'");
    private static final Set<String> BETAS = Set.of("mid-conversation-tool-changes-", "inline-tools-");

    private ToolChanges() {
    }

    /** Whether a message says that the blocks are unknown. */
    static boolean refusedIn(String message) {
        return REFUSED.matcher(message).find();
    }

    /** Whether the blocks go with a beta. */
    static boolean isBeta(String beta) {
        return BETAS.stream().anyMatch(beta::startsWith);
    }

    /** Says the blocks in words, if there are any. */
    static void inWords(Call call, Edits edits) {
        List<ObjectNode> defined = new ArrayList<>(0);
        List<Splice> texts = new ArrayList<>();
        for (Outline.Span span : call.outline().toolChanges) {
            if (Json.parse(call.content().copy(span.start(), span.end())) instanceof ObjectNode block) {
                String type = block.path("type").asText();
                ObjectNode text = Json.object().put("type", "text").put("text", OpaqueText.of(new Opaque(type, block)));
                if (block.has("cache_control")) {
                    text.set("cache_control", block.get("cache_control"));
                }
                texts.add(new Splice(span.start(), span.end(), Json.bytes(text)));
                call.dropped().add(type);
                if (block.path("tool").path("definition") instanceof ObjectNode tool) {
                    defined.add(tool);
                }
            }
        }
        if (!texts.isEmpty()) {
            edits.splice(texts);
            edits.removeMembers("tools.defer_loading");
            offer(defined, call, edits);
        }
    }

    private static void offer(List<ObjectNode> defined, Call call, Edits edits) {
        Outline.Field field = call.outline().field(TOOLS);
        JsonNode said = field == null ? null : Json.parse(call.content().copy(field.value(), field.end()));
        ArrayNode more = Json.MAPPER.createArrayNode();
        Set<String> names = new HashSet<>();
        if (said != null) {
            said.forEach(tool -> names.add(tool.path("name").asText()));
        }
        for (ObjectNode tool : defined) {
            if (names.add(tool.path("name").asText())) {
                more.add(tool);
            }
        }
        if (more.isEmpty()) {
            return;
        }
        if (said instanceof ArrayNode list) {
            String bytes = more.toString();
            String inner = (list.isEmpty() ? "" : ",") + bytes.substring(1, bytes.length() - 1);
            edits.splice(List.of(new Splice(field.end() - 1, field.end() - 1, inner.getBytes(StandardCharsets.UTF_8))));
        } else {
            edits.set(TOOLS, more);
        }
    }
}
