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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claude Code works through the gateway with Anthropic behind it as it does without. */
class ClaudeCodeTest {

    private StubProvider provider;
    private RunningGateway gateway;
    private Wiretap wiretap;

    @BeforeAll
    static void install() {
        ClaudeCode.assumeInstalled();
    }

    @BeforeEach
    void start() {
        provider = new StubProvider(ModelApi.ANTHROPIC.says(Turn.text("It is four.")));
        gateway = RunningGateway.with(ModelApi.ANTHROPIC.config("claude-*", provider));
        wiretap = new Wiretap(gateway.url());
    }

    @AfterEach
    void stop() {
        wiretap.close();
        gateway.close();
        provider.close();
    }

    @Test
    void aQuestionIsAnswered() throws Exception {
        NpmProgram.Result result = ClaudeCode.at(gateway.url()).ask("What is 2+2?");

        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(result.status()).isZero();
        assertThat(provider.last().headers().get("x-api-key")).isEqualTo("sk-provider");
    }

    @Test
    void aToolRunsOnTheClientsMachineAndItsResultReachesTheModel() throws Exception {
        provider.behave(ModelApi.ANTHROPIC.says(ToolLoop::next));

        NpmProgram.Result result = ClaudeCode.at(gateway.url()).arguments("--allowedTools", "Bash").ask("Run it.");

        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo("The tool said: gateway-42\n");
    }

    @Test
    void whatReachesTheProviderIsWhatClaudeCodeSentButForTheModelsName() throws Exception {
        provider.behave(ModelApi.ANTHROPIC.says(ToolLoop::next));

        ClaudeCode.at(wiretap.url()).arguments("--allowedTools", "Bash").ask("Run it.");

        List<Asked> sent = messages(wiretap.heard());
        List<Asked> received = provider.asked();
        assertThat(sent).hasSizeGreaterThanOrEqualTo(2);
        assertThat(received).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            JsonNode request = sent.get(i).json();
            assertThat(received.get(i).text()).isEqualTo(sent.get(i).text().replaceFirst(
                    model(request.path("model").asText()), model(ModelApi.ANTHROPIC.realModel())));
            assertThat(received.get(i).headers().get("anthropic-beta"))
                    .isEqualTo(sent.get(i).headers().get("anthropic-beta")).contains("claude-code-20250219");
            assertThat(received.get(i).headers().get("x-claude-code-session-id"))
                    .isEqualTo(sent.get(i).headers().get("x-claude-code-session-id")).isNotEmpty();
        }
    }

    private static String model(String name) {
        return "\"model\":\"" + name + "\"";
    }

    @Test
    void theAttributionBlockComesFirstAndSystemMessagesKeepTheirPlace() throws Exception {
        ClaudeCode.at(gateway.url()).ask("What is 2+2?");

        JsonNode request = provider.last().json();
        assertThat(request.at("/system/0/text").asText()).startsWith("x-anthropic-billing-header:");
        assertThat(request.path("messages").findValuesAsText("role")).startsWith("user").contains("system");
        assertThat(provider.last().text()).contains("\"cache_control\"");
    }

    @Test
    void tokensAreCountedByTheProvider() throws Exception {
        ClaudeCode.at(wiretap.url()).ask("What is 2+2?");
        Asked question = messages(wiretap.heard()).get(0);
        provider.behave(StubProvider.json(200, "{\"input_tokens\":12345}"));

        var answer = gateway.post("/v1/messages/count_tokens?beta=true", question.text(), "anthropic-beta",
                question.headers().get("anthropic-beta"));

        assertThat(answer.body()).isEqualTo("{\"input_tokens\":12345}");
        assertThat(provider.last().uri()).startsWith("/v1/messages/count_tokens");
        assertThat(provider.last().headers().get("anthropic-beta"))
                .isEqualTo(question.headers().get("anthropic-beta"));
    }

    private static List<Asked> messages(List<Asked> heard) {
        return heard.stream().filter(asked -> asked.uri().startsWith("/v1/messages")).toList();
    }
}
