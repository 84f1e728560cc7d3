package io.github.llmgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PiecesTest {

    @Property(tries = 300)
    void piecesTogetherAreTheText(@ForAll String text) {
        List<String> pieces = Pieces.of(text);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(Pieces.count(text)).isEqualTo(pieces.size());
    }

    @Property(tries = 300)
    void aTextCanBeMadeToHaveAnyNumberOfPieces(@ForAll String text, @ForAll @IntRange(min = 1, max = 50) int number) {
        assertThat(Pieces.count(Pieces.repeated(text, number))).isEqualTo(number);
    }

    @Test
    void aPieceNeverHoldsHalfACamel() {
        String camels = "\uD83D\uDC2A".repeat(40);
        for (String piece : Pieces.of("x" + camels)) {
            assertThat(new String(piece.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(piece);
        }
    }
}
