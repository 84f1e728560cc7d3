package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;

/**
 * Citations between Converse's shape (Amazon Bedrock API reference, {@code Citation}, {@code CitationLocation}) and
 * Anthropic's (docs.claude.com, "Citations"), which is the one that stands in a neutral conversation. A kind that one
 * of them does not have is left out.
 */
final class Citations {

    /** Converse's location, Anthropic's type, and the name of its bounds. */
    private enum Kind {
        CHAR("documentChar", "char_location", "char_index"),
        PAGE("documentPage", "page_location", "page_number"),
        CHUNK("documentChunk", "content_block_location", "block_index");

        private final String converse;
        private final String anthropic;
        private final String bound;

        Kind(String converse, String anthropic, String bound) {
            this.converse = converse;
            this.anthropic = anthropic;
            this.bound = bound;
        }
    }

    private Citations() {
    }

    /** Reads one of Converse's; null: it has no counterpart. */
    static ObjectNode read(JsonNode citation) {
        StringBuilder cited = new StringBuilder();
        citation.path("sourceContent").forEach(part -> cited.append(part.path("text").asText("")));
        for (Kind kind : Kind.values()) {
            JsonNode location = citation.path("location").path(kind.converse);
            if (location.isObject()) {
                return Json.object().put("type", kind.anthropic)
                        .put("cited_text", cited.toString())
                        .put("document_index", location.path("documentIndex").asInt())
                        .put("document_title", citation.path("title").asText(null))
                        .put("start_" + kind.bound, location.path("start").asInt())
                        .put("end_" + kind.bound, location.path("end").asInt());
            }
        }
        JsonNode web = citation.path("location").path("web");
        return web.path("url").isTextual()
                ? Json.object().put("type", "web_search_result_location").put("cited_text", cited.toString())
                        .put("url", web.get("url").textValue())
                        .put("title", citation.path("title").asText(web.path("domain").asText("")))
                        .put("encrypted_index", "")
                : null;
    }

    /** Reads a list; null: there is none that has a counterpart. */
    static ArrayNode readAll(JsonNode citations) {
        ArrayNode read = Json.MAPPER.createArrayNode();
        for (JsonNode citation : citations) {
            ObjectNode each = read(citation);
            if (each != null) {
                read.add(each);
            }
        }
        return read.isEmpty() ? null : read;
    }

    /** Writes one of Anthropic's; null: it has no counterpart. */
    static ObjectNode write(JsonNode citation) {
        ObjectNode location = location(citation);
        if (location == null) {
            return null;
        }
        ObjectNode written = Json.object();
        String title = citation.path("document_title").asText(citation.path("title").asText(null));
        if (title != null) {
            written.put("title", title);
        }
        written.putArray("sourceContent").addObject().put("text", citation.path("cited_text").asText(""));
        return written.set("location", location);
    }

    private static ObjectNode location(JsonNode citation) {
        String type = citation.path("type").asText();
        for (Kind kind : Kind.values()) {
            if (type.equals(kind.anthropic)) {
                ObjectNode location = Json.object();
                location.putObject(kind.converse)
                        .put("documentIndex", citation.path("document_index").asInt())
                        .put("start", citation.path("start_" + kind.bound).asInt())
                        .put("end", citation.path("end_" + kind.bound).asInt());
                return location;
            }
        }
        if (!citation.path("url").isTextual()) {
            return null;
        }
        ObjectNode location = Json.object();
        location.putObject("web").put("url", citation.get("url").textValue());
        return location;
    }
}
