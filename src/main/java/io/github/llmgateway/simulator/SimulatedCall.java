package io.github.llmgateway.simulator;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Vertx;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** One call, from its request to the first event or the whole of its answer. Lives on one event loop. */
final class SimulatedCall {

    private final Vertx vertx;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Call call;
    private long timer = -1;
    private boolean done;

    SimulatedCall(Vertx vertx, Exchange exchange, AsyncCallback callback) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.callback = callback;
        this.call = Call.of(exchange);
    }

    /**
     * Answers at once or later.
     *
     * @param behaviour what to do
     * @param fault     how to fail; null: not at all
     * @param bound     how long the answer may take, in ms
     * @return whether it is done already, as {@link org.apache.camel.AsyncProcessor} wants to know
     */
    boolean answer(Behaviour behaviour, Fault fault, long bound) throws Failure {
        Failure failure = fault == null ? null : fault.failure(call.getPromptTokens());
        boolean midstream = fault != null && fault.moment() == Fault.Moment.MIDSTREAM && call.isStream();
        if (failure != null && !midstream) {
            boolean answered = fault.moment() != Fault.Moment.BEFORE;
            return within(bound, behaviour.delayMillis(), () -> {
                if (answered) {
                    call.attempt().firstByte();
                }
                exchange.setException(failure);
            });
        }
        SimulatedAnswer answer = SimulatedAnswer.of(call, behaviour, failure);
        return within(bound, behaviour.delayMillis() + answer.wholeMillis(),
                () -> exchange.getMessage().setBody(answer.begin(vertx)));
    }

    private boolean within(long bound, long millis, Runnable what) {
        if (millis == 0) {
            what.run();
            callback.done(true);
            return true;
        }
        call.course().waits();
        boolean tooLate = millis > bound;
        timer = vertx.setTimer(Math.max(1, Math.min(bound, millis)), id -> finish(tooLate
                ? () -> exchange.setException(Failure.of(FailureKind.TIMEOUT,
                        "The simulator has not answered within " + bound + " ms."))
                : what));
        call.onCancel(this::cancel);
        return false;
    }

    private void cancel() {
        vertx.cancelTimer(timer);
        finish(() -> exchange.setException(Failure.of(FailureKind.CLIENT_LEFT, "The client has left.")));
    }

    private void finish(Runnable what) {
        if (!done) {
            done = true;
            call.course().goesOn();
            what.run();
            callback.done(false);
        }
    }
}
