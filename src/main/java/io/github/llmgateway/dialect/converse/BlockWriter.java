package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Opaque;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Signature;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes content blocks of a request. A cache mark becomes a cache point behind its block. Blank texts are left out,
 * for Bedrock refuses them; so is what Converse has no block for, which is a loss.
 */
final class BlockWriter {

    /** Stands where a tool said nothing, which no block can express. */
    static final String NOTHING = "(no content)";

    private final Family family;
    private final boolean anHour;
    private final Losses losses;
    private final MediaWriter media;

    BlockWriter(String model, Losses losses) {
        this.family = Family.of(model);
        this.anHour = Family.cachesForAnHour(model);
        this.losses = losses;
        this.media = new MediaWriter(family, losses);
    }

    /** The blocks as a list; {@code path} is where the client said them. */
    ArrayNode blocks(List<ContentBlock> content, String path) {
        ArrayNode blocks = Json.MAPPER.createArrayNode();
        for (int i = 0; i < content.size(); i++) {
            ContentBlock block = content.get(i);
            JsonNode written = block(block, path + "[" + i + "]");
            if (written != null) {
                blocks.add(written);
            }
            point(blocks, markOf(block));
        }
        return blocks;
    }

    /** Tools with a cache mark on the last of them. */
    void pointAfterTool(ArrayNode tools, JsonNode mark) {
        if (mark != null && family.cachesTools()) {
            tools.add(cachePoint(mark));
        }
    }

    /**
     * Puts a cache point behind the last block. One behind a document or video is refused (recorded: clients put it
     * before); one that marks nothing, or the same as the last, is left out.
     */
    private void point(ArrayNode blocks, JsonNode mark) {
        if (mark == null || !family.caches()) {
            return;
        }
        int at = blocks.size();
        while (at > 0 && (blocks.get(at - 1).has("document") || blocks.get(at - 1).has("video"))) {
            at--;
        }
        if (at > 0 && !blocks.get(at - 1).has("cachePoint") && !blocks.get(at - 1).has("reasoningContent")) {
            blocks.insert(at, cachePoint(mark));
        }
    }

    private ObjectNode cachePoint(JsonNode mark) {
        ObjectNode point = Json.object();
        point.putObject("cachePoint").put("type", "default");
        if (anHour && mark.path("ttl").asText().equals("1h")) {
            ((ObjectNode) point.get("cachePoint")).put("ttl", "1h");
        }
        return point;
    }

    /** The block's own mark, or one within a tool's result, where Converse has no place for it. */
    private static JsonNode markOf(ContentBlock block) {
        if (block.cacheControl() == null && block instanceof ToolResult result) {
            return result.content().stream().map(ContentBlock::cacheControl).filter(mark -> mark != null).findFirst()
                    .orElse(null);
        }
        return block.cacheControl();
    }

    private JsonNode block(ContentBlock block, String path) {
        if (block instanceof ContentBlock.Text text) {
            return text(text.text());
        } else if (block instanceof ContentBlock.Refused refused) {
            return text(refused.text());
        } else if (block instanceof ToolUse use) {
            ObjectNode node = Json.object();
            node.putObject("toolUse").put("toolUseId", Identifier.of(use.id()))
                    .put("name", Identifier.of(use.name())).set("input", input(use.input()));
            return node;
        } else if (block instanceof ToolResult result) {
            return toolResult(result, path);
        } else if (block instanceof Thinking thinking) {
            return thinking(thinking, path);
        } else if (block instanceof RedactedThinking sealed) {
            return sealed(sealed, path);
        } else if (block instanceof Opaque opaque) {
            return opaque(opaque, path);
        }
        return media.block(block, path);
    }

    /** Null: it is blank. */
    static ObjectNode text(String text) {
        return text.isBlank() ? null : Json.object().put("text", text);
    }

    /** A call's input, which must be an object; something else stays readable under the name {@code input}. */
    static ObjectNode input(String json) {
        if (json == null || json.isBlank()) {
            return Json.object();
        }
        JsonNode input = Json.parse(json.getBytes(StandardCharsets.UTF_8));
        if (input instanceof ObjectNode object) {
            return object;
        }
        return input == null || input.isMissingNode() ? Json.object().put("input", json)
                : Json.object().set("input", input);
    }

    private ObjectNode toolResult(ToolResult result, String path) {
        ArrayNode content = Json.MAPPER.createArrayNode();
        for (int i = 0; i < result.content().size(); i++) {
            JsonNode written = block(result.content().get(i), path + ".content[" + i + "]");
            if (written == null) {
                continue;
            }
            String type = written.fieldNames().next();
            switch (type) {
                case "text", "image", "document", "video", "searchResult" -> content.add(written);
                default -> losses.meant(path + ".content[" + i + "]", "Converse has no such block in a tool's result");
            }
        }
        if (content.isEmpty()) {
            content.addObject().put("text", NOTHING);
        }
        ObjectNode node = Json.object();
        ObjectNode written = node.putObject("toolResult").put("toolUseId", Identifier.of(result.toolUseId()));
        written.set("content", content);
        if (result.error() && family.knowsStatus()) {
            written.put("status", "error");
        }
        return node;
    }

    private ObjectNode thinking(Thinking thinking, String path) {
        if (!family.signsThoughts()) {
            losses.harmless(path, "this model is not shown earlier thoughts");
            return null;
        }
        if (thinking.signature() == null || Signature.isForeign(thinking.signature())) {
            losses.harmless(path, "thinking that its own maker did not sign cannot be sent back");
            return null;
        }
        ObjectNode node = Json.object();
        node.putObject("reasoningContent").putObject("reasoningText").put("text", thinking.text())
                .put("signature", thinking.signature());
        return node;
    }

    private ObjectNode sealed(RedactedThinking sealed, String path) {
        String bytes = family.sealsThoughts() ? Sealed.write(sealed) : null;
        if (bytes == null) {
            losses.harmless(path, "this model cannot read these sealed thoughts");
            return null;
        }
        ObjectNode node = Json.object();
        node.putObject("reasoningContent").put("redactedContent", bytes);
        return node;
    }

    /**
     * Anthropic's blocks that say the same in another block or as text; what concerns the search among deferred tools,
     * all of which are offered here, and the advice of a second model mean nothing to the answer.
     */
    private JsonNode opaque(Opaque opaque, String path) {
        if (ConverseDialect.NAME.equals(opaque.dialect())) {
            return opaque.json();
        }
        if (opaque.type().equals("search_result") && (family == Family.CLAUDE || family == Family.UNKNOWN)) {
            return searchResult(opaque.json());
        }
        String text = OpaqueText.of(opaque);
        if (text != null) {
            return text(text);
        }
        losses.add(new Loss(path, OpaqueText.harmless(opaque), "a block of type " + opaque.type() + " has no counterpart"));
        return null;
    }

    private static ObjectNode searchResult(JsonNode json) {
        ObjectNode node = Json.object();
        ObjectNode result = node.putObject("searchResult").put("source", json.path("source").asText())
                .put("title", json.path("title").asText());
        json.path("content").forEach(part -> result.withArray("content").addObject()
                .put("text", part.path("text").asText()));
        if (json.path("citations").isObject()) {
            result.set("citations", json.get("citations"));
        }
        return node;
    }
}
