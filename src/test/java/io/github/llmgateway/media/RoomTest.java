package io.github.llmgateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** The memory that all pictures and documents share. */
class RoomTest {

    private static final long PATIENCE = 60_000;

    private final Room room = new Room(100);

    @Test
    void whoComesWhenItIsFullWaitsItsTurn() {
        assertThat(room.take(60, PATIENCE).succeeded()).isTrue();
        Future<Void> large = room.take(60, PATIENCE);
        Future<Void> small = room.take(10, PATIENCE);
        assertThat(large.isComplete()).isFalse();
        assertThat(small.isComplete()).as("nobody overtakes").isFalse();

        room.give(60);

        assertThat(large.succeeded()).isTrue();
        assertThat(small.succeeded()).isTrue();
        assertThat(room.taken()).isEqualTo(70);
    }

    @Test
    void whoWantsMoreThanThereIsIsLetInAlone() {
        assertThat(room.take(1000, PATIENCE).succeeded()).isTrue();
        assertThat(room.take(1, PATIENCE).isComplete()).isFalse();
        room.give(1000);
        assertThat(room.taken()).isEqualTo(1);
        room.give(1);
        assertThat(room.taken()).isZero();
    }

    @Test
    void aLargerBoundLetsInWhoWaits() {
        room.take(100, PATIENCE);
        Future<Void> waits = room.take(50, PATIENCE);
        room.setBound(150);
        assertThat(waits.succeeded()).isTrue();
        room.setBound(10);
        room.give(150);
        assertThat(room.taken()).isZero();
    }

    @Test
    void patienceEndsAndNothingStaysTaken() throws Exception {
        Room impatient = new Room(100);
        impatient.take(100, PATIENCE);

        Throwable late = impatient.take(1, 1).map(none -> (Throwable) null).recover(Future::succeededFuture)
                .toCompletionStage().toCompletableFuture().get();

        assertThat(((Failure) late).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(((Failure) late).retryAfterMillis()).isPositive();
        impatient.give(100);
        assertThat(impatient.taken()).isZero();
    }

    @Test
    void whatComesAfterTheEndIsGivenBackAtOnce() {
        Holding holding = new Holding(room);
        room.take(50, PATIENCE);
        holding.add(20);
        holding.end();
        assertThat(room.taken()).isEqualTo(30);
        holding.add(30);
        assertThat(room.taken()).isZero();
    }
}
