package io.github.llmgateway.dialect.responses;

import static io.github.llmgateway.dialect.openai.Fields.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.openai.Fields;
import java.util.ArrayList;
import java.util.List;

/** Reads the content of a message or of a tool's result: a string, or a list of parts. */
final class PartReader {

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
            String at = path + "[" + i + "]";
            if (!content.get(i).isObject()) {
                throw Fields.wrong(content.get(i), at, "an object");
            }
            blocks.add(part(content.get(i), at));
        }
        return blocks;
    }

    private static ContentBlock part(JsonNode part, String path) throws Failure {
        String type = Fields.demandString(part, "type", path);
        return switch (type) {
            // "text" is Chat Completions' word, which OpenAI takes here too.
            case "input_text", "output_text", "text" -> text(part, Fields.demandString(part, "text", path));
            case "refusal" -> new ContentBlock.Refused(Fields.demandString(part, "refusal", path));
            case "input_image" -> image(part, path);
            case "input_file" -> file(part, path);
            case "input_audio" -> {
                JsonNode audio = Fields.demandObject(part, "input_audio", path);
                yield new ContentBlock.Audio(Fields.demandString(audio, "format", path + ".input_audio"),
                        Fields.demandString(audio, "data", path + ".input_audio"));
            }
            default -> new ContentBlock.Opaque(type, part, ResponsesDialect.NAME);
        };
    }

    /** A text with what it cites, in OpenAI's words. */
    static Text text(JsonNode part, String text) {
        JsonNode annotations = part.path("annotations");
        return new Text(text, null, annotations.isArray() && !annotations.isEmpty() ? annotations : null);
    }

    private static ContentBlock image(JsonNode part, String path) throws Failure {
        String id = Fields.string(part, "file_id", path);
        String detail = Fields.string(part, "detail", path);
        Source source = id != null ? new Source.FileId(id)
                : source(Fields.demandString(part, "image_url", path), path + ".image_url");
        return new ContentBlock.Image(source, detail, null);
    }

    private static ContentBlock file(JsonNode part, String path) throws Failure {
        String id = Fields.string(part, "file_id", path);
        String url = Fields.string(part, "file_url", path);
        Source source = id != null ? new Source.FileId(id) : url != null ? new Source.Url(url)
                : source(Fields.demandString(part, "file_data", path), path + ".file_data");
        return new ContentBlock.Document(source, Fields.string(part, "filename", path), null, null, null, null);
    }

    private static Source source(String url, String path) throws Failure {
        return io.github.llmgateway.dialect.openai.PartReader.source(url, path);
    }
}
