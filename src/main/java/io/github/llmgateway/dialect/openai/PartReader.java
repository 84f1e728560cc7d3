package io.github.llmgateway.dialect.openai;

import static io.github.llmgateway.dialect.openai.Fields.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.Failure;
import java.util.ArrayList;
import java.util.List;

/** Reads a message's content: a string, or a list of parts. */
public final class PartReader {

    private PartReader() {
    }

    static List<ContentBlock> content(JsonNode content, String path) throws Failure {
        List<ContentBlock> blocks = new ArrayList<>();
        if (content == null) {
            return blocks;
        }
        if (content.isTextual()) {
            if (!content.textValue().isEmpty()) {
                blocks.add(new Text(content.textValue()));
            }
            return blocks;
        }
        if (!content.isArray()) {
            throw Fields.wrong(content, path, "a string or a list of objects");
        }
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            String at = path + "[" + i + "]";
            if (!part.isObject()) {
                throw Fields.wrong(part, at, "an object");
            }
            blocks.add(part(part, at));
        }
        return blocks;
    }

    private static ContentBlock part(JsonNode part, String path) throws Failure {
        String type = Fields.demandString(part, "type", path);
        JsonNode mark = get(part, "cache_control");
        return switch (type) {
            case "text" -> new Text(Fields.demandString(part, "text", path), mark, null);
            case "refusal" -> new ContentBlock.Refused(Fields.demandString(part, "refusal", path));
            case "image_url" -> image(part, mark, path);
            case "input_audio" -> {
                JsonNode audio = Fields.demandObject(part, "input_audio", path);
                yield new ContentBlock.Audio(Fields.demandString(audio, "format", path + ".input_audio"),
                        Fields.demandString(audio, "data", path + ".input_audio"));
            }
            case "file" -> file(Fields.demandObject(part, "file", path), mark, path + ".file");
            case "thinking", "redacted_thinking" -> ThinkingFields.block(part);
            default -> new ContentBlock.Opaque(type, part, OpenAiDialect.NAME);
        };
    }

    private static ContentBlock image(JsonNode part, JsonNode mark, String path) throws Failure {
        // Mistral takes the address without the object around it.
        JsonNode image = get(part, "image_url");
        if (image != null && image.isTextual()) {
            return new ContentBlock.Image(source(image.textValue(), path + ".image_url"), null, mark);
        }
        image = Fields.demandObject(part, "image_url", path);
        String at = path + ".image_url";
        return new ContentBlock.Image(source(Fields.demandString(image, "url", at), at + ".url"),
                Fields.string(image, "detail", at), mark);
    }

    private static ContentBlock file(JsonNode file, JsonNode mark, String path) throws Failure {
        String id = Fields.string(file, "file_id", path);
        String name = Fields.string(file, "filename", path);
        if (id != null) {
            return new ContentBlock.Document(new Source.FileId(id), name, null, null, null, mark);
        }
        return new ContentBlock.Document(source(Fields.demandString(file, "file_data", path), path + ".file_data"),
                name, null, null, null, mark);
    }

    /** A data URL's bytes, or the address. Bytes without a data URL's head are taken for a PDF, as OpenAI does. */
    public static Source source(String url, String path) throws Failure {
        if (url.regionMatches(true, 0, "http://", 0, 7) || url.regionMatches(true, 0, "https://", 0, 8)) {
            return new Source.Url(url);
        }
        if (!url.startsWith("data:")) {
            if (path.endsWith("file_data")) {
                return new Source.Base64("application/pdf", url);
            }
            throw Fields.invalid(path, "an http(s) or data URL");
        }
        int comma = url.indexOf(',');
        String head = comma < 0 ? "" : url.substring("data:".length(), comma);
        if (!head.endsWith(";base64")) {
            throw Fields.invalid(path, "a data URL in base64");
        }
        int parameters = head.indexOf(';');
        return new Source.Base64(head.substring(0, parameters), url.substring(comma + 1));
    }
}
