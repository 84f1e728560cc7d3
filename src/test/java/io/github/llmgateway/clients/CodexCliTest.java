package io.github.llmgateway.clients;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.testing.CodexCli;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's Codex works with models that are not OpenAI's, and through Chat Completions. */
class CodexCliTest {

    @BeforeAll
    static void install() {
        CodexCli.assumeInstalled();
    }

    private static Stage stage(Family family) {
        return new Stage(family, CodexCli.SHELL_TOOL, "cmd");
    }

    @ParameterizedTest
    @EnumSource(names = {"ANTHROPIC", "GEMINI", "BEDROCK_CONVERSE"})
    void withThoughtsThatComeBack(Family family) throws Exception {
        try (Stage stage = stage(family)) {
            stage.playedWithThought(CodexCli.at(stage.url(), Stage.KEY, "gpt-5.1").ask(Stage.PROMPT));
        }
    }

    @Test
    void withChatCompletions() throws Exception {
        try (Stage stage = stage(Family.OPENAI)) {
            stage.played(CodexCli.at(stage.url(), Stage.KEY, "gpt-5.1").ask(Stage.PROMPT));
        }
    }
}
