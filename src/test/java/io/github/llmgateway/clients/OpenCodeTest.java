package io.github.llmgateway.clients;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.testing.NpmProgram;
import io.github.llmgateway.testing.OpenCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenCode works by each of the four APIs that it speaks, with a model of another family. */
class OpenCodeTest {

    @BeforeAll
    static void install() {
        OpenCode.assumeInstalled();
    }

    @ParameterizedTest
    @CsvSource({"ANTHROPIC, OPENAI_RESPONSES, claude-sonnet-4-5, true", "RESPONSES, BEDROCK_CONVERSE, gpt-5.1, true",
            "CHAT, ANTHROPIC, gpt-4.1, false", "GEMINI, BEDROCK_INVOKE, gemini-3-pro-preview, true"})
    void runsACommandByEachApi(OpenCode.Api api, Family family, String model, boolean thoughtComesBack)
            throws Exception {
        try (Stage stage = new Stage(family, OpenCode.SHELL_TOOL, "command")) {
            NpmProgram.Result result = OpenCode.at(api, stage.url(), Stage.KEY, model).ask(Stage.PROMPT);

            if (thoughtComesBack) {
                stage.playedWithThought(result);
            } else {
                stage.played(result);
            }
        }
    }
}
