package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Set;

/** Citations as annotations of a text: OpenAI's own as they are, those of web pages by other makers in its words. */
final class Annotations {

    private static final Set<String> OWN =
            Set.of("url_citation", "file_citation", "container_file_citation", "file_path");

    private Annotations() {
    }

    /** Whether the citation has a counterpart here, which then is added for the characters from start to end. */
    static boolean add(ArrayNode annotations, JsonNode citation, int start, int end) {
        if (OWN.contains(citation.path("type").asText())) {
            annotations.add(citation);
            return true;
        }
        String url = citation.path("url").asText("");
        if (url.isEmpty()) {
            return false;
        }
        annotations.addObject().put("type", "url_citation").put("url", url)
                .put("title", citation.path("title").asText(""))
                .put("start_index", start).put("end_index", end);
        return true;
    }
}
