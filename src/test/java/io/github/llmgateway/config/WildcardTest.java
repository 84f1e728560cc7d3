package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

    @ParameterizedTest
    @CsvSource({"*,anything", "*,''", "claude-*,claude-opus", "claude-*,claude-", "*-mini,gpt-5-mini",
            "claude-*haiku*,claude-haiku-4-5", "claude-*haiku*,claude-3-haiku", "a*b*c,abc", "a*b*c,a-b-bc",
            "gpt,gpt", "**,x"})
    void aStarStandsForAnyText(String pattern, String name) {
        assertThat(Wildcard.fits(pattern, name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"claude-*,claud", "claude-*haiku*,claude-opus", "a*a,a", "ab*bc,abc", "a*b*c,acb", "gpt,gpt-5",
            "gpt.5*,gpt-5"})
    void whatIsBetweenTheStarsMustBeThere(String pattern, String name) {
        assertThat(Wildcard.fits(pattern, name)).isFalse();
    }

    @Test
    void eachStarTellsWhatItStoodFor() {
        assertThat(Wildcard.stars("eu/*/claude-*", "eu/anthropic/claude-opus")).containsExactly("anthropic", "opus");
    }
}
