package io.github.llmgateway.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.ClaudeCode;
import io.github.llmgateway.testing.CodexCli;
import io.github.llmgateway.testing.GeminiCli;
import io.github.llmgateway.testing.NpmProgram;
import io.github.llmgateway.testing.OpenCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real clients send to a provider breaks no rule of its stand-in, and they understand what it says. */
class RealClientsTest {

    private static final String COMMAND = "printf gateway-%d 42";
    private static final String SHELL_INPUT = "{\"command\":\"" + COMMAND + "\",\"description\":\"Multiply\"}";

    /** The thought and the call came back as given, with the command's output; what followed was understood. */
    private static void understood(NpmProgram.Result result, StandIn standIn, boolean thoughtComesBack) {
        assertThat(standIn.violations()).isEmpty();
        Heard last = standIn.heard().get(standIn.heard().size() - 1);
        assertThat(last.results()).as(result.errors()).singleElement().extracting(Heard.Result::text).asString()
                .contains("gateway-42");
        if (thoughtComesBack) {
            assertThat(last.signatures()).hasSize(1);
        }
        assertThat(result.output()).as(result.errors()).contains(Told.AFTER_RESULTS);
        assertThat(result.status()).isZero();
    }

    @Test
    void codexThinksAndRunsACommand() throws Exception {
        CodexCli.assumeInstalled();
        try (StandIn standIn = Family.OPENAI_RESPONSES.start()) {
            standIn.calls(CodexCli.SHELL_TOOL, "{\"cmd\":\"" + COMMAND + "\"}");

            understood(CodexCli.at(standIn.address(), Family.KEY, "gpt-5.1").ask(Scenario.THINKING.marker()), standIn,
                    true);
        }
    }

    @Test
    void geminiCliThinksAndRunsACommand() throws Exception {
        GeminiCli.assumeInstalled();
        try (StandIn standIn = Family.GEMINI.start()) {
            standIn.calls(GeminiCli.SHELL_TOOL, SHELL_INPUT);

            understood(GeminiCli.at(standIn.address(), Family.KEY, "gemini-3-pro-preview")
                    .ask(Scenario.THINKING.marker()), standIn, true);
        }
    }

    @Test
    void geminiCliThinksAndRunsACommandAsOnVertex() throws Exception {
        GeminiCli.assumeInstalled();
        try (StandIn standIn = Family.VERTEX_GEMINI.start()) {
            standIn.calls(GeminiCli.SHELL_TOOL, SHELL_INPUT);

            understood(GeminiCli.atVertex(standIn.address(), Family.KEY, "gemini-3-pro-preview")
                    .ask(Scenario.THINKING.marker()), standIn, true);
        }
    }

    @ParameterizedTest
    @EnumSource(OpenCode.Api.class)
    void openCodeThinksAndRunsACommand(OpenCode.Api api) throws Exception {
        OpenCode.assumeInstalled();
        try (StandIn standIn = family(api).start()) {
            standIn.calls(OpenCode.SHELL_TOOL, SHELL_INPUT);

            understood(OpenCode.at(api, standIn.address(), Family.KEY, model(api)).ask(Scenario.THINKING.marker()),
                    standIn,
                    api == OpenCode.Api.ANTHROPIC || api == OpenCode.Api.GEMINI);
        }
    }

    @Test
    void claudeCodeThinksAndRunsACommand() throws Exception {
        ClaudeCode.assumeInstalled();
        try (StandIn standIn = Family.ANTHROPIC.start()) {
            standIn.calls("Bash", SHELL_INPUT);

            understood(ClaudeCode.at(standIn.address()).with("ANTHROPIC_AUTH_TOKEN", Family.KEY)
                    .arguments("--allowedTools", "Bash").ask(Scenario.THINKING.marker()), standIn, true);
        }
    }

    @Test
    void claudeCodeThinksAndRunsACommandAsOnBedrock() throws Exception {
        ClaudeCode.assumeInstalled();
        try (StandIn standIn = Family.BEDROCK_INVOKE.start()) {
            standIn.knowsBetas(beta -> true);
            standIn.calls("Bash", SHELL_INPUT);

            NpmProgram.Result result = ClaudeCode.atBedrock(standIn.address()).with("ANTHROPIC_AUTH_TOKEN", Family.KEY)
                    .arguments("--allowedTools", "Bash").ask(Scenario.THINKING.marker());

            assertThat(result.output()).as(result.errors()).contains(Told.AFTER_RESULTS);
            assertThat(standIn.heard()).allMatch(Heard::streamed);
            assertThat(standIn.violations()).singleElement().asString().contains("GET /inference-profiles");
        }
    }

    @Test
    void claudeCodeThinksAndRunsACommandAsOnVertex() throws Exception {
        ClaudeCode.assumeInstalled();
        try (StandIn standIn = Family.VERTEX_CLAUDE.start()) {
            standIn.knowsBetas(beta -> true);
            standIn.calls("Bash", SHELL_INPUT);

            understood(ClaudeCode.atVertex(standIn.address() + "/v1", GoogleAccount.PROJECT)
                    .with("ANTHROPIC_AUTH_TOKEN", GoogleAccount.TOKEN).arguments("--allowedTools", "Bash")
                    .ask(Scenario.THINKING.marker()), standIn, true);
        }
    }

    private static Family family(OpenCode.Api api) {
        return switch (api) {
            case ANTHROPIC -> Family.ANTHROPIC;
            case RESPONSES -> Family.OPENAI_RESPONSES;
            case CHAT -> Family.OPENAI;
            case GEMINI -> Family.GEMINI;
        };
    }

    private static String model(OpenCode.Api api) {
        return switch (api) {
            case ANTHROPIC -> "claude-sonnet-4-5";
            case RESPONSES -> "gpt-5.1";
            case CHAT -> "gpt-4.1";
            case GEMINI -> "gemini-3-pro-preview";
        };
    }
}
