package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.testing.GeminiCli;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.NpmProgram;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Turn;
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

    /** The model {@code auto} has a question of its own first: how hard the task is, answered by a schema. */
    @Test
    void withTheModelThatItChoosesItself() throws Exception {
        StubProvider provider = new StubProvider(ModelApi.ANTHROPIC.says(request -> request.path("tools").isEmpty()
                ? Turn.text("{\"complexity_reasoning\": \"A sum.\", \"complexity_score\": 3}")
                : Turn.text("It is four.")));
        try (provider; RunningGateway gateway = RunningGateway.with(ModelApi.ANTHROPIC.config("gemini-*", provider))) {
            NpmProgram.Result result = GeminiCli.at(gateway.url(), "any", "auto").ask("What is 2+2?");

            assertThat(result.output()).as(result.errors()).contains("It is four.");
            assertThat(result.errors()).doesNotContain("Error");
            JsonNode schema = provider.asked().get(0).json().at("/output_config/format/schema");
            assertThat(schema.path("type").asText()).isEqualTo("object");
            assertThat(schema.at("/properties/complexity_score/type").asText()).isEqualTo("integer");
        }
    }
}
