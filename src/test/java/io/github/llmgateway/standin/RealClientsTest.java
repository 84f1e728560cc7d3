package io.github.llmgateway.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.ClaudeCode;
import io.github.llmgateway.testing.CodexCli;
import io.github.llmgateway.testing.GeminiCli;
import io.github.llmgateway.testing.NpmProgram;
import io.github.llmgateway.testing.OpenCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real clients send to a provider breaks no rule of its stand-in, and they understand what it says. */
class RealClientsTest {

    /** The text without its line ends, as programs may print them as they like. */
    private static final String SAID = Told.TEXT.substring(0, Told.TEXT.indexOf('\n'));

    @Test
    void codexIsAnswered() throws Exception {
        CodexCli.assumeInstalled();
        try (StandIn standIn = Family.OPENAI_RESPONSES.start()) {
            NpmProgram.Result result = CodexCli.at(standIn.address(), Family.KEY, "gpt-5.1").ask("Hi");

            assertThat(standIn.violations()).isEmpty();
            assertThat(result.output()).as(result.errors()).contains(SAID);
            assertThat(result.status()).isZero();
        }
    }

    @Test
    void geminiCliIsAnswered() throws Exception {
        GeminiCli.assumeInstalled();
        try (StandIn standIn = Family.GEMINI.start()) {
            NpmProgram.Result result = GeminiCli.at(standIn.address(), Family.KEY, "gemini-2.5-flash").ask("Hi");

            assertThat(standIn.violations()).isEmpty();
            assertThat(result.output()).as(result.errors()).contains(SAID);
            assertThat(result.status()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(OpenCode.Api.class)
    void openCodeIsAnswered(OpenCode.Api api) throws Exception {
        OpenCode.assumeInstalled();
        Family family = Map.of(OpenCode.Api.ANTHROPIC, Family.ANTHROPIC, OpenCode.Api.RESPONSES, Family.OPENAI_RESPONSES,
                OpenCode.Api.CHAT, Family.OPENAI, OpenCode.Api.GEMINI, Family.GEMINI).get(api);
        try (StandIn standIn = family.start()) {
            NpmProgram.Result result = OpenCode.at(api, standIn.address(), Family.KEY, "some-model").ask("Hi");

            assertThat(standIn.violations()).isEmpty();
            assertThat(result.output()).as(result.errors()).contains(SAID);
            assertThat(result.status()).isZero();
        }
    }

    @Test
    void claudeCodeIsAnsweredAsByAnthropic() throws Exception {
        ClaudeCode.assumeInstalled();
        try (StandIn standIn = Family.ANTHROPIC.start()) {
            NpmProgram.Result result = ClaudeCode.at(standIn.address()).without("ANTHROPIC_AUTH_TOKEN")
                    .with("ANTHROPIC_API_KEY", Family.KEY).ask("Hi");

            assertThat(standIn.violations()).isEmpty();
            assertThat(result.output()).as(result.errors()).contains(SAID);
        }
    }

    @Test
    void claudeCodeIsAnsweredAsByBedrock() throws Exception {
        ClaudeCode.assumeInstalled();
        try (StandIn standIn = Family.BEDROCK_INVOKE.start()) {
            standIn.knowsBetas(beta -> true);
            NpmProgram.Result result = ClaudeCode.atBedrock(standIn.address())
                    .with("ANTHROPIC_AUTH_TOKEN", Family.KEY).ask("Hi");

            assertThat(result.output()).as(result.errors()).contains(SAID);
            assertThat(standIn.heard()).extracting(Heard::streamed).contains(true);
        }
    }

    @Test
    void claudeCodeIsAnsweredAsByVertex() throws Exception {
        ClaudeCode.assumeInstalled();
        try (StandIn standIn = Family.VERTEX_CLAUDE.start()) {
            standIn.knowsBetas(beta -> true);
            NpmProgram.Result result = ClaudeCode.atVertex(standIn.address() + "/v1", GoogleAccount.PROJECT)
                    .with("ANTHROPIC_AUTH_TOKEN", GoogleAccount.TOKEN).ask("Hi");

            assertThat(result.output()).as(result.errors()).contains(SAID);
            assertThat(standIn.violations()).isEmpty();
        }
    }
}
