package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Document;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Writes texts, pictures, sound and documents as parts. */
final class PartWriter {

    /** ai.google.dev/gemini-api/docs/image-understanding. */
    private static final Set<String> IMAGES =
            Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif");

    private final boolean vertex;
    private final List<Loss> losses;

    PartWriter(boolean vertex, List<Loss> losses) {
        this.vertex = vertex;
        this.losses = losses;
    }

    /** Adds what a block says. */
    void write(ContentBlock block, String path, ArrayNode parts) {
        String text = text(block);
        if (text != null) {
            if (!text.isEmpty()) {
                parts.addObject().put("text", text);
            }
        } else if (block instanceof ContentBlock.Image image) {
            image(image, path, parts);
        } else if (block instanceof Document document) {
            document(document, path, parts);
        } else if (block instanceof ContentBlock.Audio audio) {
            data(AudioFormat.mediaType(audio.format()), audio.base64(), parts);
        } else if (block instanceof ContentBlock.Opaque opaque) {
            opaque(opaque, path, parts);
        } else {
            lose(path, "the block has no counterpart here");
        }
    }

    /** The text of a block that is nothing else; null: it is more, or something else. */
    static String text(ContentBlock block) {
        if (block instanceof Text text) {
            return text.text();
        } else if (block instanceof ContentBlock.Refused refused) {
            return refused.text();
        } else if (block instanceof ContentBlock.Opaque opaque && !GeminiDialect.NAME.equals(opaque.dialect())) {
            return OpaqueText.of(opaque);
        }
        return block instanceof Document document && document.citations() == null ? text(document) : null;
    }

    /** A text document with its title and context before it; null: it is none. */
    private static String text(Document document) {
        String body = null;
        if (document.source() instanceof Source.PlainText plain) {
            body = plain.text();
        } else if (document.source() instanceof Source.Base64 bytes && bytes.mediaType().startsWith("text/")) {
            try {
                body = new String(Base64.getMimeDecoder().decode(bytes.data()), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notBase64) {
                return null;
            }
        }
        return body == null ? null : about(document) + body;
    }

    private static String about(Document document) {
        StringBuilder about = new StringBuilder();
        String title = document.title() != null ? document.title() : document.filename();
        about.append(title == null || title.isEmpty() ? "" : title + "\n\n");
        boolean context = document.context() != null && !document.context().isEmpty();
        return about.append(context ? document.context() + "\n\n" : "").toString();
    }

    private void image(ContentBlock.Image image, String path, ArrayNode parts) {
        if (image.detail() != null && !image.detail().equals("auto")) {
            losses.add(new Loss(path + ".detail", true, "Gemini chooses the level of detail"));
        }
        source(image.source(), "image/jpeg", path, parts);
    }

    private void document(Document document, String path, ArrayNode parts) {
        if (document.citations() != null && document.citations().path("enabled").asBoolean(false)) {
            lose(path + ".citations", "the provider does not cite documents");
        }
        String text = text(document);
        String about = text != null ? text : about(document);
        if (!about.isEmpty()) {
            parts.addObject().put("text", text != null ? text : about.strip());
        }
        if (text == null && document.source() instanceof Source.Blocks blocks) {
            for (int i = 0; i < blocks.blocks().size(); i++) {
                write(blocks.blocks().get(i), path + ".source.content[" + i + "]", parts);
            }
        } else if (text == null) {
            source(document.source(), "application/pdf", path, parts);
        }
    }

    private void source(Source source, String usual, String path, ArrayNode parts) {
        if (source instanceof Source.Base64 bytes) {
            String type = bytes.mediaType().equals("image/jpg") ? "image/jpeg" : bytes.mediaType();
            if (type.startsWith("image/") ? IMAGES.contains(type) : type.equals("application/pdf")) {
                data(type, bytes.data(), parts);
            } else {
                lose(path, "Gemini does not read " + type);
            }
            return;
        }
        String uri = source instanceof Source.Url url ? url.url() : source instanceof Source.FileId id ? id.id() : "";
        if (FileUri.taken(uri, vertex)) {
            String type = FileUri.mediaType(uri);
            parts.addObject().putObject("fileData").put("mimeType", type.isEmpty() ? usual : type).put("fileUri", uri);
        } else {
            lose(path, source instanceof Source.Url ? "the provider does not fetch this address"
                    : "a file uploaded to another provider");
        }
    }

    private static void data(String type, String base64, ArrayNode parts) {
        parts.addObject().putObject("inlineData").put("mimeType", type).put("data", base64);
    }

    private void opaque(ContentBlock.Opaque opaque, String path, ArrayNode parts) {
        if (GeminiDialect.NAME.equals(opaque.dialect())) {
            parts.add(opaque.json());
        } else {
            losses.add(new Loss(path, OpaqueText.harmless(opaque),
                    "a block of type " + opaque.type() + " has no counterpart"));
        }
    }

    private void lose(String path, String reason) {
        losses.add(new Loss(path, false, reason));
    }

    /** A tool's input as the object that it must be. */
    static ObjectNode args(String input) {
        if (input.isBlank()) {
            return Json.object();
        }
        return Json.parse(input.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object ? object
                : Json.object().put("input", input);
    }
}
