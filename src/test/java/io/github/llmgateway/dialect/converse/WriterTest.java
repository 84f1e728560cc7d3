package io.github.llmgateway.dialect.converse;

import static io.github.llmgateway.dialect.converse.Recordings.json;
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
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriterTest {

    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String NOVA = "us.amazon.nova-2-lite-v1:0";
    private static final JsonNode MARK = json("{'type':'ephemeral','ttl':'1h'}");

    private String model = CLAUDE;
    private List<ContentBlock> system = List.of();
    private List<Message> messages = List.of(user(new Text("Hello")));
    private List<Tool> tools = List.of();
    private ToolChoice choice;
    private Boolean parallel;
    private Integer maxTokens;
    private Sampling sampling = Sampling.UNSAID;
    private Reasoning reasoning;
    private OutputFormat format;
    private final Map<String, JsonNode> extras = new HashMap<>();

    private Written write() {
        Written written = new ConverseDialect().write(new ChatRequest("asked", system, messages, tools, choice,
                parallel, maxTokens, sampling, List.of("END"), reasoning, format, false, false, null, null, extras),
                new Target(model, "bedrock", Operation.CHAT, 0));
        ConverseRules.check(written.body());
        return written;
    }

    private JsonNode at(String pointer) {
        return write().body().at(pointer);
    }

    private List<String> losses() {
        return write().losses().stream().map(loss -> loss.field() + (loss.harmless() ? " harmless" : "")).toList();
    }

    private static Message user(ContentBlock... blocks) {
        return new Message(Role.USER, List.of(blocks));
    }

    private static Message assistant(ContentBlock... blocks) {
        return new Message(Role.ASSISTANT, List.of(blocks));
    }

    private static ContentBlock call(String id) {
        return new ContentBlock.ToolUse(id, "get", "{}", null);
    }

    private static ContentBlock result(String id, ContentBlock... content) {
        return new ContentBlock.ToolResult(id, List.of(content), false, null);
    }

    private static Tool tool(String name) {
        return new Tool("function", name, null, null, null, null, null);
    }

    @Test
    void neighboursAreJoinedAndTheUserBegins() {
        messages = List.of(assistant(new Text("One")), assistant(new Text("Two")), user(new Text("a")),
                user(new Text("b")), new Message(Role.SYSTEM, List.of(new Text("c"))));

        assertThat(at("/messages")).hasSize(3);
        assertThat(at("/messages/1/content").toString()).isEqualTo("[{\"text\":\"One\"},{\"text\":\"Two\"}]");
        assertThat(at("/messages/2/content/2/text").asText())
                .isEqualTo("<system-reminder>\nc\n</system-reminder>");
    }

    @Test
    void resultsFollowTheirCallsOrphansBecomeTextAndMissingOnesSaySo() {
        messages = List.of(user(new Text("Go")), assistant(call("a"), call("b")), user(new Text("wait"),
                result("zz", new Text("lost")), result("b", new Text("done"))));
        JsonNode content = at("/messages/2/content");

        assertThat(content.at("/0/toolResult/toolUseId").asText()).isEqualTo("a");
        assertThat(content.at("/0/toolResult/content/0/text").asText()).contains("no result");
        assertThat(content.at("/1/toolResult/toolUseId").asText()).isEqualTo("b");
        assertThat(content.at("/2/text").asText()).isEqualTo("wait");
        assertThat(content.at("/3/text").asText()).contains("lost");
    }

    @Test
    void aCallAtTheEndGetsATurnThatSaysThereIsNoResult() {
        messages = List.of(user(new Text("Go")), assistant(call("a")));

        assertThat(at("/messages/2/content/0/toolResult/toolUseId").asText()).isEqualTo("a");
    }

    @Test
    void aCacheMarkIsACachePointBehindItsBlockAndStaysWithIt() {
        system = List.of(new Text("Be brief.", MARK, null));
        messages = List.of(user(new Text("Go")), assistant(call("a")), user(new Text("And", MARK, null),
                new ContentBlock.ToolResult("a", List.of(new Text("done", MARK, null)), false, null)));
        String point = "{\"cachePoint\":{\"type\":\"default\",\"ttl\":\"1h\"}}";

        assertThat(at("/system/1").toString()).isEqualTo(point);
        assertThat(at("/messages/2/content/1").toString()).isEqualTo(point);
        assertThat(at("/messages/2/content/2/text").asText()).isEqualTo("And");
        assertThat(at("/messages/2/content/3").toString()).isEqualTo(point);
        model = NOVA;
        assertThat(at("/system/1").toString()).isEqualTo("{\"cachePoint\":{\"type\":\"default\"}}");
        model = "us.meta.llama4-maverick-17b-instruct-v1:0";
        assertThat(write().body().toString()).doesNotContain("cachePoint");
    }

    @Test
    void aToolThatClientsOfferUnaskedIsLeftOutAndOneThatIsMeantIsRefused() {
        tools = List.of(tool("get"), new Tool("web_search", null, null, null, null, null, null),
                new Tool("web_search_20250305", "web_search", null, null, null, null, null));

        assertThat(at("/toolConfig/tools")).hasSize(1);
        assertThat(losses()).containsExactly("tools[1] harmless", "tools[2]");
    }

    @Test
    void toolsThatAreForbiddenAreLeftOutOrIfTheyWereCalledForbiddenInWords() {
        tools = List.of(tool("get"));
        choice = new ToolChoice(ToolChoice.Mode.NONE, null);

        assertThat(write().body().has("toolConfig")).isFalse();
        assertThat(losses()).isEmpty();

        messages = List.of(user(new Text("Go")), assistant(call("a")), user(result("a")));
        assertThat(at("/toolConfig/tools/0/toolSpec/name").asText()).isEqualTo("get");
        assertThat(at("/toolConfig").has("toolChoice")).isFalse();
        assertThat(at("/system/0/text").asText()).contains("not call any tool");
        assertThat(losses()).containsExactly("tool_choice harmless");
    }

    @Test
    void toolsOfTheHistoryAreDefinedEvenIfNoneIsOffered() {
        messages = List.of(user(new Text("Go")), assistant(call("a")), user(result("a"), new Text("Sum up.")));

        assertThat(at("/toolConfig/tools/0/toolSpec").toString()).isEqualTo(
                "{\"name\":\"get\",\"inputSchema\":{\"json\":{\"type\":\"object\",\"properties\":{}}}}");
        assertThat(at("/system/0/text").asText()).contains("not call any tool");
    }

    @Test
    void longNamesAndStrangeIdsAreShortenedAlikeEverywhere() {
        String name = "mcp__server__" + "x".repeat(80);
        tools = List.of(tool(name));
        choice = new ToolChoice(ToolChoice.Mode.TOOL, name);
        messages = List.of(user(new Text("Go")), assistant(new ContentBlock.ToolUse("call:1", name, "[1]", null)),
                user(result("call:1", new Text("ok"))));
        String written = at("/toolConfig/tools/0/toolSpec/name").asText();

        assertThat(written).hasSize(64).startsWith("mcp__server__");
        assertThat(at("/toolConfig/toolChoice/tool/name").asText()).isEqualTo(written);
        assertThat(at("/messages/1/content/0/toolUse/name").asText()).isEqualTo(written);
        assertThat(at("/messages/1/content/0/toolUse/input").toString()).isEqualTo("{\"input\":[1]}");
        assertThat(write().renamedTools()).containsExactly(Map.entry(written, name));
        assertThat(at("/messages/2/content/0/toolResult/toolUseId"))
                .isEqualTo(at("/messages/1/content/0/toolUse/toolUseId"));
    }

    @Test
    void documentsHaveLegalNamesThatDifferAndATextBesideThem() {
        messages = List.of(user(document("report_v1.2.pdf"), document("report_v1.2.pdf"), document(null)));

        assertThat(at("/messages/0/content").findValuesAsText("name"))
                .containsExactly("report v1 2 pdf", "report v1 2 pdf 2", "Document");
        assertThat(at("/messages/0/content/3").has("text")).isTrue();
        assertThat(losses()).isEmpty();
    }

    private static ContentBlock document(String name) {
        return new ContentBlock.Document(new Source.Base64("application/pdf", "AA=="), name, null, null, null, null);
    }

    @Test
    void whatBedrockWouldHaveToFetchIsALoss() {
        messages = List.of(user(new Text("See"), new ContentBlock.Image(new Source.Url("https://x"), null, null),
                new ContentBlock.Document(new Source.FileId("file-1"), null, null, null, null, null),
                new ContentBlock.Image(new Source.Base64("image/jpg", "AA=="), null, null)));

        assertThat(losses()).containsExactly("messages[0].content[1]", "messages[0].content[2]");
        assertThat(at("/messages/0/content/1").toString())
                .isEqualTo("{\"image\":{\"format\":\"jpeg\",\"source\":{\"bytes\":\"AA==\"}}}");
    }

    @Test
    void claudeIsAskedToThinkAsAnthropicsDialectSays() {
        maxTokens = 4000;
        reasoning = new Reasoning(Reasoning.Mode.ENABLED, 2000, null, null);
        sampling = new Sampling(0.5, null, 7, null, null, null, null, null, null, null);

        assertThat(at("/additionalModelRequestFields").toString())
                .isEqualTo("{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}}");
        assertThat(at("/inferenceConfig").toString()).isEqualTo("{\"maxTokens\":4000,\"stopSequences\":[\"END\"]}");
        assertThat(losses()).containsExactly("temperature harmless", "top_k harmless");

        model = "us.anthropic.claude-opus-4-6-v1";
        reasoning = new Reasoning(null, null, "max", null);
        assertThat(at("/additionalModelRequestFields").toString())
                .isEqualTo("{\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}}");
    }

    @Test
    void othersAreAskedToThinkInTheirOwnWords() {
        reasoning = new Reasoning(null, null, "xhigh", null);
        model = "openai.gpt-oss-120b-1:0";
        assertThat(at("/additionalModelRequestFields").toString()).isEqualTo("{\"reasoning_effort\":\"high\"}");
        model = "qwen.qwen3-32b-v1:0";
        assertThat(at("/additionalModelRequestFields").toString()).isEqualTo("{\"reasoning_config\":\"high\"}");
        model = NOVA;
        assertThat(at("/additionalModelRequestFields").toString())
                .isEqualTo("{\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"high\"}}");
        model = "mistral.mistral-large-3-675b-instruct";
        assertThat(losses()).containsExactly("reasoning_effort harmless");
    }

    @Test
    void oneToolAtATimeIsClaudesOwnWordAndALossElsewhere() {
        tools = List.of(tool("get"));
        parallel = false;
        assertThat(at("/additionalModelRequestFields/tool_choice").toString())
                .isEqualTo("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}");
        model = NOVA;
        assertThat(losses()).containsExactly("parallel_tool_calls");
    }

    @Test
    void aSchemaForTheAnswerIsClosedAndWrittenAsText() {
        format = new OutputFormat(json("{'type':'object','properties':{}}"), null, "d", true);

        assertThat(at("/outputConfig").toString()).isEqualTo("{\"textFormat\":{\"type\":\"json_schema\",\"structure\":"
                + "{\"jsonSchema\":{\"name\":\"answer\","
                + "\"schema\":\"{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{},"
                + "\\\"additionalProperties\\\":false}\",\"description\":\"d\"}}}}");
        model = NOVA;
        assertThat(losses()).containsExactly("response_format.json_schema");
    }

    @Test
    void onlyClaudesOwnSignedThoughtsGoBack() {
        messages = List.of(user(new Text("Hi")), assistant(new ContentBlock.Thinking("hm", "c2ln"),
                new ContentBlock.Thinking("foreign", "gemini#x"), new ContentBlock.Thinking("unsigned", null),
                new ContentBlock.RedactedThinking("EvAF"), new Text("Yes")), user(new Text("Go on")));

        assertThat(at("/messages/1/content").toString()).isEqualTo("[{\"reasoningContent\":{\"reasoningText\":"
                + "{\"text\":\"hm\",\"signature\":\"c2ln\"}}},"
                + "{\"reasoningContent\":{\"redactedContent\":\"RXZBRg==\"}},"
                + "{\"text\":\"Yes\"}]");
        model = NOVA;
        assertThat(at("/messages/1/content")).hasSize(1);
        assertThat(write().losses()).hasSize(4).allMatch(loss -> loss.harmless());
    }

    @Test
    void whatOnlyConverseKnowsReturnsToItAndAGuardrailIsNeverDroppedSilently() throws Exception {
        byte[] body = json("{'messages':[{'role':'user','content':[{'text':'x'},{'video':{'format':'mp4','source':"
                + "{'s3Location':{'uri':'s3://b/v'}}}}]}],'guardrailConfig':{'guardrailIdentifier':'g'},"
                + "'performanceConfig':{'latency':'optimized'},'additionalModelRequestFields':{'top_k':3,'a':1.0}}")
                .toString().getBytes(StandardCharsets.UTF_8);
        ChatRequest request = new ConverseDialect().read(body);
        Target target = new Target(CLAUDE, "bedrock", Operation.CHAT, 0);
        JsonNode again = new ConverseDialect().write(request, target).body();

        assertThat(again.at("/messages/0/content/1/video/source/s3Location/uri").asText()).isEqualTo("s3://b/v");
        assertThat(again.at("/guardrailConfig/guardrailIdentifier").asText()).isEqualTo("g");
        assertThat(again.at("/performanceConfig/latency").asText()).isEqualTo("optimized");
        assertThat(again.at("/additionalModelRequestFields").toString()).isEqualTo("{\"top_k\":3,\"a\":1.0}");
        for (Dialect other : List.of(new AnthropicDialect(),
                new OpenAiDialect())) {
            assertThat(other.write(request, target).losses())
                    .anyMatch(loss -> loss.field().equals("guardrailConfig") && !loss.harmless())
                    .noneMatch(loss -> loss.field().equals("performanceConfig") && !loss.harmless());
        }
    }
}
