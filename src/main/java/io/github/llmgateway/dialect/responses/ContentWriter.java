package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Document;
import io.github.llmgateway.chat.ContentBlock.Image;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.OpaqueText;
import io.github.llmgateway.dialect.openai.PartWriter;
import java.util.List;

/** Writes the parts of a message's content, or of a tool's result. */
final class ContentWriter {

    private final List<Loss> losses;

    ContentWriter(List<Loss> losses) {
        this.losses = losses;
    }

    /** {@code answer}: the model said it. */
    ArrayNode parts(List<ContentBlock> blocks, String path, boolean answer) {
        ArrayNode parts = Json.MAPPER.createArrayNode();
        for (int i = 0; i < blocks.size(); i++) {
            part(blocks.get(i), path + ".content[" + i + "]", answer, parts);
        }
        return parts;
    }

    private void part(ContentBlock block, String path, boolean answer, ArrayNode parts) {
        String text = PartWriter.text(block);
        if (block instanceof Document document && document.citations() != null
                && document.citations().path("enabled").asBoolean(false)) {
            lose(path + ".citations", "the provider does not cite");
        }
        if (block instanceof ContentBlock.Refused refused && answer) {
            parts.addObject().put("type", "refusal").put("refusal", refused.text());
        } else if (text != null) {
            if (!text.isEmpty()) {
                text(block, text, answer, parts);
            }
        } else if (answer) {
            foreign(block, path, parts);
        } else if (block instanceof Image image) {
            image(image, path, parts);
        } else if (block instanceof Document document) {
            document(document, path, parts);
        } else if (block instanceof ContentBlock.Audio audio) {
            parts.addObject().put("type", "input_audio").putObject("input_audio")
                    .put("data", audio.base64()).put("format", audio.format());
        } else {
            foreign(block, path, parts);
        }
    }

    private static void text(ContentBlock block, String text, boolean answer, ArrayNode parts) {
        ObjectNode part = parts.addObject().put("type", answer ? "output_text" : "input_text").put("text", text);
        if (answer) {
            ArrayNode annotations = part.putArray("annotations");
            if (block instanceof ContentBlock.Text said && said.citations() != null) {
                said.citations().forEach(citation -> Annotations.add(annotations, citation, 0, length(text)));
            }
        }
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private void foreign(ContentBlock block, String path, ArrayNode parts) {
        if (block instanceof ContentBlock.Opaque opaque) {
            if (ResponsesDialect.NAME.equals(opaque.dialect())) {
                parts.add(opaque.json());
            } else {
                losses.add(new Loss(path, OpaqueText.harmless(opaque),
                        "a block of type " + opaque.type() + " has no counterpart"));
            }
        } else {
            lose(path, "the block has no counterpart here");
        }
    }

    private void image(Image image, String path, ArrayNode parts) {
        ObjectNode part = Json.object().put("type", "input_image");
        if (image.source() instanceof Source.Base64 bytes) {
            part.put("image_url", PartWriter.dataUrl(bytes));
        } else if (image.source() instanceof Source.Url url) {
            part.put("image_url", url.url());
        } else if (image.source() instanceof Source.FileId id && openais(id)) {
            part.put("file_id", id.id());
        } else {
            lose(path, "a picture uploaded to another provider");
            return;
        }
        parts.add(part.put("detail", image.detail() == null ? "auto" : image.detail()));
    }

    private void document(Document document, String path, ArrayNode parts) {
        ObjectNode part = Json.object().put("type", "input_file");
        if (document.source() instanceof Source.Blocks blocks) {
            for (int i = 0; i < blocks.blocks().size(); i++) {
                part(blocks.blocks().get(i), path + ".source.content[" + i + "]", false, parts);
            }
            return;
        }
        if (document.source() instanceof Source.FileId id && openais(id)) {
            part.put("file_id", id.id());
        } else if (document.source() instanceof Source.Base64 bytes) {
            part.put("filename", PartWriter.name(document)).put("file_data", PartWriter.dataUrl(bytes));
        } else if (document.source() instanceof Source.Url url) {
            part.put("file_url", url.url());
        } else {
            lose(path, "a file uploaded to another provider");
            return;
        }
        parts.add(part);
    }

    private static boolean openais(Source.FileId id) {
        return id.id().startsWith("file-") || id.id().startsWith("assistant-");
    }

    private void lose(String path, String reason) {
        losses.add(new Loss(path, false, reason));
    }
}
