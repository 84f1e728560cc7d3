package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Document;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes pictures, documents and sound. Bedrock fetches nothing from the web: their bytes must be in the request. */
final class MediaWriter {

    private final Family family;
    private final Losses losses;
    private final DocumentNames names = new DocumentNames();

    MediaWriter(Family family, Losses losses) {
        this.family = family;
        this.losses = losses;
    }

    /** Null: it cannot be written. */
    ObjectNode block(ContentBlock block, String path) {
        if (block instanceof ContentBlock.Image image) {
            return image(image, path);
        } else if (block instanceof Document document) {
            return document(document, path);
        } else if (block instanceof ContentBlock.Audio audio) {
            ObjectNode node = Json.object();
            node.putObject("audio").put("format", audio.format()).putObject("source").put("bytes", audio.base64());
            return node;
        }
        return lose(path, "Converse has no such block");
    }

    private ObjectNode image(ContentBlock.Image image, String path) {
        if (!(image.source() instanceof Source.Base64 bytes)) {
            return lose(path, why(image.source()));
        }
        String format = Media.imageFormat(bytes.mediaType());
        if (format == null) {
            return lose(path, "Bedrock reads no pictures of type " + bytes.mediaType());
        }
        if (image.detail() != null && !image.detail().equals("auto")) {
            losses.harmless(path + ".detail", "Bedrock's models choose the level of detail themselves");
        }
        ObjectNode node = Json.object();
        node.putObject("image").put("format", format).putObject("source").put("bytes", bytes.data());
        return node;
    }

    private ObjectNode document(Document document, String path) {
        String format = "txt";
        String data;
        if (document.source() instanceof Source.Base64 bytes) {
            format = Media.documentFormat(bytes.mediaType());
            data = bytes.data();
        } else {
            String text = text(document.source());
            data = text == null ? null
                    : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
        if (format == null || data == null) {
            return lose(path, format == null ? "Bedrock reads no such documents" : why(document.source()));
        }
        ObjectNode node = Json.object();
        ObjectNode written = node.putObject("document").put("format", format)
                .put("name", names.of(document.title() != null ? document.title() : document.filename()));
        written.putObject("source").put("bytes", data);
        claudesOwn(document, written, path);
        return node;
    }

    /** Context and citations ({@code DocumentBlock}) are Claude's. */
    private void claudesOwn(Document document, ObjectNode written, String path) {
        boolean claude = family == Family.CLAUDE || family == Family.UNKNOWN;
        if (document.context() != null) {
            if (claude) {
                written.put("context", document.context());
            } else {
                losses.harmless(path + ".context", "this model takes no context beside a document");
            }
        }
        if (document.citations() != null && document.citations().path("enabled").asBoolean(false)) {
            if (claude) {
                written.putObject("citations").put("enabled", true);
            } else {
                losses.meant(path + ".citations", "this model does not cite");
            }
        }
    }

    /** The text of a source; null: it is not text. */
    private static String text(Source source) {
        if (source instanceof Source.PlainText plain) {
            return plain.text();
        }
        if (!(source instanceof Source.Blocks blocks)
                || !blocks.blocks().stream().allMatch(ContentBlock.Text.class::isInstance)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (ContentBlock block : blocks.blocks()) {
            text.append(text.isEmpty() ? "" : "\n\n").append(((ContentBlock.Text) block).text());
        }
        return text.toString();
    }

    private static String why(Source source) {
        if (source instanceof Source.Url) {
            return "Bedrock fetches nothing from the web";
        }
        return source instanceof Source.FileId ? "a file uploaded to another provider"
                : "Bedrock reads no documents of several kinds of blocks";
    }

    private ObjectNode lose(String path, String reason) {
        losses.meant(path, reason);
        return null;
    }
}
