package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Told;
import io.github.llmgateway.testing.ClaudeCode;
import io.github.llmgateway.testing.NpmProgram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
    @EnumSource(names = {"OPENAI_RESPONSES", "GEMINI", "BEDROCK_CONVERSE", "BEDROCK_INVOKE", "VERTEX_CLAUDE"})
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

    @Test
    void asOnBedrockWithAKeyOfBedrocksKind() throws Exception {
        try (Stage stage = stage(Family.ANTHROPIC)) {
            stage.playedWithThought(ClaudeCode.atBedrock(stage.url()).without("CLAUDE_CODE_SKIP_BEDROCK_AUTH")
                    .without("ANTHROPIC_AUTH_TOKEN").with("AWS_BEARER_TOKEN_BEDROCK", Stage.KEY)
                    .arguments("--allowedTools", "Bash").ask(Stage.PROMPT));
        }
    }

    @Test
    void withABetaThatIsNewerThanTheGatewayAndThatBedrockDoesNotKnow() throws Exception {
        try (Stage stage = stage(Family.BEDROCK_INVOKE)) {
            NpmProgram.Result result = ClaudeCode.at(stage.url()).with("ANTHROPIC_AUTH_TOKEN", Stage.KEY)
                    .with("ANTHROPIC_BETAS", "not-yet-known-2027-01-01")
                    .arguments("--allowedTools", "Bash").ask(Stage.PROMPT);

            assertThat(result.output()).as(result.errors()).contains(Told.AFTER_RESULTS);
            assertThat(stage.standIn().violations()).as("the call was repeated, once for both turns").singleElement()
                    .asString().contains("invalid beta flag");
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

    @Test
    void asOnVertexAiWithTheKeyInAHeaderOfItsOwn() throws Exception {
        try (Stage stage = stage(Family.OPENAI)) {
            stage.played(ClaudeCode.atVertex(stage.url() + "/vertex", "my-project").without("ANTHROPIC_AUTH_TOKEN")
                    .with("ANTHROPIC_CUSTOM_HEADERS", "x-litellm-api-key: " + Stage.KEY)
                    .arguments("--allowedTools", "Bash").ask(Stage.PROMPT));
        }
    }
}
