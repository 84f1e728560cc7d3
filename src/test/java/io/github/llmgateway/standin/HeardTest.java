package io.github.llmgateway.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One conversation, told in each format, is heard as the same. */
class HeardTest {

    private static final String DIGEST = Heard.Media.of("image/png", "aGk=").digest();

    @ParameterizedTest
    @EnumSource(names = {"ANTHROPIC", "OPENAI", "OPENAI_RESPONSES", "BEDROCK_CONVERSE", "GEMINI"})
    void whatIsHeardIsTheSameInEveryFormat(Family family) {
        Heard heard = family.format.hear(RulesTest.query(family, RulesTest.good(family)));

        assertThat(heard.system()).isEqualTo("Be brief.");
        assertThat(heard.texts()).first().isEqualTo("Hi");
        assertThat(heard.images()).containsExactly(new Heard.Media("image/png", DIGEST, null));
        assertThat(heard.files()).isEqualTo(family == Family.GEMINI ? List.of()
                : List.of(new Heard.Media("application/pdf", DIGEST, null)));
        assertThat(heard.tools()).extracting(Heard.Tool::name).containsExactly(Told.TOOL);
        assertThat(heard.calls()).extracting(Told.Call::name).containsExactly(Told.TOOL);
        assertThat(heard.results()).singleElement().extracting(Heard.Result::text).asString().contains("21");
        assertThat(heard.choice()).isEqualTo("auto");
    }
}
