package io.github.llmgateway.replay;

import io.github.llmgateway.chat.Operation;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.replay.Recording.Format;
import io.github.llmgateway.replay.Recording.Kind;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is played together where no request and answer were recorded together: whole with whole, stream with stream,
 * tools with tools where there are any. By turns in the order of the archive, so that every run plays the same.
 */
final class Partners {

    private final Archive archive;
    private int turn;

    Partners(Archive archive) {
        this.archive = archive;
    }

    /** An answer of the other format for a request. */
    Recording answer(Recording request) {
        Kind kind = request.streamed() ? Kind.STREAM : Kind.WHOLE;
        return choose(request.format().other(), request.tools(), each -> each.kind() == kind);
    }

    /** A request of {@code format} that an answer may answer, and that every provider of the other format can take. */
    byte[] request(Format format, Recording answer, Dialect own, Dialect other) {
        boolean streamed = answer.kind() == Kind.STREAM;
        Recording chosen = choose(format, answer.tools(), each -> each.request() != null
                && (each.kind() == Kind.WHOLE || each.kind() == Kind.STREAM) && each.streamed() == streamed
                && sayable(each, answer, own, other));
        ObjectNode request = (ObjectNode) Json.parse(chosen.request());
        // A client that did not ask for usage must not see its chunk.
        request.remove("stream_options");
        return Json.bytes(request);
    }

    private static boolean sayable(Recording request, Recording answer, Dialect own, Dialect other) {
        if (own == other) {
            return true;
        }
        try {
            return other.write(own.read(request.request()), new Target(answer.model(), answer.provider(), Operation.CHAT, 0)).losses()
                    .stream().allMatch(loss -> loss.harmless());
        } catch (Failure unreadable) {
            return false;
        }
    }

    private Recording choose(Format format, boolean tools, Predicate<Recording> fits) {
        List<Recording> all = archive.recordings.stream().filter(each -> each.format() == format).filter(fits).toList();
        List<Recording> alike = all.stream().filter(each -> each.tools() == tools).toList();
        List<Recording> best = alike.isEmpty() ? all : alike;
        return best.get(turn++ % best.size());
    }
}
