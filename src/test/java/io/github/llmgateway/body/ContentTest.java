package io.github.llmgateway.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A body with changes is what stays and what is put in, in order. */
class ContentTest {

    private static String changed(String body, Splice... splices) {
        return Content.of(bytes(body)).with(List.of(splices)).toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsPutInBeforeSomethingThatIsTakenAwayDoesNotBringItBack() {
        Splice removal = new Splice(1, 7, new byte[0]);
        Splice insertion = new Splice(1, 1, bytes("\"m\":0,"));

        assertThat(changed("{\"v\":1,\"a\":2}", removal, insertion)).isEqualTo("{\"m\":0,\"a\":2}");
        assertThat(changed("{\"v\":1,\"a\":2}", insertion, removal)).isEqualTo("{\"m\":0,\"a\":2}");
    }

    @Test
    void changesMayComeInAnyOrder() {
        assertThat(changed("abcdef", new Splice(4, 5, bytes("E")), new Splice(0, 1, bytes("A")))).isEqualTo("AbcdEf");
    }
}
