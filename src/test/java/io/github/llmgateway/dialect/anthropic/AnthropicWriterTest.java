package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of another format asks, as Claude is asked. */
class AnthropicWriterTest {

    private static final JsonNode SCHEMA = json("{'type':'object','properties':{'a':{'type':'object'}}}");

    private List<ContentBlock> system = List.of();
    private List<Message> messages = List.of(user("Hello"));
    private List<Tool> tools = List.of();
    private ToolChoice choice;
    private Boolean parallel;
    private Integer maxTokens;
    private Sampling sampling = Sampling.UNSAID;
    private List<String> stops = List.of();
    private Reasoning reasoning;
    private OutputFormat format;
    private String user;
    private String tier;
    private final Map<String, JsonNode> extras = new HashMap<>();
    private String model = "claude-sonnet-4-5";
    private int limit;

    @Test
    void theBoundIsTheModelsLimitOr4096WhereTheClientGaveNone() {
        assertThat(body().path("max_tokens").asInt()).isEqualTo(4096);
        limit = 64000;
        assertThat(body().path("max_tokens").asInt()).isEqualTo(64000);
        maxTokens = 5;
        assertThat(body().path("max_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void systemMessagesGoWhereTheyAreHeard() {
        system = List.of(new Text("first"));
        messages = List.of(new Message(Role.SYSTEM, List.of(new Text("second"))), user("Hello"), assistant("Hi"),
                new Message(Role.SYSTEM, List.of(new Text("third", json("{'type':'ephemeral'}"), null))));
        assertThat(body().path("system").toString())
                .isEqualTo("[{\"type\":\"text\",\"text\":\"first\"},{\"type\":\"text\",\"text\":\"second\"}]");
        JsonNode last = body().path("messages").path(2);
        assertThat(last.path("role").asText()).isEqualTo("user");
        assertThat(last.path("content").path(0).path("text").asText())
                .isEqualTo("<system-reminder>\nthird\n</system-reminder>");
        assertThat(last.path("content").path(0).path("cache_control").path("type").asText()).isEqualTo("ephemeral");
    }

    @Test
    void resultsOfParallelToolsFollowTheirCallsInOneMessageBeforeAnyText() {
        messages = List.of(user("Go"), new Message(Role.ASSISTANT, List.of(call("a"), call("b"))),
                new Message(Role.SYSTEM, List.of(new Text("Hurry."))),
                new Message(Role.USER, List.of(result("a"))), new Message(Role.USER, List.of(result("b"))),
                user("And?"));
        JsonNode written = body().path("messages");
        assertThat(written).hasSize(4);
        assertThat(written.path(2).path("content").findValuesAsText("type"))
                .containsExactly("tool_result", "text", "tool_result", "text", "text");
        assertThat(types(written.path(2))).containsExactly("tool_result", "tool_result", "text");
    }

    @Test
    void idsThatAnthropicRefusesAreChangedAlikeInCallAndResult() {
        messages = List.of(user("Go"), new Message(Role.ASSISTANT, List.of(call("call:1.ä"), call("call_2"))),
                new Message(Role.USER, List.of(result("call:1.ä"), result("call_2"))));
        JsonNode written = body().path("messages");
        String id = written.path(1).path("content").path(0).path("id").asText();
        assertThat(id).matches("[a-zA-Z0-9_-]+");
        assertThat(written.path(2).path("content").path(0).path("tool_use_id").asText()).isEqualTo(id);
        assertThat(written.path(1).path("content").path(1).path("id").asText()).isEqualTo("call_2");
        assertThat(BlockWriter.toolUseId("call:1.o")).isNotEqualTo(BlockWriter.toolUseId("call.1:o"));
    }

    @Test
    void whatAToolWasCalledWithIsAlwaysAnObject() {
        assertThat(BlockWriter.input("")).isEmpty();
        assertThat(BlockWriter.input("{\"n\":20.0}").toString()).isEqualTo("{\"n\":20.0}");
        assertThat(BlockWriter.input("[1]").toString()).isEqualTo("{\"input\":[1]}");
        assertThat(BlockWriter.input("{\"a\":").toString()).isEqualTo("{\"input\":\"{\\\"a\\\":\"}");
    }

    @Test
    void theUserBeginsAndAnUnfinishedAnswerDoesNotEndInBlanks() {
        messages = List.of(assistant("Once upon  \n"));
        JsonNode written = body().path("messages");
        assertThat(written.path(0).path("role").asText()).isEqualTo("user");
        assertThat(written.path(1).path("content").path(0).path("text").asText()).isEqualTo("Once upon");
        messages = List.of(new Message(Role.SYSTEM, List.of(new Text("Only this."))));
        assertThat(body().path("messages")).hasSize(1);
        assertThat(body().path("system")).hasSize(1);
    }

    @Test
    void emptyTextsAndThoughtsWithoutSignatureAreLeftOut() {
        messages = List.of(user("Hi"), new Message(Role.ASSISTANT, List.of(new Text(" "),
                new ContentBlock.Thinking("hm", null), new ContentBlock.Thinking("ha", "signed"))), user(""));
        assertThat(body().path("messages")).hasSize(2);
        assertThat(body().path("messages").path(1).path("content").toString())
                .isEqualTo("[{\"type\":\"thinking\",\"thinking\":\"ha\",\"signature\":\"signed\"}]");
        assertThat(losses()).containsExactly("messages[1].content[1] harmless");
    }

    @Test
    void picturesAndFilesAreTranslatedAndWhatClaudeCannotReadIsALoss() {
        String text = Base64.getEncoder().encodeToString("a,b".getBytes(StandardCharsets.UTF_8));
        messages = List.of(new Message(Role.USER, List.of(
                new ContentBlock.Image(new Source.Base64("image/jpg", "AA=="), "high", null),
                new ContentBlock.Image(new Source.Url("https://x"), "auto", null),
                new ContentBlock.Document(new Source.Base64("application/pdf", "AA=="), "a.pdf", null, null, null, null),
                new ContentBlock.Document(new Source.Base64("text/csv", text), "a.csv", null, null, null, null),
                new ContentBlock.Document(new Source.Base64("application/zip", "AA=="), "z", null, null, null, null),
                new ContentBlock.Document(new Source.FileId("file-1"), null, null, null, null, null),
                new ContentBlock.Audio("wav", "AA=="),
                new ContentBlock.Opaque("strange", Json.object()))));
        JsonNode content = body().path("messages").path(0).path("content");
        assertThat(content).hasSize(4);
        assertThat(content.path(0).path("source").path("media_type").asText()).isEqualTo("image/jpeg");
        assertThat(content.path(2).path("title").asText()).isEqualTo("a.pdf");
        assertThat(content.path(3).path("source").toString())
                .isEqualTo("{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"a,b\"}");
        assertThat(losses()).containsExactly("messages[0].content[0].detail harmless", "messages[0].content[4]",
                "messages[0].content[5]", "messages[0].content[6]", "messages[0].content[7]");
    }

    @Test
    void toolsGetASchemaAndForeignOnesAreALoss() {
        tools = List.of(tool("a", null), tool("b", json("{'properties':{}}")),
                new Tool("web_search_preview", "web", null, null, null, null, json("{'type':'web_search_preview'}")),
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
        "claude-fable-5                                | none    | {'type':'disabled'}                     | ",
        "my-claude                                     | medium  | {'type':'adaptive'}                     | medium"})
    void anEffortBecomesWhatTheModelUnderstands(String name, String effort, String thinking, String written) {
        model = name;
        reasoning = new Reasoning(null, null, effort, null);
        assertThat(body().get("thinking")).isEqualTo(thinking == null ? null : json(thinking));
        assertThat(body().path("output_config").path("effort").asText(null)).isEqualTo(written);
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

    private Written write() {
        return new AnthropicDialect().write(new ChatRequest("asked", system, messages, tools, choice, parallel,
                maxTokens, sampling, stops, reasoning, format, false, false, user, tier, extras),
                new Target(model, "anthropic", limit));
    }

    private JsonNode body() {
        return write().body();
    }

    private List<String> losses() {
        return write().losses().stream().map(AnthropicWriterTest::show).toList();
    }

    private static String show(Loss loss) {
        return loss.field() + (loss.harmless() ? " harmless" : "");
    }

    private static List<String> types(JsonNode message) {
        List<String> types = new ArrayList<>();
        message.path("content").forEach(block -> types.add(block.path("type").asText()));
        return types;
    }

    private static Message user(String text) {
        return new Message(Role.USER, List.of(new Text(text)));
    }

    private static Message assistant(String text) {
        return new Message(Role.ASSISTANT, List.of(new Text(text)));
    }

    private static ContentBlock call(String id) {
        return new ContentBlock.ToolUse(id, "get", "{}", null);
    }

    private static ContentBlock result(String id) {
        return new ContentBlock.ToolResult(id, List.of(new Text("done")), false, null);
    }

    private static Tool tool(String name, JsonNode schema) {
        return new Tool("function", name, null, schema, null, null, null);
    }

    private static JsonNode json(String quoted) {
        return Json.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
