package io.github.llmgateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Course;
import io.github.llmgateway.chat.Operation;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a conversation stays with the deployment to which it had to move. */
class AffinityTest {

    private long nanos;
    private final Affinity affinity = new Affinity(() -> nanos);

    private static Call conversation(long key, int cacheTtlSeconds) {
        Outline outline = new Outline();
        outline.conversation = key;
        outline.cacheTtlSeconds = cacheTtlSeconds;
        return new Call("id", "door", null, Operation.CHAT, HttpHeaders.headers(), Content.of(new byte[0]), outline,
                new Course());
    }

    private void pass(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void aConversationWhoseCacheLivesAnHourStaysAnHourAfterItsLastRequest() {
        Call call = conversation(1, 3600);
        affinity.answered("m", call, "b", "a");
        pass(3590);
        assertThat(affinity.deployment("m", call)).isEqualTo("b");

        affinity.answered("m", call, "b", "a");
        pass(3590);
        assertThat(affinity.deployment("m", call)).isEqualTo("b");

        pass(20);
        assertThat(affinity.deployment("m", call)).isNull();
    }

    @Test
    void oneWithFiveMinutesStaysFiveMinutesAndOneWithoutMarksTen() {
        affinity.answered("m", conversation(1, 300), "b", "a");
        affinity.answered("m", conversation(2, 0), "b", "a");

        pass(299);
        assertThat(affinity.deployment("m", conversation(1, 300))).isEqualTo("b");
        pass(2);
        assertThat(affinity.deployment("m", conversation(1, 300))).isNull();
        pass(298);
        assertThat(affinity.deployment("m", conversation(2, 0))).isEqualTo("b");
        pass(2);
        assertThat(affinity.deployment("m", conversation(2, 0))).isNull();
    }

    @Test
    void oneThatIsHomeAgainIsForgotten() {
        Call call = conversation(1, 300);
        affinity.answered("m", call, "b", "a");
        affinity.answered("m", call, "a", "a");

        assertThat(affinity.deployment("m", call)).isNull();
    }

    @Test
    void groupsAndConversationsDoNotMix() {
        affinity.answered("m", conversation(1, 300), "b", "a");

        assertThat(affinity.deployment("n", conversation(1, 300))).isNull();
        assertThat(affinity.deployment("m", conversation(2, 300))).isNull();
    }

    @Test
    void theTableHasABound() {
        for (int i = 0; i < 150_000; i++) {
            affinity.answered("m", conversation(i, 300), "b", "a");
        }
        int known = 0;
        for (int i = 0; i < 150_000; i++) {
            known += affinity.deployment("m", conversation(i, 300)) == null ? 0 : 1;
        }
        assertThat(known).isBetween(1, 100_000);
    }

    @Test
    void theWordSaysWhetherTheCacheIsWhereTheRequestGoes() {
        assertThat(Affinity.word("a", null, "a")).isEqualTo("home");
        assertThat(Affinity.word("b", null, "a")).isEqualTo("moved");
        assertThat(Affinity.word("b", "b", "a")).isEqualTo("kept");
        assertThat(Affinity.word("a", "b", "a")).isEqualTo("moved");
        assertThat(Affinity.word("a", null, null)).isEqualTo("new");
    }
}
