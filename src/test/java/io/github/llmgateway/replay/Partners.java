package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
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

    /** An answer of another format for a request. */
    Recording answer(Recording request) {
        Format format = request.format().other(turn);
        boolean counted = request.counts() && format != Format.OPENAI && format != Format.RESPONSES;
        Kind kind = counted ? Kind.COUNT : request.streamed() ? Kind.STREAM : Kind.WHOLE;
        return choose(format, request.tools(), each -> each.kind() == kind && (!request.tools() || chats(each)));
    }

    /** A request of {@code format} that an answer may answer, and that every provider of its format can take. */
    byte[] request(Format format, Recording answer) {
        boolean streamed = answer.kind() == Kind.STREAM;
        Recording chosen = choose(format, answer.tools(), each -> each.request() != null
                && (each.kind() == Kind.WHOLE || each.kind() == Kind.STREAM) && each.streamed() == streamed
                && (!each.tools() || chats(answer)) && sayable(each, answer));
        ObjectNode request = (ObjectNode) Json.parse(chosen.request());
        if (format == Format.OPENAI) {
            // A client that did not ask for usage must not see its chunk.
            request.remove("stream_options");
        }
        return Json.bytes(request);
    }

    /** Who thinks and calls tools at Azure, by another format than Chat's, is asked by Responses. */
    private static boolean chats(Recording answer) {
        return !answer.provider().equals("azure");
    }

    private static boolean sayable(Recording request, Recording answer) {
        if (request.format() == answer.format()) {
            return true;
        }
        try {
            Target target = new Target(answer.model(), answer.owner(), Operation.CHAT, 0);
            return answer.format().dialect.write(request.format().dialect.read(request.request()), target).losses()
                    .stream().allMatch(loss -> loss.harmless());
        } catch (Failure unreadable) {
            return false;
        }
    }

    /** The next that fits: first of those that are alike in tools, else of all. */
    private Recording choose(Format format, boolean tools, Predicate<Recording> fits) {
        List<Recording> all = archive.recordings.stream().filter(each -> each.format() == format).toList();
        int from = turn++;
        Recording other = null;
        for (int i = 0; i < all.size(); i++) {
            Recording each = all.get((from + i) % all.size());
            if ((other == null || each.tools() == tools) && fits.test(each)) {
                if (each.tools() == tools) {
                    return each;
                }
                other = each;
            }
        }
        return other;
    }
}
