package io.github.llmgateway.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.testing.CapturedLog;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What ends is renewed ahead of its end, by one fetch at a time, and nobody waits for it who need not. */
class RenewedTest {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int fetched;
    private boolean broken;
    private final Renewed<String> renewed = new Renewed<>(() -> {
        fetched++;
        if (broken) {
            throw Failure.of(FailureKind.UNAVAILABLE, "away");
        }
        return Renewed.Lasting.until("token " + fetched, clock.instant().plus(Duration.ofHours(1)), clock.instant());
    }, waiting::add, clock);

    @Test
    void manyWhoAskAtOnceWaitForOneFetch() {
        List<Future<String>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(renewed.get());
        }
        run();

        assertThat(asked).allSatisfy(each -> assertThat(each.result()).isEqualTo("token 1"));
        assertThat(fetched).isEqualTo(1);
    }

    @Test
    void whatIsKnownIsGivenAtOnce() {
        renewed.get();
        run();

        assertThat(renewed.get().result()).isEqualTo("token 1");
        assertThat(waiting).isEmpty();
    }

    @Test
    void aNewOneIsFetchedAheadOfTheEndWhileTheOldOneServes() {
        renewed.get();
        run();
        clock.pass(Duration.ofMinutes(56));

        assertThat(renewed.get().result()).isEqualTo("token 1");
        assertThat(renewed.get().result()).isEqualTo("token 1");
        assertThat(waiting).hasSize(1);
        run();

        assertThat(renewed.get().result()).isEqualTo("token 2");
    }

    @Test
    void theOldOneServesToItsEndWhereTheNewOneCannotBeFetched() {
        renewed.get();
        run();
        broken = true;
        clock.pass(Duration.ofMinutes(56));
        renewed.get();
        try (CapturedLog log = CapturedLog.of(Renewed.class.getName())) {
            run();
            assertThat(log.lines()).containsExactly("away The old ones serve until 2026-03-01T13:00:00Z.");
        }

        assertThat(renewed.get().result()).isEqualTo("token 1");
        assertThat(waiting).as("no second try right after the first").isEmpty();
        clock.pass(Duration.ofSeconds(11));
        renewed.get();
        assertThat(waiting).hasSize(1);
        run();

        clock.pass(Duration.ofMinutes(5));
        Future<String> ended = renewed.get();
        run();
        assertThat(ended.cause()).hasMessage("away");
    }

    @Test
    void aFailureIsNotKept() {
        broken = true;
        Future<String> first = renewed.get();
        run();
        broken = false;
        Future<String> second = renewed.get();
        run();

        assertThat(first.failed()).isTrue();
        assertThat(second.result()).isEqualTo("token 2");
    }

    @Test
    void aValueThatDoesNotSayWhenItEndsIsLookedUpAfterAPauseBeforeItIsShownAgain() {
        int[] fetched = {0};
        Renewed<String> silent = new Renewed<>(
                () -> Renewed.Lasting.unlimited("token " + ++fetched[0], clock.instant()), waiting::add, clock);
        silent.get();
        run();
        clock.pass(Duration.ofMinutes(3));
        assertThat(silent.get().result()).as("the old one serves").isEqualTo("token 1");
        run();
        assertThat(silent.get().result()).isEqualTo("token 2");

        clock.pass(Duration.ofHours(7));
        Future<String> after = silent.get();
        assertThat(after.isComplete()).isFalse();
        run();
        assertThat(after.result()).isEqualTo("token 3");
    }

    @Test
    void whereNobodyIsFreeToFetchTheRequestFailsAndTheNextOneTriesAgain() {
        Queue<Runnable> later = new ArrayDeque<>();
        boolean[] full = {true};
        Renewed<String> busy = new Renewed<>(() -> Renewed.Lasting.unlimited("x", clock.instant()), task -> {
            if (full[0]) {
                throw new RejectedExecutionException();
            }
            later.add(task);
        }, clock);

        assertThat(((Failure) busy.get().cause()).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        full[0] = false;
        Future<String> next = busy.get();
        later.remove().run();
        assertThat(next.result()).isEqualTo("x");
    }

    private void run() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
