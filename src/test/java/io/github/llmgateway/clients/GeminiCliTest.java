package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.testing.GeminiCli;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Google's Gemini CLI works with models that are not Google's. */
class GeminiCliTest {

    @BeforeAll
    static void install() {
        GeminiCli.assumeInstalled();
    }

    private static Stage stage(Family family) {
        return new Stage(family, GeminiCli.SHELL_TOOL, "command");
    }

    @ParameterizedTest
    @EnumSource(names = {"ANTHROPIC", "OPENAI_RESPONSES"})
    void asAtTheGeminiApi(Family family) throws Exception {
        try (Stage stage = stage(family)) {
            stage.playedWithThought(GeminiCli.at(stage.url(), Stage.KEY, "gemini-3-pro-preview").ask(Stage.PROMPT));
        }
    }

    @Test
    void asOnVertexAiInExpressMode() throws Exception {
        try (Stage stage = stage(Family.ANTHROPIC)) {
            stage.playedWithThought(GeminiCli.atVertex(stage.url(), Stage.KEY, "gemini-3-pro-preview")
                    .ask(Stage.PROMPT));
        }
    }

    @Test
    void alsoWhereItFirstAsksWhichModelToTake() throws Exception {
        try (Stage stage = stage(Family.ANTHROPIC)) {
            stage.played(GeminiCli.at(stage.url(), Stage.KEY, "auto").ask(Stage.PROMPT));

            assertThat(stage.standIn().heard()).filteredOn(heard -> !heard.streamed()).extracting(Heard::schema)
                    .isNotEmpty();
        }
    }
}
