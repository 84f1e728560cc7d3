package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.CachePlaces;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded requests are marked everywhere at once: the marks come in, and nothing else becomes different. */
class MarkPlacesTest {

    static List<Recordings.Body> requests() {
        return Recordings.requests();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aMarkedRequestSaysWhatItSaid(Recordings.Body body) throws Failure {
        byte[] bytes = body.bytes();
        CachePlaces places = new AnthropicDialect().scan(bytes, Operation.CHAT, 1000).cachePlaces;
        List<Splice> splices = new ArrayList<>(places.system(null));
        splices.addAll(places.tools("1h"));
        int messages = body.json().path("messages").size();
        for (int i = 0; i < messages; i++) {
            assertThat(places.message(i, null)).as("counted from the end").usingRecursiveComparison()
                    .isEqualTo(places.message(i - messages, null));
            splices.addAll(places.message(i, null));
        }

        JsonNode marked = Json.parse(Content.of(bytes).with(splices).getBytes());

        assertThat(places.message(messages, null)).isEmpty();
        assertThat(places.message(-messages - 1, null)).isEmpty();
        assertThat(unmarked(marked)).isEqualTo(unmarked(body.json()));
        assertThat(marks(marked) - marks(body.json())).isEqualTo(splices.stream()
                .filter(splice -> new String(splice.bytes()).contains("cache_control")).count());
    }

    private static long marks(JsonNode body) {
        return body.findParents("cache_control").size();
    }

    /** Without marks, and with blocks in the place of strings. */
    private static JsonNode unmarked(JsonNode body) {
        ObjectNode plain = body.deepCopy();
        plain.findParents("cache_control").forEach(parent -> ((ObjectNode) parent).remove("cache_control"));
        blocks(plain, "system");
        plain.path("messages").forEach(message -> blocks((ObjectNode) message, "content"));
        return plain;
    }

    private static void blocks(ObjectNode parent, String field) {
        if (parent.path(field).isTextual()) {
            ArrayNode blocks = Json.MAPPER.createArrayNode();
            blocks.addObject().put("type", "text").put("text", parent.path(field).asText());
            parent.set(field, blocks);
        }
    }
}
