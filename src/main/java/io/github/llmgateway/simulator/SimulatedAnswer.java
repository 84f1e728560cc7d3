package io.github.llmgateway.simulator;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.framing.EventWriter;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** What a call gets: bytes, or parts of a stream, ready before the first of them leaves. */
final class SimulatedAnswer {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Call call;
    private final Behaviour behaviour;
    /** One of the two is set. */
    private byte[] bytes;
    private List<Consumer<EventWriter>> parts;
    /** How many events an answer that comes whole would have taken. */
    private int events;

    private SimulatedAnswer(Call call, Behaviour behaviour) {
        this.call = call;
        this.behaviour = behaviour;
    }

    /** {@code broken}: what ends a stream after its first half; null: nothing. */
    static SimulatedAnswer of(Call call, Behaviour behaviour, Failure broken) throws Failure {
        SimulatedAnswer answer = new SimulatedAnswer(call, behaviour);
        switch (call.operation()) {
            case CHAT -> answer.chat(broken);
            case COMPLETION -> answer.completion(broken);
            case EMBEDDING -> answer.embedding();
            case COUNT_TOKENS -> answer.count();
        }
        return answer;
    }

    /** ms until a whole answer is complete, behind the delay of its beginning: 0 for a stream. */
    long wholeMillis() {
        return parts != null ? 0 : (long) Math.max(0, events - 1) * behaviour.settings().eventMillis();
    }

    boolean isStream() {
        return parts != null;
    }

    /** The answer as it is to be sent; a stream belongs to the event loop of the current thread. */
    Answer begin(Vertx vertx) {
        call.attempt().firstByte();
        MultiMap headers = call.answerHeaders();
        if (bytes != null) {
            return Answer.whole(200, headers.set(HttpHeaders.CONTENT_TYPE, "application/json"), Buffer.buffer(bytes));
        }
        PacedStream stream = new PacedStream(vertx, parts, call.framing().writer(), behaviour.settings().eventMillis());
        Runnable cancel = () -> {
            stream.cancel();
            call.attempt().close();
        };
        call.onCancel(cancel);
        headers.set(HttpHeaders.CONTENT_TYPE, call.framing().contentType());
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        return Answer.streamed(200, headers, stream, cancel);
    }

    private void count() {
        call.answerHeaders().set("x-gateway-token-count", "estimate");
        bytes = call.dialect().writeCount(call.getPromptTokens());
    }

    private void chat(Failure broken) throws Failure {
        ChatAnswer answer = new Speech(call.conversation(), behaviour, id()).answer(call.getPromptTokens());
        Tally tally = call.attempt().tally();
        if (call.isStream()) {
            List<List<StreamEvent>> beats =
                    broken == null ? Narration.of(answer) : Narration.broken(answer, broken);
            parts = Narration.encoded(beats, call.dialect().encoder(call.reply()), tally);
            return;
        }
        events = (int) answer.usage().output();
        note(answer.model(), answer.usage());
        tally.reason = answer.reason();
        bytes = call.dialect().writeAnswer(answer, call.reply());
    }

    private void completion(Failure broken) throws Failure {
        Completion completion =
                Completion.of(Json.request(call.content().toArray()), behaviour, id(), call.getPromptTokens());
        if (!call.isStream()) {
            events = (int) completion.usage().output();
            noteEnd(completion);
            bytes = completion.whole();
            return;
        }
        List<byte[]> all = completion.events(call.outline().includeUsage);
        parts = new ArrayList<>();
        int end = broken == null ? all.size() : Math.max(1, all.size() / 2);
        for (byte[] event : all.subList(0, end)) {
            parts.add(out -> out.event(null, event));
        }
        Tally tally = call.attempt().tally();
        if (broken == null) {
            parts.set(end - 1, out -> {
                noteEnd(completion);
                out.event(null, all.get(end - 1));
                out.event(null, DONE);
            });
        } else {
            parts.addAll(Narration.encoded(List.of(List.of(new StreamEvent.Failed(broken))),
                    call.dialect().encoder(call.reply()), tally));
        }
    }

    private void noteEnd(Completion completion) {
        note(completion.model(), completion.usage());
        call.attempt().tally().reason = completion.reason();
    }

    private void embedding() throws Failure {
        String model = "simulator/" + behaviour.name();
        bytes = Embedding.answer(Json.request(call.content().toArray()), model, call.getPromptTokens());
        note(model, new Usage(call.getPromptTokens(), 0, 0, 0, 0, 0));
    }

    private void note(String model, Usage usage) {
        call.attempt().tally().model = model;
        call.attempt().tally().usage = usage;
    }

    /** Equal for equal bodies. Two checksums: no secret depends on it, and a digest of 1 MB takes milliseconds. */
    private String id() {
        CRC32 first = new CRC32();
        CRC32C second = new CRC32C();
        first.update(call.content().toArray());
        second.update(call.content().toArray());
        return String.format("%08x%08x", first.getValue(), second.getValue());
    }
}
