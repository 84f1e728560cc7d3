package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of another format asks, as Claude is asked. */
class AnthropicWriterTest extends Draft {

    @Test
    void theBoundIsTheModelsLimitOr4096WhereTheClientGaveNone() {
        assertThat(body().path("max_tokens").asInt()).isEqualTo(4096);
        limit = 64000;
        assertThat(body().path("max_tokens").asInt()).isEqualTo(64000);
        maxTokens = 5;
        assertThat(body().path("max_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void toolsGetASchemaAndForeignOnesAreALoss() {
        tools = List.of(tool("a", null), tool("b", json("{'properties':{}}")),
                new Tool("file_search", "files", null, null, null, null, json("{'type':'file_search'}")),
                new Tool("web_search_20250305", "web_search", null, null, null, null,
                        json("{'type':'web_search_20250305','name':'web_search'}")));
        choice = new ToolChoice(ToolChoice.Mode.REQUIRED, null);
        assertThat(body().path("tools").toString()).isEqualTo(
                "[{\"name\":\"a\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}},"
                + "{\"name\":\"b\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}},"
                + "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]");
        assertThat(body().path("tool_choice").toString()).isEqualTo("{\"type\":\"any\"}");
        assertThat(losses()).containsExactly("tools[2]");
    }

    @Test
    void parallelCallsAreForbiddenByTheChoice() {
        tools = List.of(tool("a", SCHEMA));
        parallel = false;
        assertThat(body().path("tool_choice").toString())
                .isEqualTo("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}");
        choice = new ToolChoice(ToolChoice.Mode.TOOL, "a");
        assertThat(body().path("tool_choice").toString())
                .isEqualTo("{\"type\":\"tool\",\"name\":\"a\",\"disable_parallel_tool_use\":true}");
        choice = new ToolChoice(ToolChoice.Mode.NONE, null);
        assertThat(body().path("tool_choice").toString()).isEqualTo("{\"type\":\"none\"}");
    }

    @Test
    void aHistoryOfCallsWithoutToolsDefinesThemAndForbidsThem() {
        messages = List.of(user("Go"), new Message(Role.ASSISTANT, List.of(call("a"))),
                new Message(Role.USER, List.of(result("a"))));
        assertThat(body().path("tools").findValuesAsText("name")).containsExactly("get");
        assertThat(body().path("tool_choice").path("type").asText()).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "claude-sonnet-4-5                             | low     | {'type':'enabled','budget_tokens':1024} | ",
        "claude-3-7-sonnet-20250219                    | medium  | {'type':'enabled','budget_tokens':2048} | ",
        "claude-opus-4-20250514                        | high    | {'type':'enabled','budget_tokens':4096} | ",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0   | minimal | {'type':'enabled','budget_tokens':1024} | ",
        "claude-opus-4-1@20250805                      | none    |                                         | ",
        "claude-opus-4-6                               | high    | {'type':'adaptive'}                     | high",
        "claude-opus-4-6                               | xhigh   | {'type':'adaptive'}                     | high",
        "claude-opus-4-7                               | xhigh   | {'type':'adaptive'}                     | xhigh",
        "claude-sonnet-5                               | minimal | {'type':'adaptive'}                     | low",
        "claude-sonnet-5                               | default | {'type':'adaptive'}                     | ",
        "claude-fable-5                                | none    | {'type':'disabled'}                     | ",
        "my-claude                                     | medium  | {'type':'adaptive'}                     | medium"})
    void anEffortBecomesWhatTheModelUnderstands(String name, String effort, String thinking, String written) {
        model = name;
        reasoning = new Reasoning(null, null, effort, null);
        assertThat(body().get("thinking")).isEqualTo(thinking == null ? null : json(thinking));
        assertThat(body().path("output_config").path("effort").asText(null)).isEqualTo(written);
    }

    @Test
    void whatIsSaidInAnthropicsTermsIsSaidAsTheModelTakesIt() {
        reasoning = new Reasoning(Reasoning.Mode.ENABLED, 2000, null, null);
        assertThat(body().path("thinking").path("budget_tokens").asInt()).isEqualTo(2000);
        model = "claude-opus-4-7";
        assertThat(body().path("thinking").path("type").asText()).isEqualTo("adaptive");
        assertThat(losses()).containsExactly("thinking.budget_tokens harmless");
        reasoning = new Reasoning(Reasoning.Mode.ADAPTIVE, null, "high", "summarized");
        assertThat(body().path("thinking")).isEqualTo(json("{'type':'adaptive','display':'summarized'}"));
        assertThat(body().path("output_config").path("effort").asText()).isEqualTo("high");
        model = "claude-sonnet-4-5";
        assertThat(body().path("thinking").path("budget_tokens").asInt()).isEqualTo(4096);
        assertThat(body().has("output_config")).isFalse();
    }

    @Test
    void aBudgetFitsTheBoundOrIsDropped() {
        reasoning = new Reasoning(null, null, "high", null);
        assertThat(body().path("max_tokens").asInt()).isEqualTo(8192);
        maxTokens = 2000;
        assertThat(body().path("thinking").path("budget_tokens").asInt()).isEqualTo(1999);
        maxTokens = 1024;
        assertThat(body().has("thinking")).isFalse();
        assertThat(losses()).containsExactly("reasoning_effort harmless");
    }

    @Test
    void aBudgetIsDroppedWhereTheApiWouldRefuseIt() {
        reasoning = new Reasoning(null, null, "high", null);
        tools = List.of(tool("get", SCHEMA));
        choice = new ToolChoice(ToolChoice.Mode.REQUIRED, null);
        assertThat(body().has("thinking")).isFalse();
        choice = null;
        messages = List.of(user("Go"), new Message(Role.ASSISTANT, List.of(call("a"))),
                new Message(Role.USER, List.of(result("a"))));
        assertThat(body().has("thinking")).isFalse();
        assertThat(losses()).containsExactly("reasoning_effort harmless");
        messages = List.of(user("Go"),
                new Message(Role.ASSISTANT, List.of(new ContentBlock.Thinking("t", "s"), call("a"))),
                new Message(Role.USER, List.of(result("a"))));
        assertThat(body().has("thinking")).isTrue();
    }

    @Test
    void theFirstAnswerOfAToolLoopDecidesWhetherClaudeMayThinkInIt() {
        reasoning = new Reasoning(null, null, "high", null);
        ContentBlock own = new ContentBlock.Thinking("t", "s");
        Message result = new Message(Role.USER, List.of(result("a")));
        Message call = new Message(Role.ASSISTANT, List.of(call("a")));
        messages = List.of(user("Go"), new Message(Role.ASSISTANT, List.of(own, call("b"))),
                new Message(Role.USER, List.of(result("b"))), call, result);
        assertThat(body().has("thinking")).as("between calls Claude says no more of its thoughts").isTrue();
        messages = List.of(user("Go"), new Message(Role.ASSISTANT,
                List.of(new ContentBlock.Text(" "), new ContentBlock.Thinking("t", "gemini#x"), own, call("a"))), result);
        assertThat(body().has("thinking")).as("what is not sent does not count").isTrue();
        messages = List.of(user("Go"), call, result, assistant("Done."), user("Thanks"));
        assertThat(body().has("thinking")).as("the loop has ended").isTrue();
        messages = List.of(user("Go"), call, result, user("And hurry."));
        assertThat(body().has("thinking")).as("Anthropic takes both for one turn").isFalse();
    }

    @Test
    void samplingIsSaidAsFarAsClaudeListens() {
        sampling = new Sampling(1.7, 0.9, 5, 0.0, 0.5, 7L, json("{'1':100}"), true, 3, 2);
        JsonNode body = body();
        assertThat(body.path("temperature").asDouble()).isEqualTo(1);
        assertThat(body.has("top_p")).isFalse();
        assertThat(body.path("top_k").asInt()).isEqualTo(5);
        assertThat(losses()).containsExactly("temperature harmless", "top_p harmless", "presence_penalty harmless",
                "seed harmless", "logit_bias", "logprobs", "n");
    }

    @Test
    void samplingIsLeftOutWhereItIsRefused() {
        sampling = new Sampling(0.2, null, 5, null, null, null, null, false, null, 1);
        model = "claude-opus-4-7";
        assertThat(body().has("temperature")).isFalse();
        assertThat(losses()).containsExactly("temperature harmless", "top_k harmless");
        model = "claude-sonnet-4-5";
        reasoning = new Reasoning(null, null, "low", null);
        assertThat(body().has("temperature")).isFalse();
        reasoning = null;
        assertThat(body().path("temperature").asDouble()).isEqualTo(0.2);
    }

    @Test
    void aSchemaIsEnforcedAndAnyObjectIsAskedForInWords() {
        format = new OutputFormat(SCHEMA, "name", null, true);
        JsonNode written = body().path("output_config").path("format").path("schema");
        assertThat(written.path("additionalProperties").isBoolean()).isTrue();
        assertThat(written.path("properties").path("a").path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(losses()).isEmpty();
        format = new OutputFormat(null, null, null, null);
        assertThat(body().path("system").path(0).path("text").asText()).contains("JSON object");
        assertThat(losses()).containsExactly("response_format harmless");
    }

    @Test
    void whatAsksForNoMoreThanEveryClientGetsIsHarmless() {
        extras.put("usage", json("{'include':true}"));
        extras.put("reasoning_format", json("'parsed'"));
        extras.put("messages[0].prefix", json("false"));
        body();
        assertThat(losses()).containsExactlyInAnyOrder("usage harmless", "reasoning_format harmless");
    }

    @Test
    void theRestIsSaidOrNamed() {
        stops = new ArrayList<>(List.of("END", "\n"));
        user = "me";
        tier = "flex";
        extras.put("store", json("true"));
        extras.put("audio", json("{'voice':'x'}"));
        extras.put("functions", json("null"));
        extras.put("context_management", json("{'edits':[]}"));
        JsonNode body = body();
        assertThat(body.path("stop_sequences").toString()).isEqualTo("[\"END\"]");
        assertThat(body.path("metadata").path("user_id").asText()).isEqualTo("me");
        assertThat(body.has("service_tier")).isFalse();
        assertThat(body.has("context_management")).isTrue();
        assertThat(losses()).containsExactlyInAnyOrder("stop", "service_tier harmless", "store harmless", "audio");
    }
}
