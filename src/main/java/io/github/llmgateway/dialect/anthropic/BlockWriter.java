package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Signature;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes content blocks for a request or an answer. What Anthropic's format has no block for becomes a {@link Loss}
 * and is left out; so are empty texts, which its API refuses.
 */
final class BlockWriter {

    private final List<Loss> losses;

    /** Losses are added to {@code losses}. */
    BlockWriter(List<Loss> losses) {
        this.losses = losses;
    }

    /** The blocks as a list; {@code path} is where the client said them. */
    ArrayNode blocks(List<ContentBlock> content, String path) {
        ArrayNode blocks = Json.MAPPER.createArrayNode();
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = block(content.get(i), path + "[" + i + "]");
            if (block != null) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    /** One block; null if it was left out. */
    JsonNode block(ContentBlock block, String path) {
        if (block instanceof ContentBlock.Opaque opaque) {
            return opaque(opaque, path);
        }
        ObjectNode node = plain(block, path);
        if (node != null && block.cacheControl() != null) {
            node.set("cache_control", block.cacheControl());
        }
        return node;
    }

    private ObjectNode plain(ContentBlock block, String path) {
        if (block instanceof ContentBlock.Text text) {
            return text(text, path);
        } else if (block instanceof ContentBlock.Refused refused) {
            return refused.text().isBlank() ? null : typed("text").put("text", refused.text());
        } else if (block instanceof ContentBlock.ToolUse use) {
            ObjectNode node = typed("tool_use").put("id", toolUseId(use.id())).put("name", use.name());
            node.set("input", input(use.input()));
            return node;
        } else if (block instanceof ContentBlock.ToolResult result) {
            return toolResult(result, path);
        } else if (block instanceof ContentBlock.Thinking thinking) {
            return thinking(thinking, path);
        } else if (block instanceof ContentBlock.RedactedThinking redacted) {
            // What another maker has sealed, Anthropic would refuse.
            return Signature.isForeign(redacted.data()) ? null
                    : typed("redacted_thinking").put("data", redacted.data());
        } else if (block instanceof ContentBlock.Image image) {
            return image(image, path);
        } else if (block instanceof ContentBlock.Document document) {
            return document(document, path);
        }
        return lose(path, "Anthropic's models do not hear audio");
    }

    private ObjectNode text(ContentBlock.Text text, String path) {
        if (text.text().isBlank()) {
            if (text.cacheControl() != null) {
                losses.add(new Loss(path + ".cache_control", true, "it marks an empty text, which cannot be sent"));
            }
            return null;
        }
        ObjectNode node = typed("text").put("text", text.text());
        if (text.citations() != null && Vocabulary.isCitation(text.citations().path(0))) {
            node.set("citations", text.citations());
        }
        return node;
    }

    private ObjectNode toolResult(ContentBlock.ToolResult result, String path) {
        ObjectNode node = typed("tool_result").put("tool_use_id", toolUseId(result.toolUseId()));
        ArrayNode content = blocks(result.content(), path + ".content");
        if (!content.isEmpty()) {
            node.set("content", content);
        }
        if (result.error()) {
            node.put("is_error", true);
        }
        return node;
    }

    private ObjectNode thinking(ContentBlock.Thinking thinking, String path) {
        if (thinking.signature() == null) {
            losses.add(new Loss(path, true, "thinking without Anthropic's signature cannot be sent back"));
            return null;
        }
        if (Signature.isForeign(thinking.signature())) {
            return null;
        }
        return typed("thinking").put("thinking", thinking.text()).put("signature", thinking.signature());
    }

    private ObjectNode image(ContentBlock.Image image, String path) {
        if (image.detail() != null && !image.detail().equals("auto")) {
            losses.add(new Loss(path + ".detail", true, "Anthropic chooses the level of detail itself"));
        }
        ObjectNode source = source(image.source(), path);
        return source == null ? null : typed("image").set("source", source);
    }

    private ObjectNode document(ContentBlock.Document document, String path) {
        ObjectNode source = documentSource(document.source(), path);
        if (source == null) {
            return null;
        }
        ObjectNode node = typed("document").set("source", source);
        String title = document.title() != null ? document.title() : document.filename();
        if (title != null) {
            node.put("title", title);
        }
        if (document.context() != null) {
            node.put("context", document.context());
        }
        if (document.citations() != null) {
            node.set("citations", document.citations());
        }
        return node;
    }

    private ObjectNode documentSource(Source source, String path) {
        if (source instanceof Source.Base64 bytes && !bytes.mediaType().equals("application/pdf")) {
            if (!bytes.mediaType().startsWith("text/") && !bytes.mediaType().equals("application/json")) {
                return lose(path, "Anthropic reads PDF and plain text, not " + bytes.mediaType());
            }
            try {
                String text = new String(Base64.getDecoder().decode(bytes.data()), StandardCharsets.UTF_8);
                return source(new Source.PlainText(text), path);
            } catch (IllegalArgumentException notBase64) {
                return lose(path, "its data is not base64");
            }
        }
        return source(source, path);
    }

    private ObjectNode source(Source source, String path) {
        if (source instanceof Source.Base64 bytes) {
            String type = bytes.mediaType().equals("image/jpg") ? "image/jpeg" : bytes.mediaType();
            return typed("base64").put("media_type", type).put("data", bytes.data());
        } else if (source instanceof Source.Url url) {
            return typed("url").put("url", url.url());
        } else if (source instanceof Source.PlainText text) {
            return typed("text").put("media_type", "text/plain").put("data", text.text());
        } else if (source instanceof Source.Blocks inner) {
            return typed("content").set("content", blocks(inner.blocks(), path + ".source.content"));
        }
        String id = ((Source.FileId) source).id();
        return id.startsWith("file-")
                ? lose(path, "the file was uploaded to OpenAI, Anthropic cannot read it")
                : typed("file").put("file_id", id);
    }

    private JsonNode opaque(ContentBlock.Opaque opaque, String path) {
        if (AnthropicErrors.DIALECT.equals(opaque.dialect())) {
            return opaque.json();
        }
        losses.add(new Loss(path, opaque.dispensable(), "Anthropic knows no block of type " + opaque.type()));
        return null;
    }

    private ObjectNode lose(String path, String reason) {
        losses.add(new Loss(path, false, reason));
        return null;
    }

    private static ObjectNode typed(String type) {
        return Json.object().put("type", type);
    }

    /**
     * A tool call's input, which Anthropic wants to be an object. A model may have written something else into the
     * history; it stays readable under the name {@code input}.
     */
    static ObjectNode input(String json) {
        if (json == null || json.isBlank()) {
            return Json.object();
        }
        JsonNode input = Json.parse(json.getBytes(StandardCharsets.UTF_8));
        if (input instanceof ObjectNode object) {
            return object;
        }
        return input == null || input.isMissingNode()
                ? Json.object().put("input", json)
                : Json.object().set("input", input);
    }

    /**
     * The id of a tool call as Anthropic accepts it ({@code ^[a-zA-Z0-9_-]+$}). Another is changed, the same way each
     * time, so that call and result still meet.
     */
    static String toolUseId(String id) {
        StringBuilder fit = new StringBuilder(id.length() + 12);
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean fits = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
            fit.append(fits ? c : '_');
        }
        if (!id.isEmpty() && id.contentEquals(fit)) {
            return id;
        }
        CRC32 digest = new CRC32();
        digest.update(id.getBytes(StandardCharsets.UTF_8));
        return (id.isEmpty() ? "toolu" : fit) + "_" + Long.toHexString(digest.getValue());
    }
}
