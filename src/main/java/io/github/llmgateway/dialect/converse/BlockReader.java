package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Place;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Reads content blocks of requests and answers (Amazon Bedrock API reference, {@code ContentBlock}, {@code
 * ToolResultContentBlock}, {@code SystemContentBlock}): an object whose one member says what it is. A cache point
 * becomes the mark of the block before it. What only Bedrock can read (files in S3, video) stays as it is.
 */
final class BlockReader {

    private BlockReader() {
    }

    /** A list of blocks that must be there. */
    static List<ContentBlock> content(Place place) throws Failure {
        List<ContentBlock> blocks = new ArrayList<>();
        for (Place element : place.list()) {
            element.object();
            if (element.at("cachePoint").absent()) {
                blocks.add(block(element));
            } else if (!blocks.isEmpty()) {
                int last = blocks.size() - 1;
                blocks.set(last, marked(blocks.get(last), mark(element.at("cachePoint"))));
            }
        }
        return blocks;
    }

    /** A cache point as Anthropic's mark, which is the neutral one. */
    static JsonNode mark(Place point) throws Failure {
        String ttl = point.object().at("ttl").textOrNull();
        ObjectNode mark = Json.object().put("type", "ephemeral");
        return ttl == null ? mark : mark.put("ttl", ttl);
    }

    private static ContentBlock marked(ContentBlock block, JsonNode mark) {
        if (block instanceof ContentBlock.Text text) {
            return new ContentBlock.Text(text.text(), mark, text.citations());
        } else if (block instanceof ContentBlock.Image image) {
            return new ContentBlock.Image(image.source(), image.detail(), mark);
        } else if (block instanceof ContentBlock.Document document) {
            return new ContentBlock.Document(document.source(), document.filename(), document.title(),
                    document.context(), document.citations(), mark);
        } else if (block instanceof ContentBlock.ToolUse use) {
            return new ContentBlock.ToolUse(use.id(), use.name(), use.input(), mark);
        } else if (block instanceof ContentBlock.ToolResult result) {
            return new ContentBlock.ToolResult(result.toolUseId(), result.content(), result.error(), mark);
        }
        return block;
    }

    private static ContentBlock block(Place place) throws Failure {
        if (place.node().isEmpty()) {
            throw place.wrong("a content block");
        }
        String type = kind(place.node());
        Place value = place.at(type);
        return switch (type) {
            case "text" -> new ContentBlock.Text(value.text());
            case "json" -> new ContentBlock.Text(value.node().toString());
            case "image" -> image(value.object(), place);
            case "document" -> document(value.object(), place);
            case "audio" -> audio(value.object(), place);
            case "toolUse" -> toolUse(value.object(), place);
            case "toolResult" -> new ContentBlock.ToolResult(value.object().at("toolUseId").text(),
                    content(value.at("content")), "error".equals(value.at("status").textOrNull()), null);
            case "reasoningContent" -> reasoning(value.object());
            case "citationsContent" -> new ContentBlock.Text(text(value.object().at("content")), null,
                    Citations.readAll(value.node().path("citations")));
            case "guardContent" -> guarded(value.object(), place);
            case "searchResult" -> searchResult(value.object());
            default -> opaque(type, place);
        };
    }

    /** The one member that a block has; a {@code type} beside it, which some servers add, says nothing new. */
    private static String kind(JsonNode block) {
        Iterator<String> names = block.fieldNames();
        String name = names.next();
        return name.equals("type") && names.hasNext() ? names.next() : name;
    }

    private static ContentBlock.Opaque opaque(String type, Place place) {
        return new ContentBlock.Opaque(type, place.node(), ConverseDialect.NAME);
    }

    /** What a tool of the provider's own does, it does within the answer. Claude's calls have another type, or none. */
    private static ContentBlock toolUse(Place use, Place whole) throws Failure {
        if ("server_tool_use".equals(use.at("type").textOrNull())) {
            return opaque("toolUse", whole);
        }
        JsonNode input = use.at("input").opaque();
        return new ContentBlock.ToolUse(use.at("toolUseId").text(), use.at("name").text(),
                input == null ? "{}" : input.toString(), null);
    }

    private static ContentBlock image(Place image, Place whole) throws Failure {
        Place bytes = image.at("source").object().at("bytes");
        String type = Media.ofImage(image.at("format").text());
        return bytes.absent() || type == null ? opaque("image", whole)
                : new ContentBlock.Image(new Source.Base64(type, bytes.text()), null, null);
    }

    private static ContentBlock audio(Place audio, Place whole) throws Failure {
        Place bytes = audio.at("source").object().at("bytes");
        String format = audio.at("format").text();
        return bytes.absent() || !format.equals("wav") && !format.equals("mp3") ? opaque("audio", whole)
                : new ContentBlock.Audio(format, bytes.text());
    }

    private static ContentBlock document(Place document, Place whole) throws Failure {
        Place from = document.at("source").object();
        String format = document.at("format").textOrNull();
        String type = Media.ofDocument(format == null ? "txt" : format);
        Source source;
        if (!from.at("text").absent()) {
            source = new Source.PlainText(from.at("text").text());
        } else if (!from.at("content").absent()) {
            source = new Source.Blocks(content(from.at("content")));
        } else if (!from.at("bytes").absent() && type != null) {
            source = new Source.Base64(type, from.at("bytes").text());
        } else {
            return opaque("document", whole);
        }
        return new ContentBlock.Document(source, null, document.at("name").textOrNull(),
                document.at("context").textOrNull(), document.at("citations").opaque(), null);
    }

    private static ContentBlock reasoning(Place reasoning) throws Failure {
        Place sealed = reasoning.at("redactedContent");
        if (!sealed.absent()) {
            return Sealed.read(sealed.text());
        }
        Place thought = reasoning.at("reasoningText").object();
        String signature = thought.at("signature").textOrNull();
        return new ContentBlock.Thinking(thought.at("text").text(),
                signature == null || signature.isEmpty() ? null : signature);
    }

    /** Text that a guardrail is to look at; what it looks at is told by {@code guardrailConfig}, which is an extra. */
    private static ContentBlock guarded(Place guarded, Place whole) throws Failure {
        Place text = guarded.at("text");
        return text.absent() ? opaque("guardContent", whole) : new ContentBlock.Text(text.object().at("text").text());
    }

    /** Anthropic's block of the same meaning, which other dialects know as text. */
    private static ContentBlock searchResult(Place result) throws Failure {
        ObjectNode json = Json.object().put("type", "search_result")
                .put("source", result.at("source").text()).put("title", result.at("title").text());
        for (Place part : result.at("content").list()) {
            json.withArray("content").addObject().put("type", "text").put("text", part.object().at("text").text());
        }
        if (!result.at("citations").absent()) {
            json.set("citations", result.at("citations").node());
        }
        return new ContentBlock.Opaque("search_result", json, "anthropic");
    }

    private static String text(Place parts) throws Failure {
        StringBuilder text = new StringBuilder();
        for (Place part : parts.listOrNone()) {
            text.append(part.object().at("text").text());
        }
        return text.toString();
    }
}
