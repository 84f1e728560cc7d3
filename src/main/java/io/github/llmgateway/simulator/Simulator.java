package io.github.llmgateway.simulator;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.upstream.Outbound;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The provider that answers on a machine with no key: it reads the call, makes up an answer in the client's dialect and
 * says in it that no model was asked. The same request gets the same answer, but from {@code flaky}.
 *
 * <p>What it does stands in the model's name, as words between {@code - : + _ /}; any other word is just part of it:
 * <ul>
 * <li>{@code thinking}, {@code long}, {@code refusal}, {@code empty}, {@code max-tokens}: what the answer is like;
 * <li>{@code tool}, {@code parallel-tools}: it calls a tool that the client offers, until a result has come;
 * <li>{@code slow}: it begins after two seconds;
 * <li>{@code error-429} (any status from 400), {@code error-context}, {@code error-content}, {@code error-first-event},
 *     {@code error-midstream}: it fails;
 * <li>{@code flaky-3}: it fails on every third call of the deployment, with 500 or the error also named.
 * </ul>
 * Pace and wording are settings of the deployment: {@code simulator_delay_ms}, {@code simulator_event_ms},
 * {@code simulator_events}, {@code simulator_text}, {@code simulator_tool}, {@code simulator_tool_input}.
 *
 * <p>Never waits on a thread: delays are timers of the call's event loop.
 */
public final class Simulator extends AsyncProcessorSupport implements NonBlocking {

    /** The header that marks its answers. */
    public static final String HEADER = "x-gateway-simulator";

    private final Outbound outbound;
    private final Vertx vertx;
    private final Map<String, AtomicLong> calls = new ConcurrentHashMap<>();

    /** Answers for the deployments of {@code outbound}. */
    public Simulator(Outbound outbound, Vertx vertx) {
        this.outbound = outbound;
        this.vertx = vertx;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Context eventLoop = vertx.getOrCreateContext();
        if (eventLoop == Vertx.currentContext()) {
            return answer(exchange, callback);
        }
        eventLoop.runOnContext(ignored -> answer(exchange, done -> callback.done(false)));
        return false;
    }

    private boolean answer(Exchange exchange, AsyncCallback callback) {
        Call call = Call.of(exchange);
        call.answerHeaders(HttpHeaders.headers().set(HEADER, "true"));
        try {
            Deployment deployment = outbound.deployment(call.attempt().deployment());
            Behaviour behaviour =
                    Behaviour.of(deployment.model(call.getModel()), Settings.of(deployment));
            refuseTooLong(call, deployment);
            long bound = call.isStream() ? outbound.firstByteMillis(deployment) : outbound.answerMillis(deployment);
            return new SimulatedCall(vertx, exchange, callback).answer(behaviour, fault(behaviour, deployment), bound);
        } catch (Failure | RuntimeException failure) {
            // Also a defect: thrown on an event loop it would reach nobody, and the client would wait for ever.
            exchange.setException(failure);
            callback.done(true);
            return true;
        }
    }

    /** A model whose limit the configuration names has that limit. */
    private static void refuseTooLong(Call call, Deployment deployment) throws Failure {
        Long limit = deployment.tokens().maxInputTokens();
        if (limit != null && call.getPromptTokens() > limit) {
            throw Fault.tooLong(call.getPromptTokens(), limit);
        }
    }

    private Fault fault(Behaviour behaviour, Deployment deployment) {
        if (behaviour.fault() == null || behaviour.everyNth() == 1) {
            return behaviour.fault();
        }
        long number = calls.computeIfAbsent(deployment.id(), id -> new AtomicLong()).incrementAndGet();
        return number % behaviour.everyNth() == 0 ? behaviour.fault() : null;
    }
}
