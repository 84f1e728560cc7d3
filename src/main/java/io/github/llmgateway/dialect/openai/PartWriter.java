package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Document;
import io.github.llmgateway.chat.ContentBlock.Image;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Writes blocks as a message's content: a string where there are texts alone and the server likes it, else parts. */
public final class PartWriter {

    private final Server server;
    private final List<Loss> losses;

    PartWriter(Server server, List<Loss> losses) {
        this.server = server;
        this.losses = losses;
    }

    /** Null: nothing is said. */
    JsonNode content(List<ContentBlock> blocks, String path) {
        boolean texts = blocks.stream().allMatch(PartWriter::textOnly);
        boolean marks = server.cacheMarks() && blocks.stream().anyMatch(block -> block.cacheControl() != null);
        if (texts && !marks && (blocks.size() < 2 || !server.textParts() || path.equals("system"))) {
            String text = joined(blocks);
            return text.isEmpty() ? null : TextNode.valueOf(text);
        }
        ArrayNode parts = Json.MAPPER.createArrayNode();
        for (int i = 0; i < blocks.size(); i++) {
            part(blocks.get(i), path + ".content[" + i + "]", parts);
        }
        return parts.isEmpty() ? null : parts;
    }

    /** Whether a block is nothing but text, in whatever form. */
    public static boolean textOnly(ContentBlock block) {
        return block instanceof Text || block instanceof ContentBlock.Refused
                || block instanceof ContentBlock.Opaque opaque && OpaqueText.of(opaque) != null
                || block instanceof Document document && document.citations() == null && text(document) != null;
    }

    /** The texts of blocks with an empty line between them. */
    public static String joined(List<ContentBlock> blocks) {
        StringBuilder joined = new StringBuilder();
        for (ContentBlock block : blocks) {
            String text = text(block);
            if (text != null && !text.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : "\n\n").append(text);
            }
        }
        return joined.toString();
    }

    /** The text of a block that is nothing else; null: it is something else. */
    public static String text(ContentBlock block) {
        if (block instanceof Text text) {
            return text.text();
        }
        if (block instanceof ContentBlock.Refused refused) {
            return refused.text();
        }
        if (block instanceof ContentBlock.Opaque opaque) {
            return OpaqueText.of(opaque);
        }
        return block instanceof Document document ? text(document) : null;
    }

    /** A document's text with its title and context before it; null: it is not text. */
    private static String text(Document document) {
        String body;
        if (document.source() instanceof Source.PlainText plain) {
            body = plain.text();
        } else if (document.source() instanceof Source.Base64 bytes && bytes.mediaType().startsWith("text/")) {
            body = decoded(bytes.data());
        } else if (document.source() instanceof Source.Blocks blocks
                && blocks.blocks().stream().allMatch(PartWriter::textOnly)) {
            body = joined(blocks.blocks());
        } else {
            return null;
        }
        if (body == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (String line : new String[] {document.title() != null ? document.title() : document.filename(),
            document.context()}) {
            if (line != null && !line.isEmpty()) {
                text.append(line).append("\n\n");
            }
        }
        return text.append(body).toString();
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private void part(ContentBlock block, String path, ArrayNode parts) {
        if (block instanceof Image image) {
            image(image, path, parts);
        } else if (block instanceof Document document && !textOnly(block)) {
            document(document, path, parts);
        } else if (block instanceof ContentBlock.Audio audio) {
            ObjectNode part = parts.addObject().put("type", "input_audio");
            part.putObject("input_audio").put("data", audio.base64()).put("format", audio.format());
        } else if (block instanceof ContentBlock.Opaque opaque && !textOnly(block)) {
            if (OpenAiDialect.NAME.equals(opaque.dialect())) {
                parts.add(opaque.json());
            } else {
                losses.add(new Loss(path, OpaqueText.harmless(opaque),
                        "a block of type " + opaque.type() + " has no counterpart"));
            }
        } else {
            text(block, path, parts);
        }
    }

    private void text(ContentBlock block, String path, ArrayNode parts) {
        String text = text(block);
        if (text == null) {
            lose(path, "the block has no counterpart here");
        } else if (!text.isEmpty()) {
            mark(block, parts.addObject().put("type", "text").put("text", text));
        }
    }

    private void mark(ContentBlock block, ObjectNode part) {
        if (block.cacheControl() != null && server.cacheMarks()) {
            part.set("cache_control", block.cacheControl());
        }
    }

    private void image(Image image, String path, ArrayNode parts) {
        String url;
        if (image.source() instanceof Source.Base64 bytes) {
            url = dataUrl(bytes);
        } else if (image.source() instanceof Source.Url address) {
            url = address.url();
        } else {
            lose(path, "a picture uploaded to another provider");
            return;
        }
        ObjectNode part = parts.addObject().put("type", "image_url");
        ObjectNode written = part.putObject("image_url").put("url", url);
        if (image.detail() != null) {
            written.put("detail", image.detail());
        }
        mark(image, part);
    }

    private void document(Document document, String path, ArrayNode parts) {
        if (document.citations() != null && document.citations().path("enabled").asBoolean(false)) {
            lose(path + ".citations", "the provider does not cite");
        }
        String text = text(document);
        if (text != null) {
            mark(document, parts.addObject().put("type", "text").put("text", text));
            return;
        }
        if (document.source() instanceof Source.Blocks blocks) {
            for (int i = 0; i < blocks.blocks().size(); i++) {
                part(blocks.blocks().get(i), path + ".source.content[" + i + "]", parts);
            }
            return;
        }
        ObjectNode file = Json.object();
        if (document.source() instanceof Source.FileId id && id.id().startsWith("file-")) {
            file.put("file_id", id.id());
        } else if (document.source() instanceof Source.Base64 bytes) {
            file.put("filename", name(document)).put("file_data", dataUrl(bytes));
        } else if (document.source() instanceof Source.Url url && server.is("openrouter")) {
            file.put("filename", name(document)).put("file_data", url.url());
        } else {
            lose(path, document.source() instanceof Source.Url ? "the provider does not fetch documents"
                    : "a file uploaded to another provider");
            return;
        }
        ObjectNode part = parts.addObject().put("type", "file");
        part.set("file", file);
        mark(document, part);
    }

    /** OpenAI demands a name; the media type is in the data URL. */
    public static String name(Document document) {
        String name = document.filename() != null ? document.filename() : document.title();
        return name == null || name.isEmpty() ? "document.pdf" : name;
    }

    /** The bytes as a data URL. */
    public static String dataUrl(Source.Base64 bytes) {
        return "data:" + bytes.mediaType() + ";base64," + bytes.data();
    }

    private void lose(String path, String reason) {
        losses.add(new Loss(path, false, reason));
    }
}
