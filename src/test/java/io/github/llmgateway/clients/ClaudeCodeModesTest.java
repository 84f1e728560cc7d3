package io.github.llmgateway.clients;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.testing.ClaudeCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claude Code, set up for Anthropic, for Bedrock or for Vertex AI, works with whoever is behind the gateway. */
class ClaudeCodeModesTest {

    @BeforeAll
    static void install() {
        ClaudeCode.assumeInstalled();
    }

    private static Stage stage(Family family) {
        return new Stage(family, "Bash", "command");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_RESPONSES", "GEMINI", "BEDROCK_CONVERSE"})
    void asAtAnthropic(Family family) throws Exception {
        try (Stage stage = stage(family)) {
            stage.playedWithThought(ClaudeCode.at(stage.url()).with("ANTHROPIC_AUTH_TOKEN", Stage.KEY)
                    .arguments("--allowedTools", "Bash").ask(Stage.PROMPT));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BEDROCK_INVOKE", "ANTHROPIC", "GEMINI"})
    void asOnBedrock(Family family) throws Exception {
        try (Stage stage = stage(family)) {
            stage.playedWithThought(ClaudeCode.atBedrock(stage.url()).with("ANTHROPIC_AUTH_TOKEN", Stage.KEY)
                    .arguments("--allowedTools", "Bash").ask(Stage.PROMPT));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VERTEX_CLAUDE", "ANTHROPIC"})
    void asOnVertexAi(Family family) throws Exception {
        try (Stage stage = stage(family)) {
            stage.playedWithThought(ClaudeCode.atVertex(stage.url() + "/v1", "my-project")
                    .with("ANTHROPIC_AUTH_TOKEN", Stage.KEY)
                    .arguments("--allowedTools", "Bash").ask(Stage.PROMPT));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI"})
    void asOnVertexAiWithTheKeyInAHeaderOfItsOwn(Family family) throws Exception {
        try (Stage stage = stage(family)) {
            stage.played(ClaudeCode.atVertex(stage.url() + "/vertex", "my-project").without("ANTHROPIC_AUTH_TOKEN")
                    .with("ANTHROPIC_CUSTOM_HEADERS", "x-litellm-api-key: " + Stage.KEY)
                    .arguments("--allowedTools", "Bash").ask(Stage.PROMPT));
        }
    }
}
