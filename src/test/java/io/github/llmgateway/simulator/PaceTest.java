package io.github.llmgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.framing.EventWriter;
import io.github.llmgateway.framing.Framing;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Simulator PACED = Asked.simulator("simulator_text: a b c d, simulator_event_ms: 30", "");

    @Test
    void eventsComeAtTheirPace() {
        long start = System.nanoTime();
        Asked asked = Asked.anthropic(PACED, "x", ",'stream':true").begun();
        assertThat(millisSince(start)).isLessThan(2000);
        asked.text();
        assertThat(millisSince(start)).isBetween(85L, 3000L);
        assertThat(asked.chunks).hasSize(4);
    }

    @Test
    void aWholeAnswerTakesAsLongAsItsStream() {
        long start = System.nanoTime();
        Asked.anthropic(PACED, "x", "").json();
        assertThat(millisSince(start)).isBetween(85L, 3000L);
    }

    @Test
    void slowBeginsLateAndNobodyWaitsForIt() {
        long start = System.nanoTime();
        Asked slow = Asked.anthropic("slow", ",'stream':true");
        Asked.anthropic("x", "").json();
        assertThat(slow.exchange.getMessage().getBody()).isNull();
        slow.begun();
        assertThat(millisSince(start)).isBetween(1950L, 4500L);
    }

    @Test
    void anAnswerThatComesTooLateIsATimeout() {
        Simulator late = Asked.simulator("simulator_delay_ms: 60000, timeout: 0.05, stream_timeout: 0.05", "");
        assertThat(Asked.anthropic(late, "x", "").failure().kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(Asked.anthropic(late, "x", ",'stream':true").failure().kind()).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void aClientThatLeavesEndsTheWait() {
        Asked asked = Asked.anthropic(Asked.simulator("simulator_delay_ms: 60000", ""), "x", "");
        Asked.VERTX.runOnContext(left -> asked.call.cancel());
        assertThat(asked.failure().kind()).isEqualTo(FailureKind.CLIENT_LEFT);
    }

    @Test
    void aClientThatLeavesEndsTheStream() throws Exception {
        Asked asked = Asked.anthropic(PACED, "x", ",'stream':true").begun();
        List<Buffer> seen = new ArrayList<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        Asked.VERTX.runOnContext(go -> {
            asked.answer().stream().endHandler(end::complete).handler(chunk -> {
                seen.add(chunk);
                asked.call.cancel();
            });
            asked.answer().stream().resume();
        });
        assertThat(waits(end, 300)).isTrue();
        assertThat(seen).hasSize(1);
    }

    @Test
    void aReaderThatPausesGetsNothingAndLosesNothing() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        List<String> seen = new ArrayList<>();
        List<Consumer<EventWriter>> parts = IntStream.range(0, 50)
                .<Consumer<EventWriter>>mapToObj(i -> out -> out.comment(Integer.toString(i))).toList();
        Context loop = Asked.VERTX.getOrCreateContext();
        loop.runOnContext(go -> {
            PacedStream stream = new PacedStream(Asked.VERTX, parts, Framing.SSE.writer(), 1);
            stream.endHandler(end::complete).handler(chunk -> {
                seen.add(chunk.toString());
                stream.pause();
                if (seen.size() % 2 == 0) {
                    stream.resume();
                } else {
                    Asked.VERTX.setTimer(2, id -> stream.fetch(1));
                }
            });
            stream.fetch(1);
        });
        end.get(5, TimeUnit.SECONDS);
        assertThat(seen).hasSize(50).startsWith(": 0\n\n").endsWith(": 49\n\n");
    }

    @Test
    void asksFromAThreadThatIsNoEventLoopAreAnswered() {
        Asked asked = Asked.prepared(Asked.ANTHROPIC, Operation.CHAT, "x",
                "'max_tokens':90,'stream':true,'messages':[{'role':'user','content':'Hi'}]");
        asked.ask(PACED);
        assertThat(asked.begun().answer().stream()).isNotNull();
    }

    private static boolean waits(CompletableFuture<Void> end, long millis) throws InterruptedException {
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException noEnd) {
            return true;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
