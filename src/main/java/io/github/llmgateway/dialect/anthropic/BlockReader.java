package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads content blocks of requests and answers (docs.claude.com, Messages, {@code ContentBlockParam}). A type that is
 * Anthropic's alone (server tools and their results, search results, compaction) stays whole as
 * {@link ContentBlock.Opaque}.
 *
 * <p>Not kept: {@code caller} of a {@code tool_use}. It says how the call came about; no other format has a place for
 * it, and a conversation that stays in this format is not read at all.
 */
final class BlockReader {

    private BlockReader() {
    }

    /** A message's or tool result's content: a string or a list of blocks. An empty string is no block. */
    static List<ContentBlock> content(Place place) throws Failure {
        if (place.isText()) {
            return place.node().textValue().isEmpty()
                    ? List.of()
                    : List.of(new ContentBlock.Text(place.node().textValue()));
        }
        if (!place.absent() && !place.isList()) {
            throw place.wrong("a string or a list");
        }
        List<ContentBlock> blocks = new ArrayList<>();
        for (Place element : place.list()) {
            blocks.add(block(element));
        }
        return blocks;
    }

    /** One block. */
    static ContentBlock block(Place place) throws Failure {
        place.object();
        String type = place.at("type").text();
        JsonNode mark = place.at("cache_control").opaque();
        return switch (type) {
            case "text" -> new ContentBlock.Text(place.at("text").text(), mark, citations(place));
            case "image" -> new ContentBlock.Image(source(place.at("source")), null, mark);
            case "document" -> new ContentBlock.Document(source(place.at("source")), null,
                    place.at("title").textOrNull(), place.at("context").textOrNull(),
                    place.at("citations").opaque(), mark);
            case "tool_use" -> new ContentBlock.ToolUse(place.at("id").text(), place.at("name").text(),
                    input(place.at("input")), mark);
            case "tool_result" -> new ContentBlock.ToolResult(place.at("tool_use_id").text(),
                    place.at("content").absent() ? List.of() : content(place.at("content")),
                    Boolean.TRUE.equals(place.at("is_error").bool()), mark);
            case "thinking" -> new ContentBlock.Thinking(place.at("thinking").text(), signature(place));
            case "redacted_thinking" -> new ContentBlock.RedactedThinking(place.at("data").text());
            default -> new ContentBlock.Opaque(type, place.node(), AnthropicErrors.DIALECT);
        };
    }

    private static JsonNode citations(Place place) {
        JsonNode citations = place.at("citations").opaque();
        return citations == null || citations.isEmpty() ? null : citations;
    }

    private static String signature(Place place) throws Failure {
        String signature = place.at("signature").textOrNull();
        return signature == null || signature.isEmpty() ? null : signature;
    }

    private static String input(Place place) throws Failure {
        return place.absent() ? "{}" : place.object().node().toString();
    }

    private static Source source(Place place) throws Failure {
        place.object();
        String type = place.at("type").text();
        return switch (type) {
            case "base64" -> new Source.Base64(place.at("media_type").text(), place.at("data").text());
            case "url" -> new Source.Url(place.at("url").text());
            case "file" -> new Source.FileId(place.at("file_id").text());
            case "text" -> new Source.PlainText(place.at("data").text());
            case "content" -> new Source.Blocks(content(place.at("content")));
            default -> throw place.at("type").wrong("base64, url, file, text or content");
        };
    }
}
