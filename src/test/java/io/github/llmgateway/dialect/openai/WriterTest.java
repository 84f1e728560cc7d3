package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Document;
import io.github.llmgateway.chat.ContentBlock.Image;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriterTest {

    private static final JsonNode MARK = Json.object().put("type", "ephemeral");
    private static final Tool TOOL = new Tool("function", "f", "does", Json.object(), null, null, null);
    private static final Image PICTURE = new Image(new Source.Base64("image/png", "QQ=="), null, null);

    private final List<ContentBlock> system = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final Map<String, JsonNode> extras = new HashMap<>();
    private List<String> stops = List.of();
    private Sampling sampling = Sampling.UNSAID;
    private Reasoning reasoning;
    private Integer maxTokens;
    private String who;
    private boolean stream;

    private Written write(String provider, String model) {
        return write(new Target(model, provider, Operation.CHAT, 16_384));
    }

    private Written write(Target target) {
        return new OpenAiDialect().write(new ChatRequest("asked", system, messages, tools, null, null, maxTokens,
                sampling, stops, reasoning, null, stream, true, who, null, extras), target);
    }

    private void say(Role role, ContentBlock... blocks) {
        messages.add(new Message(role, List.of(blocks)));
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lost(Written written) {
        return written.losses().stream().map(Loss::field).toList();
    }

    @Test
    void theSystemIsOneMessageWithoutClaudeCodesAttribution() {
        system.add(new Text("x-anthropic-billing-header: cc_version=1"));
        system.add(new Text("You are terse.", MARK, null));
        system.add(new Text("Very."));
        say(Role.USER, new Text("hi"));
        say(Role.SYSTEM, new Text("reminder"));
        Written written = write("openai", "gpt-4o");
        assertThat(written.body().get("messages")).isEqualTo(json("[{'role':'system','content':'You are terse.\\n\\nVery.'},"
                + "{'role':'user','content':'hi'},{'role':'system','content':'reminder'}]"));
        assertThat(lost(written)).containsExactly("cache_control");
        assertThat(written.losses().get(0).harmless()).isTrue();
    }

    @Test
    void aSystemMessageInBetweenIsTheUsersWhereServersRefuseIt() {
        say(Role.USER, new Text("hi"));
        say(Role.SYSTEM, new Text("reminder"));
        assertThat(write("vllm", "qwen3").body().at("/messages/1")).isEqualTo(
                json("{'role':'user','content':'<system-reminder>\\nreminder\\n</system-reminder>'}"));
    }

    @Test
    void resultsFollowTheirCallsAndPicturesInThemFollowTheResults() {
        say(Role.ASSISTANT, new Text("look"), new ToolUse("1", "f", "{\"a\":1.0}", null),
                new ToolUse("2", "f", "{}", null));
        say(Role.USER, new Text("note"),
                new ToolResult("1", List.of(PICTURE), false, null),
                new ToolResult("2", List.of(new Text("broken")), true, null));
        JsonNode written = write("openai", "gpt-4o").body().get("messages");
        assertThat(written.at("/0/tool_calls/0/function/arguments").asText()).isEqualTo("{\"a\":1.0}");
        assertThat(written.at("/1")).isEqualTo(json("{'role':'tool','tool_call_id':'1',"
                + "'content':'The content of this result follows in the next message.'}"));
        assertThat(written.at("/2")).isEqualTo(json("{'role':'tool','tool_call_id':'2','content':'[error] broken'}"));
        assertThat(written.at("/3")).isEqualTo(json("{'role':'user','content':["
                + "{'type':'text','text':'Content of the result of tool call 1:'},"
                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,QQ=='}},"
                + "{'type':'text','text':'note'}]}"));
    }

    @Test
    void mistralGetsItsIdsAndATurnBetweenResultAndUser() {
        say(Role.ASSISTANT, new ToolUse("toolu_01ABC", "f", "{}", null));
        say(Role.USER, new ToolResult("toolu_01ABC", List.of(new Text("r")), false, null), new Text("go on"));
        JsonNode written = write("mistral", "mistral-large-latest").body().get("messages");
        assertThat(written.at("/0/tool_calls/0/id").asText()).matches("[a-zA-Z0-9]{9}")
                .isEqualTo(written.at("/1/tool_call_id").asText());
        assertThat(written.at("/2/role").asText()).isEqualTo("assistant");
        assertThat(written.at("/3/content").asText()).isEqualTo("go on");
    }

    @Test
    void documents() {
        say(Role.USER,
                new Document(new Source.Base64("application/pdf", "QQ=="), null, "Report", null, null, null),
                new Document(new Source.PlainText("plain"), null, "Notes", null, null, null),
                new Document(new Source.FileId("file_011"), null, null, null, null, null));
        Written written = write("openai", "gpt-4o");
        assertThat(written.body().at("/messages/0/content")).isEqualTo(json("[{'type':'file','file':"
                + "{'filename':'Report','file_data':'data:application/pdf;base64,QQ=='}},"
                + "{'type':'text','text':'Notes\\n\\nplain'}]"));
        assertThat(written.losses()).singleElement().satisfies(loss -> assertThat(loss.harmless()).isFalse());
    }

    @Test
    void earlierThinkingGoesBackToThoseWhoWantIt() {
        say(Role.ASSISTANT, new Thinking("hm", "sig"), new Text("x"), new ToolUse("1", "f", "{}", null));
        say(Role.USER, new ToolResult("1", List.of(new Text("r")), false, null));
        assertThat(lost(write("openai", "gpt-4o"))).containsExactly("thinking");
        assertThat(write("deepseek", "deepseek-chat").body().at("/messages/0/reasoning_content").asText())
                .isEqualTo("hm");
        assertThat(write("openrouter", "anthropic/claude-sonnet-4.5").body().at("/messages/0/reasoning_details"))
                .isEqualTo(json("[{'type':'reasoning.text','text':'hm','signature':'sig',"
                        + "'format':'anthropic-claude-v1','index':0}]"));
    }

    @Test
    void aTurnOfNothingButThoughtsIsLeftOut() {
        say(Role.USER, new Text("a"));
        say(Role.ASSISTANT, new Thinking("hm", "sig"));
        say(Role.USER, new Text("b"));
        assertThat(write("openai", "gpt-4o").body().get("messages")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        // model, mode, budget, effort, what is sent
        "gpt-4o,        ADAPTIVE, , high,  ",
        "gpt-4o,        DISABLED, , ,      ",
        "o3,            ENABLED, 1024, ,   low",
        "o3,            ENABLED, 6000, ,   medium",
        "o3,            ENABLED, 32000, ,  high",
        "o3,            DISABLED, , ,      low",
        "o1-mini,       ENABLED, , high,   ",
        "gpt-5,         DISABLED, , ,      minimal",
        "gpt-5-mini,    ADAPTIVE, , ,      medium",
        "gpt-5-mini,    , , max,           high",
        "gpt-5-chat-latest, ADAPTIVE, ,high,",
        "gpt-5-pro,     , , low,           high",
        "gpt-5.1,       DISABLED, , ,      none",
        "gpt-5.1,       ADAPTIVE, , xhigh, high",
        "gpt-5.1-codex-max, , , xhigh,     xhigh",
        "gpt-5.2,       ADAPTIVE, , max,   xhigh",
        "gpt-5.6-sol,   ADAPTIVE, , high,  high",
    })
    void effortsAreThoseThatTheModelTakes(String model, Reasoning.Mode mode, Integer budget, String effort,
            String sent) {
        reasoning = new Reasoning(mode, budget, effort, null);
        say(Role.USER, new Text("hi"));
        assertThat(write("openai", model).body().path("reasoning_effort").asText(null)).isEqualTo(sent);
    }

    @Test
    void aDeploymentIsTakenForTheModelThatItsBaseTells() {
        reasoning = new Reasoning(Reasoning.Mode.ADAPTIVE, null, "high", null);
        say(Role.USER, new Text("hi"));
        JsonNode told = write(new Target("prod", "gpt-5-mini", "azure", Operation.CHAT, 0)).body();
        assertThat(told.path("model").asText()).isEqualTo("prod");
        assertThat(told.path("reasoning_effort").asText()).isEqualTo("high");
        assertThat(write("azure", "prod").body().has("reasoning_effort")).isFalse();
    }

    @Test
    void newerModelsDoNotThinkBesideToolsInThisFormat() {
        tools.add(TOOL);
        say(Role.USER, new Text("hi"));
        reasoning = new Reasoning(Reasoning.Mode.ADAPTIVE, null, "high", null);
        assertThat(write("openai", "gpt-5.4").body().has("reasoning_effort")).isFalse();
        assertThat(write("openai", "gpt-5.6").body().path("reasoning_effort").asText()).isEqualTo("none");
        assertThat(lost(write("openai", "gpt-5.6"))).contains("reasoning_effort");
        assertThat(write("openai", "gpt-5.1").body().path("reasoning_effort").asText()).isEqualTo("high");
        reasoning = null;
        assertThat(write("openai", "gpt-5.6").body().path("reasoning_effort").asText()).isEqualTo("none");
        assertThat(write("openai", "gpt-5.6").losses()).isEmpty();
    }

    @Test
    void otherServersAreAskedToThinkInTheirWords() {
        say(Role.USER, new Text("hi"));
        reasoning = new Reasoning(Reasoning.Mode.ENABLED, 4000, null, null);
        assertThat(write("openrouter", "openai/gpt-5").body().get("reasoning")).isEqualTo(json("{'max_tokens':4000}"));
        assertThat(write("zai", "glm-5").body().get("thinking")).isEqualTo(json("{'type':'enabled'}"));
        assertThat(write("mistral", "mistral-small-latest").body().path("reasoning_effort").asText()).isEqualTo("high");
        assertThat(write("groq", "openai/gpt-oss-120b").body().path("reasoning_format").asText()).isEqualTo("parsed");
        assertThat(write("xai", "grok-3-mini").body().path("reasoning_effort").asText()).isEqualTo("low");
    }

    @Test
    void whatReasoningModelsRefuseIsNotSent() {
        sampling = new Sampling(0.2, 1.0, null, null, null, null, null, true, null, null);
        stops = List.of("END");
        maxTokens = 32_000;
        say(Role.USER, new Text("hi"));
        Written written = write("openai", "gpt-5");
        assertThat(written.body().path("max_completion_tokens").asInt()).isEqualTo(16_384);
        assertThat(written.body().has("temperature")).isFalse();
        assertThat(written.body().has("stop")).isFalse();
        assertThat(lost(written)).containsExactlyInAnyOrder("max_tokens", "temperature", "logprobs", "stop");
        assertThat(written.losses()).filteredOn(loss -> !loss.harmless()).extracting(Loss::field)
                .containsExactlyInAnyOrder("logprobs", "stop");
        assertThat(write("groq", "llama").body().path("max_tokens").asInt()).isEqualTo(16_384);
    }

    @Test
    void membersOfOtherFormatsAreNamedAndOnlyThoseThatChangeTheAnswerRefuse() {
        extras.put("context_management", Json.object());
        extras.put("some_new_field", Json.object());
        extras.put("mcp_servers", Json.object());
        tools.add(new Tool("web_search_20250305", "web_search", null, null, null, null, Json.object()));
        stops = List.of("1", "2", "3", "4", "5");
        who = "{\"device_id\":\"d\",\"account_uuid\":\"a\"}";
        say(Role.USER, new Text("hi"));
        Written written = write("openai", "gpt-4o");
        assertThat(written.losses()).filteredOn(Loss::harmless).extracting(Loss::field)
                .containsExactlyInAnyOrder("context_management", "some_new_field", "metadata.user_id");
        assertThat(written.losses()).filteredOn(loss -> !loss.harmless()).extracting(Loss::field)
                .containsExactlyInAnyOrder("mcp_servers", "tools.web_search_20250305", "stop");
        assertThat(written.body().toString()).doesNotContain("account_uuid");
    }

    @Test
    void aToolsLongNameIsShortenedAndTheAnswerGetsItBack() {
        String name = "mcp__plugin.server__" + "x".repeat(80);
        tools.add(new Tool("function", name, null, Json.object(), null, null, null));
        say(Role.ASSISTANT, new ToolUse("1", name, "{}", null));
        Written written = write("openai", "gpt-4o");
        String sent = written.body().at("/tools/0/function/name").asText();
        assertThat(sent).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(written.body().at("/messages/0/tool_calls/0/function/name").asText()).isEqualTo(sent);
        List<StreamEvent> events = new ArrayList<>();
        written.restoring(events::add).accept(
                new StreamEvent.BlockStarted(0, new ToolUse("2", sent, "", null)));
        assertThat(events).containsExactly(new StreamEvent.BlockStarted(0, new ToolUse("2", name, "", null)));
        assertThat(write("openai", "gpt-4o").losses()).extracting(Loss::field).doesNotContain("tools");
    }

    @Test
    void aCompatibleServerUnderOpenAisNameIsTreatedAsAPlainOne() {
        maxTokens = 100;
        stops = List.of("1", "2", "3", "4", "5");
        say(Role.USER, new Text("a"), new Text("b"));
        Written written = write("openai", "qwen/qwen3-32b");
        assertThat(written.body().path("max_tokens").asInt()).isEqualTo(100);
        assertThat(written.body().at("/messages/0/content").asText()).isEqualTo("a\n\nb");
        assertThat(written.body().path("stop")).hasSize(5);
        assertThat(write("azure", "my-deployment").body().has("max_completion_tokens")).isTrue();
    }

    @Test
    void aStreamReportsItsUsage() {
        stream = true;
        say(Role.USER, new Text("hi"));
        assertThat(write("openai", "gpt-4o").body().at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(write("mistral", "mistral-large").body().has("stream_options")).isFalse();
    }
}
