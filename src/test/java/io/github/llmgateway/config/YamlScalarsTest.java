package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** What {@code yaml.safe_load} of PyYAML 6 says of the same texts. */
class YamlScalarsTest {

    @Test
    void readsBooleansInTheirThreeSpellings() {
        assertThat(YamlScalars.read("yes")).isEqualTo(true);
        assertThat(YamlScalars.read("On")).isEqualTo(true);
        assertThat(YamlScalars.read("FALSE")).isEqualTo(false);
        assertThat(YamlScalars.read("y")).isEqualTo("y");
        assertThat(YamlScalars.read("tRUE")).isEqualTo("tRUE");
    }

    @Test
    void readsIntegersInEveryBase() {
        assertThat(YamlScalars.read("1_000")).isEqualTo(1_000L);
        assertThat(YamlScalars.read("-12")).isEqualTo(-12L);
        assertThat(YamlScalars.read("010")).isEqualTo(8L);
        assertThat(YamlScalars.read("0x1F")).isEqualTo(31L);
        assertThat(YamlScalars.read("0b101")).isEqualTo(5L);
        assertThat(YamlScalars.read("1:30")).isEqualTo(90L);
        assertThat(YamlScalars.read("0")).isEqualTo(0L);
        assertThat(YamlScalars.read("09")).isEqualTo("09");
        assertThat(YamlScalars.read("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
    }

    @Test
    void readsFloatsThatHaveADot() {
        assertThat(YamlScalars.read("0.000003")).isEqualTo(0.000003);
        assertThat(YamlScalars.read("1.5e-06")).isEqualTo(1.5e-6);
        assertThat(YamlScalars.read(".5")).isEqualTo(0.5);
        assertThat(YamlScalars.read("-.inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(YamlScalars.read("3e-6")).isEqualTo("3e-6");
        assertThat(YamlScalars.read("1.5e6")).isEqualTo("1.5e6");
    }

    @Test
    void readsNothingAndLeavesTheRestAsText() {
        assertThat(YamlScalars.read("")).isNull();
        assertThat(YamlScalars.read("~")).isNull();
        assertThat(YamlScalars.read("2024-02-01")).isEqualTo("2024-02-01");
        assertThat(YamlScalars.read("0x")).isEqualTo("0x");
    }
}
