package io.github.llmgateway.door;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Course;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.framing.EventWriter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a route has answered: an {@link Answer} as it comes, anything else by Camel's type converters. While a
 * streamed answer keeps the client waiting, pings keep the connection alive; the first of them settles the status as
 * 200, and what fails after it is told as the dialect's error event. Lives on the connection's event loop.
 */
final class AnswerWriter {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

    /** HTTP/2's number for it (RFC 9113 section 7). */
    private static final long INTERNAL_ERROR = 2;

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Exchange exchange;
    private final Intake intake;
    private final long pingMillis;
    private final Runnable whenDone;
    private final Vertx vertx;
    private long pingTimer = -1;
    private long stallTimer = -1;
    private long lastWriteMillis;
    private boolean answered;
    private boolean done;
    private Leftover leftover;
    private Runnable cancelSource = () -> { };

    AnswerWriter(RoutingContext context, Exchange exchange, Intake intake, long pingMillis,
            Runnable whenDone) {
        this.context = context;
        this.response = context.response();
        this.exchange = exchange;
        this.intake = intake;
        this.pingMillis = pingMillis;
        this.whenDone = whenDone;
        this.vertx = context.vertx();
    }

    /** Looks out for a client that leaves or waits too long. */
    void watch() {
        lastWriteMillis = System.currentTimeMillis();
        response.closeHandler(closed -> left());
        response.exceptionHandler(broken -> left());
        pingTimer = vertx.setTimer(pingMillis, id -> ping());
    }

    /** The route is done: writes its answer. Whatever goes wrong in it, the client does not wait for ever. */
    void write() {
        try {
            writeAnswer();
        } catch (RuntimeException defect) {
            LOG.error("Request {} has an answer that cannot be written", RequestId.of(exchange), defect);
            cancelSource.run();
            if (response.headWritten()) {
                breakOff();
            } else {
                response.headers().clear();
                response.setStatusCode(500).setChunked(false);
                end(Refusal.answer(exchange, Refusal.failure(defect)).bytes());
            }
        }
    }

    /** An answer begun that cannot be ended well: the client must not take it for whole. */
    private void breakOff() {
        if (context.request().version() == HttpVersion.HTTP_2) {
            response.reset(INTERNAL_ERROR);
        } else {
            response.close();
        }
    }

    private void writeAnswer() {
        if (done) {
            discard();
            return;
        }
        answered = true;
        Answer answer = AnswerOf.exchange(exchange, context);
        Course course = Course.of(exchange);
        course.status(answer.status());
        Call call = Call.of(exchange);
        if (response.headWritten()) {
            afterPing(call, answer);
            return;
        }
        response.setStatusCode(answer.status());
        response.headers().addAll(answer.headers());
        ResponseHeaders.add(response.headers(), exchange, call);
        if (context.request().version() == HttpVersion.HTTP_2) {
            ResponseHeaders.removeConnections(response.headers());
        }
        leftover = intake.leftover(context.request(), answer.status());
        if (leftover != null) {
            leftover.announce(response);
        }
        course.firstByte();
        if (answer.stream() != null) {
            response.setChunked(true);
            pump(answer);
        } else {
            end(answer.bytes());
        }
    }

    /** The status is settled: a stream goes on, anything else is told as an event. */
    private void afterPing(Call call, Answer answer) {
        if (answer.stream() != null) {
            pump(answer);
        } else if (answer.status() < 300) {
            end(answer.bytes());
        } else {
            Failure failure = call.course().failure() != null ? call.course().failure()
                    : Failure.of(FailureKind.API_ERROR, "The gateway has no answer.");
            end(Buffer.buffer(encode(call, new StreamEvent.Failed(failure))));
        }
    }

    private void pump(Answer answer) {
        ReadStream<Buffer> stream = answer.stream();
        cancelSource = answer.cancel();
        stream.handler(chunk -> {
            lastWriteMillis = System.currentTimeMillis();
            response.write(chunk);
            if (response.writeQueueFull()) {
                stream.pause();
                awaitClient();
                response.drainHandler(drained -> {
                    vertx.cancelTimer(stallTimer);
                    stream.resume();
                });
            }
        });
        stream.endHandler(end -> end(null));
        // A stream that has events tells a break as one of them; what passes as it came can only break off, too.
        stream.exceptionHandler(broken -> {
            breakOff();
            finish();
        });
        stream.resume();
    }

    /** Whoever takes nothing more would hold the provider's connection and the request's memory for ever. */
    private void awaitClient() {
        vertx.cancelTimer(stallTimer);
        stallTimer = vertx.setTimer(intake.sendMillis(), id -> {
            if (!done) {
                cancelSource.run();
                breakOff();
                finish();
            }
        });
    }

    private void end(Buffer last) {
        if (done) {
            return;
        }
        awaitClient();
        (last == null ? response.end() : response.end(last)).onComplete(ended -> finish());
    }

    private void ping() {
        pingTimer = -1;
        Call call = Call.of(exchange);
        if (done || call != null && !call.isStream() || response.ended()) {
            return;
        }
        long silent = System.currentTimeMillis() - lastWriteMillis;
        // Without a call a step before the reading of the request takes its time; a client that reads nothing has enough.
        if (call == null || response.writeQueueFull()) {
            silent = 0;
        } else if (silent >= pingMillis) {
            byte[] ping = encode(call, new StreamEvent.Ping());
            if (ping.length > 0) {
                write(call, ping);
            }
            lastWriteMillis = System.currentTimeMillis();
            silent = 0;
        }
        pingTimer = vertx.setTimer(Math.max(1, pingMillis - silent), id -> ping());
    }

    private void write(Call call, byte[] ping) {
        if (!response.headWritten()) {
            response.setStatusCode(200).setChunked(true);
            response.putHeader(HttpHeaders.CONTENT_TYPE, call.framing().contentType());
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
            ResponseHeaders.add(response.headers(), exchange, call);
        }
        response.write(Buffer.buffer(ping));
    }

    private static byte[] encode(Call call, StreamEvent event) {
        EventWriter out = call.framing().writer();
        call.dialect().encoder(call.reply()).encode(event, out);
        return out.take();
    }

    /** The client has left: the provider's call ends at once. */
    private void left() {
        if (done) {
            return;
        }
        Call call = Call.of(exchange);
        if (call != null) {
            if (call.course().status() == 0) {
                // nginx' number for a client that closed its request: in logs, never on a wire.
                call.course().status(499);
            }
            call.cancel();
        }
        cancelSource.run();
        if (answered) {
            finish();
        } else {
            done = true;
            cancelTimers();
        }
    }

    /** The route has answered a client that is gone. */
    private void discard() {
        if (exchange.getMessage().getBody() instanceof Answer answer) {
            answer.cancel().run();
        }
        whenDone.run();
    }

    private void finish() {
        if (!done) {
            done = true;
            cancelTimers();
            whenDone.run();
            if (leftover != null) {
                leftover.discard();
            }
        }
    }

    private void cancelTimers() {
        vertx.cancelTimer(pingTimer);
        vertx.cancelTimer(stallTimer);
    }
}
