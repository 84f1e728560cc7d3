package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.testing.ClaudeCode;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.NpmProgram;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Asked;
import io.github.llmgateway.testing.Turn;
import io.github.llmgateway.testing.Wiretap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claude Code works with a model of OpenAI's API, which the gateway translates. */
class ClaudeCodeForeignModelTest {

    private StubProvider provider;
    private RunningGateway gateway;
    private Wiretap wiretap;

    @BeforeAll
    static void install() {
        ClaudeCode.assumeInstalled();
    }

    @BeforeEach
    void start() {
        provider = new StubProvider(ModelApi.OPENAI.says(Turn.text("It is four.")));
        gateway = RunningGateway.with(ModelApi.OPENAI.config("gpt-*", provider));
        wiretap = new Wiretap(gateway.url());
    }

    @AfterEach
    void stop() {
        wiretap.close();
        gateway.close();
        provider.close();
    }

    private ClaudeCode claude() {
        return ClaudeCode.at(wiretap.url()).arguments("--model", "gpt-test");
    }

    @Test
    void aQuestionIsAnsweredAtTheFirstTryWithEverythingThatClaudeCodeAsksFor() throws Exception {
        NpmProgram.Result result = claude().ask("What is 2+2?");

        assertThat(result.errors()).doesNotContain("Error");
        assertThat(result.output()).isEqualTo("It is four.\n");
        Asked sent = wiretap.heard().get(wiretap.heard().size() - 1);
        assertThat(sent.json().has("thinking") && sent.json().has("context_management")).isTrue();
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void aToolRunsOnTheClientsMachineAndItsResultReachesTheModel() throws Exception {
        provider.behave(ModelApi.OPENAI.says(ToolLoop::next));

        NpmProgram.Result result = claude().arguments("--allowedTools", "Bash").ask("Run it.");

        assertThat(result.errors()).doesNotContain("Error");
        assertThat(result.output()).isEqualTo("The tool said: gateway-42\n");
        assertThat(provider.asked()).hasSize(2);
        JsonNode messages = provider.last().json().path("messages");
        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly(Turn.CALL_ID);
    }

    @Test
    void thinkingIsShownAndDoesNotHinderTheNextTurn() throws Exception {
        provider.behave(ModelApi.OPENAI.says(request -> ToolLoop.next(request).afterThinking("Let me multiply.")));

        NpmProgram.Result result = claude().arguments("--allowedTools", "Bash", "--output-format", "stream-json",
                "--verbose").ask("Run it.");

        assertThat(result.output()).contains("\"type\":\"thinking\"", "Let me multiply.", "gateway-42");
    }

    @Test
    void noFieldOfAnthropicsReachesTheProvider() throws Exception {
        claude().ask("What is 2+2?");

        JsonNode request = provider.last().json();
        assertThat(request.fieldNames()).toIterable().doesNotContain("system", "thinking", "context_management",
                "output_config", "metadata", "top_k");
        assertThat(request.path("messages").findValuesAsText("role")).contains("user");
        assertThat(provider.last().text()).doesNotContain("cache_control", "input_schema",
                "x-anthropic-billing-header");
        assertThat(provider.last().headers().names()).noneMatch(name -> name.startsWith("anthropic-"));
    }

    @Test
    void tokensAreEstimatedForAProviderThatCountsNone() throws Exception {
        claude().ask("What is 2+2?");
        Asked question = wiretap.heard().get(wiretap.heard().size() - 1);

        var answer = gateway.post("/v1/messages/count_tokens?beta=true", question.text());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-gateway-token-count")).contains("estimate");
        assertThat(Integer.parseInt(answer.body().replaceAll("\\D", ""))).isBetween(5_000, 40_000);
        assertThat(provider.asked()).hasSize(1);
    }
}
