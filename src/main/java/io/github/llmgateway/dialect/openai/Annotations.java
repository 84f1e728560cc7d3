package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Citations of web pages as OpenAI's {@code url_citation} annotations. Those of documents have no address, hence no
 * counterpart.
 */
final class Annotations {

    private Annotations() {
    }

    /** Adds the citation for the characters from {@code start} to {@code end}, if it names an address. */
    static void add(ArrayNode annotations, JsonNode citation, int start, int end) {
        String url = citation.path("url").asText("");
        if (url.isEmpty()) {
            return;
        }
        ObjectNode annotation = annotations.addObject().put("type", "url_citation");
        annotation.putObject("url_citation")
                .put("url", url)
                .put("title", citation.path("title").asText(""))
                .put("start_index", start)
                .put("end_index", end);
    }
}
