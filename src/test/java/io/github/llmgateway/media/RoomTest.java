package io.github.llmgateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** The memory that all pictures and documents share. */
class RoomTest {

    private final Room room = new Room(100, 60_000);

    @Test
    void whoComesWhenItIsFullWaitsItsTurn() {
        assertThat(room.take(60).succeeded()).isTrue();
        Future<Void> large = room.take(60);
        Future<Void> small = room.take(10);
        assertThat(large.isComplete()).isFalse();
        assertThat(small.isComplete()).as("nobody overtakes").isFalse();

        room.give(60);

        assertThat(large.succeeded()).isTrue();
        assertThat(small.succeeded()).isTrue();
        assertThat(room.taken()).isEqualTo(70);
    }

    @Test
    void whoWantsMoreThanThereIsTakesAll() {
        assertThat(room.take(1000).succeeded()).isTrue();
        assertThat(room.taken()).isEqualTo(100);
        room.give(1000);
        assertThat(room.taken()).isZero();
    }

    @Test
    void patienceEndsAndNothingStaysTaken() throws Exception {
        Room impatient = new Room(100, 1);
        impatient.take(100);

        Throwable late = impatient.take(1).map(none -> (Throwable) null).recover(Future::succeededFuture)
                .toCompletionStage().toCompletableFuture().get();

        assertThat(((Failure) late).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(((Failure) late).retryAfterMillis()).isPositive();
        impatient.give(100);
        assertThat(impatient.taken()).isZero();
    }

    @Test
    void whatComesAfterTheEndIsGivenBackAtOnce() {
        Holding holding = new Holding(room);
        room.take(50);
        holding.add(20);
        holding.end();
        assertThat(room.taken()).isEqualTo(30);
        holding.add(30);
        assertThat(room.taken()).isZero();
    }
}
