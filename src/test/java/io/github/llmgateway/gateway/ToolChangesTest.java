package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that a client adds and withdraws in mid-conversation, at providers of Claude that have no such thing. */
class ToolChangesTest {

    private static final String BETA = "mid-conversation-tool-changes-2026-07-01";
    private static final String TOOLS = "\"tools\": [{\"name\": \"a\",\"input_schema\":{\"type\":\"object\"}}, "
            + "{\"name\":\"b\", \"defer_loading\": true,\"input_schema\":{\"type\":\"object\"}}]";
    private static final String BEFORE = "\"messages\": [{\"role\":\"user\",\"content\":\"Go\"}, {\"role\":\"system\",\"content\":[";
    private static final String ADDED = "{\"type\":\"tool_addition\",\"tool\":{\"type\":\"tool_reference\",\"name\":\"b\"}}";
    private static final String REMOVED = "{\"tool\":{\"type\":\"tool_reference\",\"name\":\"a\"},\"type\":\"tool_removal\","
            + "\"cache_control\":{\"type\":\"ephemeral\"}}";
    private static final String DEFINED = "{\"type\":\"tool_addition\",\"tool\":{\"type\":\"tool_definition\",\"definition\":"
            + "{\"name\":\"c\",\"input_schema\":{\"type\":\"object\"}}}}";

    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: direct
                    litellm_params: {model: anthropic/claude-opus-4-8, api_key: k, api_base: %1$s}
                  - model_name: bedrock
                    litellm_params: {model: bedrock/us.anthropic.claude-opus-4-8-v1, api_key: k, api_base: %1$s}
                  - model_name: vertex
                    litellm_params: {model: vertex_ai/claude-opus-4-8, vertex_project: p, vertex_location: l, api_key: k, api_base: %1$s}
                """.formatted(provider.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void passThroughToAnthropicByteForByte() throws Exception {
        ask("direct", TOOLS, ADDED + "," + REMOVED);

        assertThat(provider.last().text()).contains(TOOLS).contains(ADDED + "," + REMOVED);
        assertThat(provider.last().headers().get("anthropic-beta")).isEqualTo(BETA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void areSaidInWordsWhereTheirBetaIsLeftOutAndNoToolWaitsToBeAdded(String model) throws Exception {
        HttpResponse<String> answer = ask(model, TOOLS, ADDED + ", " + REMOVED);

        assertThat(answer.headers().firstValue("x-gateway-dropped").orElse("")).contains("tool_addition", "tool_removal");
        assertThat(provider.last().text()).contains(TOOLS.replace(" \"defer_loading\": true,", "")).contains(BEFORE
                + "{\"type\":\"text\",\"text\":\"Tool available: b\"}, {\"type\":\"text\",\"text\":\"Tool no longer available: a\","
                + "\"cache_control\":{\"type\":\"ephemeral\"}}]}");
    }

    @Test
    void aToolThatTheBlockItselfDefinesIsOfferedFromTheStart() throws Exception {
        ask("bedrock", TOOLS, DEFINED + "," + DEFINED);

        assertThat(provider.last().json().path("tools").findValuesAsText("name")).containsExactly("a", "b", "c");
        assertThat(provider.last().text()).contains(BEFORE + "{\"type\":\"text\",\"text\":\"Tool available: c\"}");

        ask("bedrock", "\"top_k\":1", DEFINED);

        assertThat(provider.last().json().path("tools").findValuesAsText("name")).containsExactly("c");
    }

    @Test
    void areSaidInWordsOnceAProviderHasRefusedThem() throws Exception {
        provider.behave((asked, response) -> response.setStatusCode(asked.text().contains("tool_addition") ? 400 : 200)
                .putHeader("content-type", "application/json").end(asked.text().contains("tool_addition")
                        ? "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"messages.1.content.0: Input tag "
                                + "'tool_addition' found using 'type' does not match any of the expected tags: 'text'\"}}"
                        : Answers.ANTHROPIC));

        assertThat(ask("direct", TOOLS, ADDED).statusCode()).isEqualTo(200);
        assertThat(ask("direct", TOOLS, ADDED).statusCode()).isEqualTo(200);
        assertThat(provider.asked()).as("one call was repeated").hasSize(3);
    }

    private HttpResponse<String> ask(String model, String tools, String blocks) throws Exception {
        return gateway.post("/v1/messages", "{\"model\":\"" + model + "\",\"max_tokens\":9, " + tools + ", " + BEFORE + blocks
                + "]}, {\"role\":\"assistant\",\"content\":\"Hm.\"},{\"role\":\"user\",\"content\":\"So?\"}]}", "anthropic-beta", BETA);
    }
}
