package io.github.llmgateway.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import org.junit.jupiter.api.Test;

class WriterTest {

    private static final String TOOL = "\"tools\":[{\"name\":\"now\",\"input_schema\":{\"type\":\"object\"}}]";

    private static JsonNode fromAnthropic(String members, String model) throws Failure {
        return Requests.written(Requests.ANTHROPIC, "{\"model\":\"c\",\"max_tokens\":1000," + members + "}", model);
    }

    private static JsonNode fromChat(String members, String model) throws Failure {
        return Requests.written(Requests.CHAT, "{\"model\":\"c\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                + members + "}", model);
    }

    @Test
    void newModelsThinkBesideTools() throws Failure {
        JsonNode body = fromAnthropic("""
                "messages":[{"role":"user","content":"What time is it?"}],
                "thinking":{"type":"enabled","budget_tokens":10000},""" + TOOL, "gpt-5.2");
        assertThat(body.at("/reasoning/effort").asText()).isEqualTo("high");
        assertThat(body.at("/reasoning/summary").asText()).isEqualTo("auto");
        assertThat(body.at("/tools/0/name").asText()).isEqualTo("now");
        assertThat(body.at("/tools/0/strict").isBoolean()).isTrue();
        assertThat(body.at("/tools/0/strict").booleanValue()).isFalse();
    }

    @Test
    void reasoningComesEncryptedAndNothingIsStored() throws Failure {
        JsonNode body = fromChat("\"reasoning_effort\":\"low\"", "gpt-5.1");
        assertThat(body.path("store").booleanValue()).isFalse();
        assertThat(body.has("store")).isTrue();
        assertThat(body.path("include")).extracting(JsonNode::asText).containsExactly("reasoning.encrypted_content");
        assertThat(body.at("/reasoning").has("summary")).as("only who will show it needs it").isFalse();
        assertThat(fromChat("\"store\":true", "gpt-4o").path("store").booleanValue()).isTrue();
    }

    @Test
    void aModelThatDoesNotReasonIsNotAskedTo() throws Failure {
        JsonNode body = fromChat("\"reasoning_effort\":\"low\",\"temperature\":0.5", "gpt-4o");
        assertThat(body.has("reasoning")).isFalse();
        assertThat(body.has("include")).isFalse();
        assertThat(body.path("temperature").doubleValue()).isEqualTo(0.5);
        assertThat(fromChat("\"temperature\":0.5", "gpt-5").has("temperature")).isFalse();
        assertThat(fromChat("\"temperature\":0.5,\"reasoning_effort\":\"none\"", "gpt-5.1").has("temperature"))
                .isTrue();
    }

    @Test
    void thoughtsGoBackInPlaceThroughAClientOfAnotherFormat() throws Failure {
        JsonNode input = fromAnthropic("""
                "messages":[{"role":"user","content":"x"},{"role":"assistant","content":[
                  {"type":"thinking","thinking":"Hm.","signature":"responses#rs_1:gAAA:B=="},
                  {"type":"redacted_thinking","data":"responses#rs_2:gCCC=="},
                  {"type":"thinking","thinking":"Claude's.","signature":"EqQBCg=="},
                  {"type":"text","text":"I look."},
                  {"type":"tool_use","id":"toolu_1","name":"now","input":{"a":1.50}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"noon"},
                  {"type":"text","text":"And?"}]}],""" + TOOL, "gpt-5.1").path("input");
        assertThat(input.findValuesAsText("type")).startsWith("message");
        assertThat(input).extracting(item -> item.path("type").asText()).containsExactly("message", "reasoning",
                "reasoning", "message", "function_call", "function_call_output", "message");
        assertThat(input.get(1).path("id").asText()).isEqualTo("rs_1");
        assertThat(input.get(1).path("encrypted_content").asText()).isEqualTo("gAAA:B==");
        assertThat(input.get(1).at("/summary/0/text").asText()).isEqualTo("Hm.");
        assertThat(input.get(2).path("summary")).isEmpty();
        assertThat(input.get(2).path("encrypted_content").asText()).isEqualTo("gCCC==");
        assertThat(input.get(4).path("call_id").asText()).isEqualTo("toolu_1");
        assertThat(input.get(5).path("output").asText()).isEqualTo("noon");
    }

    @Test
    void thoughtsThatLedToNothingAreLeftOut() throws Failure {
        JsonNode input = fromAnthropic("""
                "messages":[{"role":"user","content":"x"},{"role":"assistant","content":[
                  {"type":"thinking","thinking":"Hm.","signature":"responses#rs_1:gAAA"}]},
                 {"role":"user","content":"y"}]""", "gpt-5.1").path("input");
        assertThat(input).extracting(item -> item.path("type").asText()).containsExactly("message", "message");
    }

    @Test
    void anotherMakersThoughtsGoToNobodyElse() throws Failure {
        ChatRequest request = Requests.read(Requests.ANTHROPIC, """
                {"model":"c","max_tokens":10,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[
                  {"type":"thinking","thinking":"Hm.","signature":"responses#rs_1:gAAA"},
                  {"type":"redacted_thinking","data":"gemini#zzz"},
                  {"type":"text","text":"Hello."}]},{"role":"user","content":"y"}]}""");
        Written claude = Requests.write(Requests.ANTHROPIC, request, "anthropic", "claude-sonnet-4-5");
        assertThat(claude.losses()).isEmpty();
        assertThat(claude.body().at("/messages/1/content")).hasSize(1);
        Written chat = Requests.write(Requests.CHAT, request, "openrouter", "anthropic/claude-sonnet-4.5");
        assertThat(chat.losses()).isEmpty();
        assertThat(chat.body().toString()).doesNotContain("gAAA").doesNotContain("zzz");
    }

    @Test
    void picturesInAToolsResultStayThere() throws Failure {
        JsonNode output = fromAnthropic("""
                "messages":[{"role":"user","content":"x"},{"role":"assistant","content":[
                  {"type":"tool_use","id":"t","name":"now","input":{}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":true,"content":[
                  {"type":"text","text":"See:"},{"type":"image","source":{"type":"base64","media_type":"image/png",
                  "data":"AAAA"}}]}]}],""" + TOOL, "gpt-4.1").at("/input/2/output");
        assertThat(output).extracting(part -> part.path("type").asText())
                .containsExactly("input_text", "input_text", "input_image");
        assertThat(output.get(2).path("image_url").asText()).isEqualTo("data:image/png;base64,AAAA");
    }

    @Test
    void whatThisFormatHasNoWordForIsNamed() throws Failure {
        ChatRequest request = Requests.read(Requests.CHAT, """
                {"model":"c","messages":[{"role":"user","content":"x"}],"stop":["END"],"seed":1,"n":2,
                 "logit_bias":{"1":-100},"frequency_penalty":0.5,"max_tokens":1}""");
        Written written = Requests.write(Requests.RESPONSES, request, "openai", "gpt-4o");
        assertThat(Requests.harmful(written)).containsExactlyInAnyOrder("stop", "n", "logit_bias");
        assertThat(Requests.lost(written)).contains("seed", "frequency_penalty", "max_tokens");
        assertThat(written.body().path("max_output_tokens").intValue()).isEqualTo(16);
    }

    @Test
    void chatsCustomToolsAndChoicesAreFlat() throws Failure {
        JsonNode body = fromChat("""
                "tools":[{"type":"custom","custom":{"name":"sql","format":{"type":"grammar",
                 "grammar":{"syntax":"regex","definition":"S.*"}}}},
                 {"type":"function","function":{"name":"f"}}],
                "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[
                 {"type":"function","function":{"name":"f"}}]}},
                "response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,
                 "schema":{"type":"object"}}},"verbosity":"low\"""", "gpt-5");
        assertThat(body.at("/tools/0/name").asText()).isEqualTo("sql");
        assertThat(body.at("/tools/0/format/syntax").asText()).isEqualTo("regex");
        assertThat(body.at("/tools/1/parameters/type").asText()).isEqualTo("object");
        assertThat(body.at("/tool_choice/tools/0/name").asText()).isEqualTo("f");
        assertThat(body.at("/text/format/name").asText()).isEqualTo("n");
        assertThat(body.at("/text/format/strict").booleanValue()).isTrue();
        assertThat(body.at("/text/verbosity").asText()).isEqualTo("low");
    }

    @Test
    void aCountIsAskedForWithoutWhatTheCounterRefuses() throws Failure {
        ChatRequest request = Requests.read(Requests.RESPONSES, Requests.CODEX);
        JsonNode body = Requests.RESPONSES.write(request,
                new Target("gpt-5.1", "openai", Operation.COUNT_TOKENS, 0)).body();
        assertThat(body.has("input")).isTrue();
        assertThat(body.has("store") || body.has("stream") || body.has("include")).isFalse();
        assertThat(Requests.RESPONSES.readCount(Requests.RESPONSES.writeCount(17))).isEqualTo(17);
    }

    @Test
    void toolNamesThatAreTooLongComeBackAsTheyWere() throws Failure {
        String name = "mcp__" + "x".repeat(80);
        ChatRequest request = Requests.read(Requests.ANTHROPIC, "{\"model\":\"c\",\"max_tokens\":20,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                + "\"tools\":[{\"name\":\"" + name + "\",\"input_schema\":{}}]}");
        Written written = Requests.write(Requests.RESPONSES, request, "openai", "gpt-4o");
        String sent = written.body().at("/tools/0/name").asText();
        assertThat(sent).hasSizeLessThanOrEqualTo(64);
        assertThat(written.renamedTools()).containsEntry(sent, name);
    }

    @Test
    void aClaudesSignatureTravelsThroughAClientOfThisFormat() throws Failure {
        ContentBlock.Thinking thought = new ContentBlock.Thinking("Hm.", "EqQBCg==");
        JsonNode item = ReasoningItem.forClient(thought.text(), thought.signature(), false, "rs_1");
        assertThat(ReasoningItem.read(item)).isEqualTo(thought);
        JsonNode sealed = ReasoningItem.forClient("", "EncRypt==", true, "rs_2");
        assertThat(ReasoningItem.read(sealed)).isEqualTo(new ContentBlock.RedactedThinking("EncRypt=="));
        assertThat(ReasoningItem.forProvider(thought)).as("OpenAI would refuse it").isNull();
    }
}
