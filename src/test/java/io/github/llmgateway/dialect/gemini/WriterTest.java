package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Reasoning.Mode;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Document;
import io.github.llmgateway.chat.ContentBlock.Image;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Written;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriterTest extends Request {

    private static final Image PICTURE = new Image(new Source.Base64("image/png", "QQ=="), null, null);

    private JsonNode contents() {
        return body().path("contents");
    }

    @Test
    void resultsFollowTheirCallsInTheCallsOrderAndTheRestOfTheTurnFollowsThem() {
        user("Go").say(Role.ASSISTANT, call("a"), call("b")).say(Role.SYSTEM, new Text("Hurry."))
                .say(Role.USER, result("b", "two")).say(Role.USER, result("a", "one"), new Text("And?"));
        JsonNode turn = contents().path(2);
        assertThat(contents()).hasSize(3);
        assertThat(turn.path("parts").findValuesAsText("name")).containsExactly("get_a", "get_b");
        assertThat(turn.path("parts").path(0).path("functionResponse").path("response").path("output").asText())
                .isEqualTo("one");
        assertThat(turn.path("parts").path(2).path("text").asText()).contains("<system-reminder>", "Hurry.");
        assertThat(turn.path("parts").path(3).path("text").asText()).isEqualTo("And?");
    }

    @Test
    void turnsOfOneSpeakerBecomeOneAndTheUserBegins() {
        say(Role.ASSISTANT, new Text("Once")).say(Role.ASSISTANT, new Text("upon")).user("a").user("time");
        assertThat(contents()).hasSize(3);
        assertThat(contents().path(1).path("parts")).hasSize(2);
        assertThat(contents().path(2).path("parts")).hasSize(2);
    }

    @Test
    void aCallWithoutResultGetsOneAndAResultWithoutCallIsTold() {
        user("Go").say(Role.ASSISTANT, call("a")).user("Never mind").say(Role.USER, result("lost", "42"))
                .say(Role.ASSISTANT, call("b"));
        assertThat(contents().path(2).path("parts").path(0).path("functionResponse").path("response").has("error"))
                .isTrue();
        assertThat(contents().path(2).toString()).contains("42");
        assertThat(contents().path(4).path("parts").path(0).has("functionResponse")).isTrue();
    }

    @Test
    void aResultIsAnObjectAsItIsATextOrAnError() {
        user("Go").say(Role.ASSISTANT, call("a"), call("b"), call("c"), call("d")).say(Role.USER,
                result("a", "{\"price\":20.0}"), result("b", "[1]"),
                new ContentBlock.ToolResult("c", List.of(new Text("broke")), true, null),
                result("d", "{\"error\":\"said the page\"}"));
        List<String> responses = contents().path(2).path("parts").findValues("response").stream()
                .map(JsonNode::toString).toList();
        assertThat(responses).containsExactly("{\"price\":20.0}", "{\"output\":\"[1]\"}", "{\"error\":\"broke\"}",
                "{\"output\":\"{\\\"error\\\":\\\"said the page\\\"}\"}");
        assertThat(contents().path(1).path("parts").path(0).path("functionCall").path("args").toString())
                .isEqualTo("{\"n\":20.0}");
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.5-pro, false", "gemini-3-flash-preview, true"})
    void aPictureInAResultStandsInItFromGemini3On(String name, boolean inside) {
        model = name;
        user("Go").say(Role.ASSISTANT, call("a"))
                .say(Role.USER, new ContentBlock.ToolResult("a", List.of(PICTURE), false, null));
        JsonNode parts = contents().path(2).path("parts");
        assertThat(parts.path(0).path("functionResponse").has("parts")).isEqualTo(inside);
        assertThat(parts).hasSize(inside ? 1 : 3);
        assertThat(parts.toString()).contains("\"data\":\"QQ==\"");
    }

    @Test
    void aSignatureReturnsToThePartBehindItsThoughtAndThoughtsStayHere() {
        user("Go").say(Role.ASSISTANT, new Thinking("I think", "gemini#c2ln"), call("a"), call("b"))
                .say(Role.USER, result("a", "1"), result("b", "2"))
                .say(Role.ASSISTANT, new Text("Done"), new Thinking("", "gemini#ZW5k")).user("Thanks");
        JsonNode model = contents().path(1).path("parts");
        assertThat(model).hasSize(2);
        assertThat(model.path(0).path("thoughtSignature").asText()).isEqualTo("c2ln");
        assertThat(model.path(1).has("thoughtSignature")).isFalse();
        assertThat(contents().path(3).path("parts").path(1).toString())
                .isEqualTo("{\"text\":\"\",\"thoughtSignature\":\"ZW5k\"}");
        assertThat(body().toString()).doesNotContain("I think");
    }

    @ParameterizedTest
    @CsvSource({"gemini-3-pro-preview, skip_thought_signature_validator",
        "gemini-3.8-flash, skip_thought_signature_validator",
        "gemini-flash-latest, skip_thought_signature_validator", "gemini-2.5-flash, ''"})
    void aCallOfAnotherModelGetsTheDocumentedValueWhereGemini3DemandsASignature(String name, String expected) {
        model = name;
        user("Go").say(Role.ASSISTANT, new Thinking("Claude's", "RXJ="), new ContentBlock.RedactedThinking("x"),
                call("a"), call("b")).say(Role.USER, result("a", "1"), result("b", "2"));
        JsonNode parts = contents().path(1).path("parts");
        assertThat(parts.path(0).path("thoughtSignature").asText()).isEqualTo(expected);
        assertThat(parts.path(1).has("thoughtSignature")).isFalse();
        assertThat(losses()).isEmpty();
    }

    @Test
    void aConversationThatEndsWithTheModelIsGoneOnWithWhereGoogleDemandsTheUser() {
        user("Once").say(Role.ASSISTANT, new Text("upon"));
        assertThat(contents()).hasSize(2);
        assertThat(losses()).containsExactly("messages[1]");
        model = "gemini-3.5-flash";
        assertThat(contents()).hasSize(3);
    }

    @Test
    void contentsAreNeverEmpty() {
        system.add(new Text("Only this."));
        assertThat(contents()).hasSize(1);
        assertThat(body().path("systemInstruction").path("parts").path(0).path("text").asText())
                .isEqualTo("Only this.");
    }

    @Test
    void filesGoAsBytesOrAsAddressesThatTheProviderTakes() {
        user("Look").say(Role.USER, PICTURE, new Image(new Source.Base64("image/gif", "QQ=="), null, null),
                new Image(new Source.Url("https://example.com/a.webp?x=1"), null, null),
                new Document(new Source.Base64("application/pdf", "QQ=="), "a.pdf", null, null, null, null),
                new Document(new Source.PlainText("plain"), null, "Title", null, null, null),
                new Document(new Source.Url("gs://b/c.pdf"), null, null, null, null, null),
                new ContentBlock.Audio("mp3", "QQ=="));
        assertThat(losses()).containsExactly("messages[1].content[1] !", "messages[1].content[2] !",
                "messages[1].content[5] !");
        provider = "vertex_ai";
        assertThat(losses()).containsExactly("messages[1].content[1] !");
        JsonNode parts = contents().path(0).path("parts");
        assertThat(parts.findValuesAsText("mimeType"))
                .containsExactly("image/png", "image/webp", "application/pdf", "application/pdf", "audio/mp3");
        assertThat(parts.findValuesAsText("fileUri"))
                .containsExactly("https://example.com/a.webp?x=1", "gs://b/c.pdf");
        assertThat(parts.toString()).contains("Title\\n\\nplain");
    }

    @Test
    void toolsAreToldWithTheChoiceAmongThem() {
        user("Go");
        tools.add(new Tool("function", "mcp__a/b", "does", json("{'type':'object'}"), true, null, null));
        tools.add(new Tool("googleSearch", "googleSearch", null, null, null, null, json("{}")));
        tools.add(new Tool("web_search_20250305", "web_search", null, null, null, null, json("{}")));
        tools.add(new Tool("web_search", null, null, null, null, null, json("{}")));
        choice = new ToolChoice(ToolChoice.Mode.TOOL, "mcp__a/b");
        Written written = write();
        String name = written.body().path("tools").path(0).path("functionDeclarations").path(0).path("name").asText();
        assertThat(name).startsWith("_mcp__a_b_");
        assertThat(written.renamedTools()).containsEntry(name, "mcp__a/b");
        assertThat(written.body().path("toolConfig").toString())
                .isEqualTo("{\"functionCallingConfig\":{\"mode\":\"ANY\","
                        + "\"allowedFunctionNames\":[\"" + name + "\"]}}");
        assertThat(written.body().path("tools").path(1).toString()).isEqualTo("{\"googleSearch\":{}}");
        assertThat(losses()).containsExactly("tools.strict", "tools.web_search_20250305 !", "tools.web_search");
        ChatAnswer answer = new ChatAnswer("i", "m", List.of(new ContentBlock.ToolUse("x", name, "{}", null)),
                StopReason.TOOL_USE, null, Usage.NONE, null);
        assertThat(written.restored(answer).content().toString()).contains("mcp__a/b");
    }

    @ParameterizedTest
    @CsvSource({"AUTO, AUTO", "NONE, NONE", "REQUIRED, ANY"})
    void everyChoiceHasItsMode(ToolChoice.Mode mode, String expected) {
        user("Go");
        tools.add(new Tool("function", "f", null, null, null, null, null));
        choice = new ToolChoice(mode, null);
        assertThat(body().path("toolConfig").path("functionCallingConfig").path("mode").asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "gemini-2.5-flash, ENABLED, 4000, -, {'thinkingBudget':4000;'includeThoughts':true}",
        "gemini-2.5-flash, ENABLED, 90000, -, {'thinkingBudget':24576;'includeThoughts':true}",
        "gemini-2.5-flash, DISABLED, -, -, {'thinkingBudget':0}",
        "gemini-2.5-pro, DISABLED, -, -, {'thinkingBudget':128}",
        "gemini-2.5-pro, ADAPTIVE, -, -, {'thinkingBudget':-1;'includeThoughts':true}",
        "gemini-2.5-flash-lite, -, -, low, {'thinkingBudget':1024;'includeThoughts':true}",
        "gemini-2.5-pro, -, -, max, {'thinkingBudget':32768;'includeThoughts':true}",
        "gemini-3-pro-preview, -, -, medium, {'thinkingLevel':'LOW';'includeThoughts':true}",
        "gemini-3.1-pro-preview, ENABLED, 20000, -, {'thinkingLevel':'HIGH';'includeThoughts':true}",
        "gemini-3-flash-preview, DISABLED, -, -, {'thinkingLevel':'MINIMAL'}",
        "gemini-3.8-flash, -, -, minimal, {'thinkingLevel':'LOW';'includeThoughts':true}",
        "gemini-3.8-flash, ADAPTIVE, -, xhigh, {'thinkingLevel':'HIGH';'includeThoughts':true}",
        "gemini-2.0-flash, ENABLED, 4000, -, -"})
    void thinkingIsAskedForInTheWordsOfTheModel(String name, Mode mode, Integer budget, String effort,
            String expected) {
        model = name;
        user("Go");
        reasoning = new Reasoning(mode, budget, effort, null);
        JsonNode thinking = config().path("thinkingConfig");
        assertThat(thinking.isMissingNode() ? null : thinking)
                .isEqualTo(expected == null ? null : json(expected.replace(';', ',')));
        assertThat(write().losses()).allMatch(loss -> loss.harmless());
    }

    @Test
    void thoughtsThatTheClientDoesNotWantAreNotAskedFor() {
        user("Go");
        reasoning = new Reasoning(Mode.ENABLED, 4000, null, "omitted");
        assertThat(config().path("thinkingConfig").has("includeThoughts")).isFalse();
    }

    @Test
    void whatGeminiDoesNotHaveIsNamed() {
        user("Go");
        maxTokens = 32_000;
        sampling = new Sampling(0.5, 0.9, 40, 0.1, 0.0, 1L << 40, json("{'1':2}"), true, 3, 2);
        stops = List.of("a", "b", "c", "d", "e", "f");
        user = "u";
        tier = "priority";
        parallel = false;
        extras.put("mcp_servers", json("[]"));
        extras.put("safetySettings", json("[]"));
        extras.put("labels", json("{}"));
        extras.put("generationConfig.mediaResolution", json("'MEDIA_RESOLUTION_LOW'"));
        assertThat(losses()).containsExactly("max_tokens", "logit_bias !", "n !", "stop !", "mcp_servers !", "labels",
                "metadata.user_id");
        assertThat(config().path("maxOutputTokens").asInt()).isEqualTo(8_192);
        assertThat(config().path("stopSequences")).hasSize(5);
        assertThat(config().path("logprobs").asInt()).isEqualTo(3);
        assertThat(config().path("mediaResolution").asText()).isEqualTo("MEDIA_RESOLUTION_LOW");
        assertThat(config().path("seed").canConvertToInt()).isTrue();
        assertThat(body().path("serviceTier").asText()).isEqualTo("priority");
        assertThat(body().has("safetySettings")).isTrue();
        model = "gemini-3.5-flash";
        assertThat(losses()).contains("frequency_penalty").doesNotContain("presence_penalty");
    }

    @Test
    void aFormBesideToolsIsRefusedBeforeGemini3() {
        user("Go");
        format = new OutputFormat(json("{'type':'object'}"), "n", null, true);
        assertThat(config().path("responseMimeType").asText()).isEqualTo("application/json");
        tools.add(new Tool("function", "f", null, null, null, null, null));
        assertThat(losses()).containsExactly("response_format !");
        model = "gemini-3-flash-preview";
        assertThat(losses()).isEmpty();
        assertThat(config().path("responseJsonSchema").path("type").asText()).isEqualTo("object");
    }

    @Test
    void tokensAreCountedInEachProvidersForm() {
        user("Go");
        system.add(new Text("Be brief."));
        operation = Operation.COUNT_TOKENS;
        assertThat(body().path("generateContentRequest").path("model").asText()).isEqualTo("models/gemini-2.5-flash");
        assertThat(body().path("generateContentRequest").has("contents")).isTrue();
        provider = "vertex_ai";
        assertThat(body().has("contents") && body().has("systemInstruction")).isTrue();
        assertThat(body().has("generateContentRequest")).isFalse();
    }
}
