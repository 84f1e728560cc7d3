package io.github.llmgateway.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Server-sent events arrive in chunks that end anywhere; what they say does not depend on where. */
class ServerSentEventsTest {

    private static final String STREAM = "\uFEFFevent: message_start\ndata: {\"a\":1}\n\n"
            + "data:first\r\ndata: second\r\nid: 7\r\ndata: zweite Hälfte 🙂\r\n\r\n"
            + "data\revent:own name\rdata: x\r\r"
            + "event: ping\n: a comment within\ndata: {}\n\n"
            + "database: no field of ours\ndata: last\nevent: done\n\n";

    @Test
    void namesAndLinesOfDataAreToldWhicheverLineEndsAndOrderTheyHave() {
        assertThat(Seen.all(Framing.SSE, STREAM.getBytes(StandardCharsets.UTF_8)).events).containsExactly(
                "message_start {\"a\":1}",
                "null first\nsecond\nzweite Hälfte 🙂",
                "own name \nx",
                "ping {}",
                "done last");
    }

    @Property
    void theyAreTheSameHoweverTheStreamIsCut(@ForAll @IntRange(min = 3, max = 40) int first,
            @ForAll @IntRange(min = 1, max = 9) int others) {
        byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
        Seen cut = Seen.chunked(Framing.SSE, stream, lengths(first, others, stream.length));
        Seen whole = Seen.all(Framing.SSE, stream);
        assertThat(cut.events).isEqualTo(whole.events);
        assertThat(cut.raw).usingElementComparator(Arrays::compare).isEqualTo(whole.raw);
    }

    @Test
    void aLargeEventInManyChunksTakesMemoryInProportion() {
        byte[] event = ("data: " + "x".repeat(1 << 20) + "\n\n").getBytes(StandardCharsets.UTF_8);
        List<Integer> chunks = lengths(1400, 1400, event.length);
        Seen.chunked(Framing.SSE, event, chunks);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Seen seen = Seen.chunked(Framing.SSE, event, chunks);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(seen.events).hasSize(1);
        assertThat(allocated).isLessThan(30L * event.length);
    }

    private static List<Integer> lengths(int first, int others, int total) {
        List<Integer> lengths = new ArrayList<>(Collections.nCopies(total / others, others));
        lengths.add(0, first);
        return lengths;
    }
}
