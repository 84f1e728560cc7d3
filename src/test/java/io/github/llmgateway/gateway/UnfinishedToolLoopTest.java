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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tool loop that another model began and Claude goes on with. Where thinking within a budget is asked for, Anthropic
 * wants the loop's first answer to begin with a thought of Claude's, and there is none.
 */
class UnfinishedToolLoopTest {

    private static final String USER = "{\"role\":\"user\",\"content\":\"Go\"}";
    private static final String CALL = "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{\"x\":20.0}}";
    private static final String RESULT =
            "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"ok\"}]}";
    private static final String FOREIGN = "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"gemini#x\"}";
    private static final String OWN = "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"ErUBCkYIBxgC\"}";
    private static final String BUDGET = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}";

    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: direct
                    litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: k, api_base: %1$s}
                  - model_name: foundry
                    litellm_params: {model: azure_ai/claude-sonnet-4-5, api_key: k, api_base: %1$s}
                  - model_name: bedrock
                    litellm_params: {model: bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0, api_key: k, api_base: %1$s}
                  - model_name: converse
                    litellm_params: {model: bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0, api_key: k, api_base: %1$s}
                  - model_name: vertex
                    litellm_params: {model: vertex_ai/claude-sonnet-4-5, vertex_project: p, vertex_location: l, api_key: k, api_base: %1$s}
                """.formatted(provider.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "foundry", "bedrock", "vertex"})
    void claudeGoesOnWithoutThinkingWhereverItIsServed(String model) throws Exception {
        HttpResponse<String> answer = ask(model, BUDGET, assistant(FOREIGN, CALL) + "," + RESULT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-gateway-dropped")).contains("thinking");
        assertThat(provider.last().json().has("thinking")).isFalse();
        assertThat(provider.last().text()).as("all else byte for byte")
                .endsWith("\"max_tokens\": 2000, \"messages\":[" + USER + "," + assistant(CALL) + "," + RESULT + "], \"top_k\":1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "no thought at all | 'CALL'|RESULT",
        "one without a signature | 'UNSIGNED','CALL' | RESULT",
        "a word before the call | 'FOREIGN','TEXT','CALL' | RESULT",
        "an answer behind it | 'CALL' | RESULT,{'role':'assistant','content':['CALL']},RESULT",
        "a word with the result | 'CALL' | RESULT,USER"})
    void soItDoesWhateverTheFirstAnswerBeginsWithInstead(String what, String first, String rest) throws Exception {
        HttpResponse<String> answer = ask("direct", BUDGET, history(first, rest));

        assertThat(provider.last().json().has("thinking")).isFalse();
        assertThat(answer.headers().firstValue("x-gateway-dropped")).contains("thinking");
        assertThat(provider.last().text()).doesNotContain("\"signature\":\"\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "Claude thought first | 'OWN','CALL' | RESULT",
        "Claude thought first, another model went on | 'OWN','CALL' | RESULT,{'role':'assistant','content':['CALL']},RESULT",
        "the loop has ended | 'CALL' | RESULT,{'role':'assistant','content':'done'},USER",
        "no tool was called | 'TEXT' | USER"})
    void whereAnthropicDemandsNoThoughtNothingIsChanged(String what, String first, String rest) throws Exception {
        String messages = history(first, rest);

        HttpResponse<String> answer = ask("direct", BUDGET, messages);

        assertThat(answer.headers().firstValue("x-gateway-dropped")).isEmpty();
        assertThat(provider.last().text()).contains(BUDGET).contains(messages);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "gemini#x | {'thinking':{'type':'enabled','budget_tokens':1024}} | ",
        "gemini#x | {'top_k':5,'thinking':{'type':'enabled','budget_tokens':1024}} | {'top_k':5}",
        "gemini#x | {'thinking':{'type':'adaptive'}} | {'thinking':{'type':'adaptive'}}",
        "ErUBCkYIBxgC | {'thinking':{'type':'enabled','budget_tokens':1024}} | {'thinking':{'type':'enabled','budget_tokens':1024}}"})
    void soItIsForClientsOfConverse(String signature, String said, String sent) throws Exception {
        provider.behave(StubProvider.json(200, "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"4\"}]}},"
                + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":7,\"outputTokens\":3,\"totalTokens\":10}}"));

        HttpResponse<String> answer = gateway.post("/model/converse/converse", ("{'messages':[{'role':'user','content':[{'text':'Go'}]},"
                + "{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'" + signature
                + "'}}},{'toolUse':{'toolUseId':'t','name':'f','input':{}}}]},{'role':'user','content':[{'toolResult':{'toolUseId':'t',"
                + "'content':[{'text':'ok'}]}}]}],'additionalModelRequestFields':" + said + "}").replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.last().json().path("additionalModelRequestFields").toString())
                .isEqualTo(sent == null ? "" : sent.replace('\'', '"'));
        assertThat(answer.headers().firstValue("x-gateway-dropped").isPresent()).isEqualTo(!said.equals(sent));
    }

    @Test
    void adaptiveThinkingDemandsNoneAndStays() throws Exception {
        ask("direct", "\"thinking\":{\"type\":\"adaptive\"}", assistant(FOREIGN, CALL) + "," + RESULT);

        assertThat(provider.last().json().at("/thinking/type").asText()).isEqualTo("adaptive");
    }

    @Test
    void whatEditsThoughtsStaysBehindWithThinkingAndOtherEditsGoAlong() throws Exception {
        String edits = ",\"context_management\":{\"edits\":[{\"type\":\"clear_thinking_20251015\",\"keep\":\"all\"}%s]}";

        HttpResponse<String> answer = ask("direct", BUDGET + edits.formatted(""), assistant(CALL) + "," + RESULT);

        assertThat(provider.last().json().has("context_management")).isFalse();
        assertThat(answer.headers().firstValue("x-gateway-dropped"))
                .contains("thinking,context_management.clear_thinking_20251015");

        ask("direct", BUDGET + edits.formatted(",{\"type\":\"clear_tool_uses_20250919\"}"), assistant(CALL) + "," + RESULT);

        assertThat(provider.last().json().path("context_management").toString())
                .isEqualTo("{\"edits\":[{\"type\":\"clear_tool_uses_20250919\"}]}");
    }

    private HttpResponse<String> ask(String model, String thinking, String rest) throws Exception {
        return gateway.post("/v1/messages", "{\"model\":\"" + model + "\", " + thinking + ",\"max_tokens\": 2000, "
                + "\"messages\":[" + USER + "," + rest + "], \"top_k\":1}");
    }

    private static String history(String first, String rest) {
        return ("{'role':'assistant','content':[" + first + "]}," + rest).replace("'CALL'", CALL)
                .replace("'OWN'", OWN).replace("'FOREIGN'", FOREIGN).replace("'TEXT'", "{'type':'text','text':'Hm.'}")
                .replace("'UNSIGNED'", "{'type':'thinking','thinking':'hm','signature':''}")
                .replace("RESULT", RESULT).replace("USER", USER).replace('\'', '"');
    }

    private static String assistant(String... blocks) {
        return "{\"role\":\"assistant\",\"content\":[" + String.join(",", blocks) + "]}";
    }
}
