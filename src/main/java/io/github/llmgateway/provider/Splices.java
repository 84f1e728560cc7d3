package io.github.llmgateway.provider;

import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts splices into a body without copying what stays. */
final class Splices {

    private Splices() {
    }

    /** The body with all splices; they must not overlap. */
    static Buffer apply(byte[] body, List<Splice> splices) {
        if (splices.isEmpty()) {
            return BufferImpl.buffer(Unpooled.wrappedBuffer(body));
        }
        List<Splice> sorted = new ArrayList<>(splices);
        sorted.sort(Comparator.comparingInt(Splice::start));
        List<ByteBuf> parts = new ArrayList<>(2 * sorted.size() + 1);
        int from = 0;
        for (Splice splice : sorted) {
            if (splice.start() > from) {
                parts.add(Unpooled.wrappedBuffer(body, from, splice.start() - from));
            }
            if (splice.bytes().length > 0) {
                parts.add(Unpooled.wrappedBuffer(splice.bytes()));
            }
            from = splice.end();
        }
        if (from < body.length) {
            parts.add(Unpooled.wrappedBuffer(body, from, body.length - from));
        }
        return BufferImpl.buffer(Unpooled.wrappedBuffer(parts.size(), parts.toArray(ByteBuf[]::new)));
    }

    /** What takes a top-level field out together with one comma. */
    static Splice removal(Outline outline, Outline.Field field) {
        int at = outline.fields().indexOf(field);
        if (at + 1 < outline.fields().size()) {
            return new Splice(field.start(), outline.fields().get(at + 1).start(), new byte[0]);
        }
        int start = at == 0 ? field.start() : outline.fields().get(at - 1).end();
        return new Splice(start, field.end(), new byte[0]);
    }
}
