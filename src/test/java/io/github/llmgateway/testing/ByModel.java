package io.github.llmgateway.testing;

import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider that behaves by the model asked for: one behaviour after the other, the last for all that follows. */
public final class ByModel implements StubProvider.Behaviour {

    private static final Pattern MODEL = Pattern.compile("\"model\":\\s*\"([^\"]*)\"");

    private final Map<String, Deque<StubProvider.Behaviour>> behaviours = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    /** How it answers for a model, in turn. */
    public ByModel when(String model, StubProvider.Behaviour... inTurn) {
        behaviours.put(model, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    /** How often a model was asked for. */
    public int count(String model) {
        return counts.computeIfAbsent(model, none -> new AtomicInteger()).get();
    }

    /** Forgets counts and behaviours. */
    public void forget() {
        behaviours.clear();
        counts.clear();
    }

    @Override
    public void answer(StubProvider.Asked asked, HttpServerResponse response) {
        Matcher model = MODEL.matcher(asked.text());
        String name = model.find() ? model.group(1) : "";
        counts.computeIfAbsent(name, none -> new AtomicInteger()).incrementAndGet();
        Deque<StubProvider.Behaviour> turn = behaviours.get(name);
        if (turn == null) {
            response.setStatusCode(500).end("the test has no behaviour for " + name);
            return;
        }
        StubProvider.Behaviour next;
        synchronized (turn) {
            next = turn.size() > 1 ? turn.poll() : turn.peek();
        }
        next.answer(asked, response);
    }
}
