package io.github.llmgateway.framing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a reader told: each event as {@code name data}, and the raw bytes. */
final class Seen implements EventReader.Listener {

    final List<String> events = new ArrayList<>();
    final List<byte[]> raw = new ArrayList<>();

    @Override
    public void event(String name, byte[] data, int dataStart, int dataEnd, byte[] raw, int rawStart, int rawEnd) {
        events.add(name + " " + new String(data, dataStart, dataEnd - dataStart, StandardCharsets.UTF_8));
        this.raw.add(Arrays.copyOfRange(raw, rawStart, rawEnd));
    }

    /** Everything in one chunk. */
    static Seen all(Framing framing, byte[] stream) {
        return chunked(framing, stream, List.of());
    }

    /** In chunks of the given lengths, then the rest. */
    static Seen chunked(Framing framing, byte[] stream, List<Integer> lengths) {
        Seen seen = new Seen();
        EventReader reader = framing.reader(1 << 20);
        int at = 0;
        for (int length : lengths) {
            int taken = Math.min(length, stream.length - at);
            byte[] chunk = Arrays.copyOfRange(stream, at, at + taken);
            reader.feed(chunk, 0, taken, seen);
            Arrays.fill(chunk, (byte) 0);
            at += taken;
        }
        reader.feed(stream, at, stream.length - at, seen);
        reader.finish(seen);
        return seen;
    }
}
