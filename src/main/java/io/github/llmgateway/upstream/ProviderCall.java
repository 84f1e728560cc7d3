package io.github.llmgateway.upstream;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.Outgoing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** One call to a provider, from connecting to the answer's head or whole body. Lives on one event loop. */
final class ProviderCall {

    /** What is known of an answer before it comes. */
    private enum Answering {
        /** It is whole, as a rule. */
        WHOLE,
        /** It is a stream of events, as a rule. */
        EVENTS,
        /** It may be anything, and is handed on as it comes. */
        ANYHOW
    }

    /** An answer that is no stream is read whole; one beyond this is no answer of a model. */
    private static final int MAX_ANSWER_BYTES = 128 << 20;

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Buffer body;
    private final Answering answering;
    private final Outbound outbound;
    private final Deployment deployment;
    private final Call call;
    private final Attempt attempt;
    private Vertx vertx;
    private HttpClientRequest request;
    private long timer = -1;
    private Unreachable unreachable;
    private boolean waits;
    private boolean done;

    private ProviderCall(Exchange exchange, AsyncCallback callback, Buffer body, Answering answering,
            Outbound outbound, Deployment deployment) {
        this.exchange = exchange;
        this.callback = callback;
        this.body = body;
        this.answering = answering;
        this.outbound = outbound;
        this.deployment = deployment;
        this.call = Call.of(exchange);
        this.attempt = call.attempt();
    }

    /** A call that asks a model. */
    static ProviderCall asking(Exchange exchange, AsyncCallback callback, Outgoing outgoing, Outbound outbound,
            Deployment deployment) {
        return new ProviderCall(exchange, callback, outgoing.body(),
                outgoing.stream() ? Answering.EVENTS : Answering.WHOLE, outbound, deployment);
    }

    /** A call that passes as it came. */
    static ProviderCall passing(Exchange exchange, AsyncCallback callback, Buffer body, Outbound outbound,
            Deployment deployment) {
        return new ProviderCall(exchange, callback, body, Answering.ANYHOW, outbound, deployment);
    }

    /** From now on a client that leaves ends it. */
    void begin() {
        call.onCancel(() -> {
            fail(Failure.of(FailureKind.CLIENT_LEFT, "The client has left."));
            reset();
        });
    }

    /** Connects and sends, unless it has ended. */
    void send(WayOut way, RequestOptions options) {
        if (done) {
            return;
        }
        Context eventLoop = Vertx.currentContext();
        unreachable = way.unreachable(deployment.provider(), options);
        vertx = eventLoop.owner();
        long bound = answering == Answering.EVENTS ? outbound.firstByteMillis(deployment) : outbound.answerMillis(deployment);
        timer = vertx.setTimer(bound, id -> {
            timer = -1;
            fail(Failure.of(FailureKind.TIMEOUT, "The provider " + deployment.provider() + " has not answered within "
                    + bound + " ms."));
            reset();
        });
        waits = true;
        call.course().waits();
        way.request(eventLoop, options).onComplete(connected -> {
            if (connected.failed()) {
                fail(unreachable.because(connected.cause()));
            } else if (done) {
                connected.result().reset();
            } else {
                send(connected.result());
            }
        });
    }

    private void send(HttpClientRequest connected) {
        request = connected;
        BreakWatch.over(connected, broken -> {
            fail(unreachable.because(broken));
            reset();
        });
        request.response().onComplete(answered -> {
            if (answered.failed()) {
                fail(unreachable.because(answered.cause()));
            } else if (!done) {
                head(answered.result());
            }
        });
        if (body.length() == 0) {
            // What has no body announces none.
            request.send();
        } else {
            request.send(body);
        }
    }

    private void head(HttpClientResponse response) {
        Failure refused = unreachable.because(response.statusCode(), response.headers());
        if (refused != null) {
            fail(refused);
            response.exceptionHandler(gone -> { });
            reset();
            return;
        }
        attempt.firstByte();
        String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !"identity".equalsIgnoreCase(encoding)) {
            // The client unpacks what it knows and takes the header away.
            fail(Failure.of(FailureKind.API_ERROR, "The provider " + deployment.provider()
                    + " answered in an encoding that is not known here: " + encoding + ".").withStatus(502));
            response.exceptionHandler(gone -> { });
            reset();
            return;
        }
        String contentType = response.getHeader("content-type");
        boolean events = contentType != null && (contentType.startsWith("text/event-stream")
                || contentType.startsWith("application/vnd.amazon.eventstream"));
        if (answering == Answering.ANYHOW || events && response.statusCode() < 400) {
            response.pause();
            complete(new Incoming(response.statusCode(), response.headers(), null, response, this::reset,
                    outbound.idleMillis(deployment)));
        } else {
            whole(response);
        }
    }

    private void whole(HttpClientResponse response) {
        Buffer answer = Buffer.buffer();
        response.exceptionHandler(broken -> fail(unreachable.because(broken)));
        response.endHandler(end -> complete(new Incoming(response.statusCode(), response.headers(), answer, null,
                this::reset, 0)));
        response.handler(chunk -> {
            if (answer.length() + chunk.length() > MAX_ANSWER_BYTES) {
                fail(Failure.of(FailureKind.API_ERROR, "The provider's answer is larger than " + MAX_ANSWER_BYTES
                        + " bytes."));
                reset();
            } else {
                answer.appendBuffer(chunk);
            }
        });
    }

    private void complete(Incoming incoming) {
        if (finish()) {
            exchange.getMessage().setBody(incoming);
            callback.done(false);
        }
    }

    /** Ends it with a failure, unless it has ended. */
    void fail(Failure failure) {
        if (finish()) {
            attempt.fail(failure);
            exchange.setException(failure);
            callback.done(false);
        }
    }

    private boolean finish() {
        if (done) {
            return false;
        }
        done = true;
        if (waits) {
            call.course().goesOn();
        }
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        return true;
    }

    private void reset() {
        if (request != null) {
            request.reset();
        }
    }
}
