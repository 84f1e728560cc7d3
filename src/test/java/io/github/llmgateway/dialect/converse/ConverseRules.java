package io.github.llmgateway.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** What Bedrock refuses in a conversation, as its API reference and its errors say. */
final class ConverseRules {

    private static final String NAME = "[a-zA-Z0-9_-]{1,64}";

    private ConverseRules() {
    }

    static void check(JsonNode body) {
        Set<String> documents = new HashSet<>();
        Set<String> open = new LinkedHashSet<>();
        boolean user = true;
        boolean tools = false;
        for (JsonNode message : body.path("messages")) {
            assertThat(message.path("role").asText()).as("turns alternate").isEqualTo(user ? "user" : "assistant");
            assertThat(message.path("content")).as("content").isNotEmpty();
            boolean results = true;
            boolean text = false;
            boolean document = false;
            for (JsonNode block : message.path("content")) {
                assertThat(block).as("one member").hasSize(1);
                String type = block.fieldNames().next();
                if (type.equals("toolResult")) {
                    assertThat(user && results).as("results come first, in the user's turn").isTrue();
                    assertThat(open.remove(block.at("/toolResult/toolUseId").asText())).as("no orphan").isTrue();
                    assertThat(block.at("/toolResult/content")).isNotEmpty();
                    block.at("/toolResult/content").forEach(part -> content(part, documents));
                } else if (!type.equals("cachePoint")) {
                    assertThat(open).as("calls without result").isEmpty();
                    results = false;
                }
                if (type.equals("toolUse")) {
                    assertThat(user).isFalse();
                    assertThat(block.at("/toolUse/name").asText()).matches(NAME);
                    assertThat(block.at("/toolUse/toolUseId").asText()).matches(NAME);
                    assertThat(block.at("/toolUse/input").isObject()).isTrue();
                    tools = true;
                }
                text |= type.equals("text");
                document |= type.equals("document");
                content(block, documents);
            }
            assertThat(open).as("calls without result").isEmpty();
            assertThat(!document || text).as("a document has a text beside it").isTrue();
            message.path("content").forEach(block -> {
                if (block.has("toolUse")) {
                    open.add(block.at("/toolUse/toolUseId").asText());
                }
            });
            user = !user;
        }
        assertThat(open).as("calls without result").isEmpty();
        assertThat(!tools || !body.path("toolConfig").path("tools").isEmpty()).as("tools of the history are defined")
                .isTrue();
        body.path("toolConfig").path("tools").forEach(tool -> {
            if (tool.has("toolSpec")) {
                assertThat(tool.at("/toolSpec/name").asText()).matches(NAME);
                assertThat(tool.at("/toolSpec/inputSchema/json").isObject()).isTrue();
            }
        });
        body.path("system").forEach(block -> content(block, documents));
    }

    private static void content(JsonNode block, Set<String> documents) {
        if (block.has("text")) {
            assertThat(block.get("text").asText()).isNotBlank();
        }
        if (block.has("document")) {
            String name = block.at("/document/name").asText();
            assertThat(name).matches("[a-zA-Z0-9()\\[\\] -]{1,200}").doesNotContain("  ");
            assertThat(documents.add(name)).as("names differ").isTrue();
        }
    }
}
