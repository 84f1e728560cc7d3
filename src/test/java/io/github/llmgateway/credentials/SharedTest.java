package io.github.llmgateway.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One value for equal settings, and no more than a bound of them. */
class SharedTest {

    @Test
    void equalSettingsShareOneValueAndTheLongestUnusedGoesWhenThereAreTooMany() {
        List<String> gone = new ArrayList<>();
        Shared<Integer, String> shared = new Shared<>(number -> new String("v" + number), gone::add);
        String first = shared.of(0);
        for (int i = 1; i < 1000; i++) {
            shared.of(i);
        }
        assertThat(shared.of(0)).isSameAs(first);
        shared.of(1000);

        assertThat(gone).containsExactly("v1");
        assertThat(shared.of(0)).isSameAs(first);
    }
}
