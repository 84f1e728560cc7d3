package io.github.llmgateway.door;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.framing.EventWriter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.Exchange;

/**
 * Writes what a route has answered: an {@link Answer} as it comes, anything else by Camel's type converters. While a
 * streamed answer keeps the client waiting, pings keep the connection alive; the first of them settles the status as
 * 200, and what fails after it is told as the dialect's error event. Lives on the connection's event loop.
 */
final class AnswerWriter {

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Exchange exchange;
    private final long pingMillis;
    private final Runnable whenDone;
    private final Vertx vertx;
    private long pingTimer = -1;
    private long lastWriteMillis;
    private boolean answered;
    private boolean done;
    private Runnable cancelSource = () -> { };

    AnswerWriter(RoutingContext context, Exchange exchange, long pingMillis, Runnable whenDone) {
        this.context = context;
        this.response = context.response();
        this.exchange = exchange;
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

    /** The route is done: writes its answer. */
    void write() {
        if (done) {
            discard();
            return;
        }
        answered = true;
        Answer answer = AnswerOf.exchange(exchange);
        Call call = Call.of(exchange);
        if (response.headWritten()) {
            afterPing(call, answer);
            return;
        }
        response.setStatusCode(answer.status());
        response.headers().addAll(answer.headers());
        ResponseHeaders.add(response.headers(), exchange, call);
        if (call != null) {
            call.status(answer.status());
            call.firstByte();
        }
        if (answer.stream() != null) {
            response.setChunked(true);
            pump(answer);
        } else {
            end(answer.bytes());
        }
    }

    /** The status is settled: a stream goes on, anything else is told as an event. */
    private void afterPing(Call call, Answer answer) {
        call.status(answer.status());
        if (answer.stream() != null) {
            pump(answer);
        } else if (answer.status() < 300) {
            end(answer.bytes());
        } else {
            Failure failure = call.failure() != null ? call.failure()
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
                response.drainHandler(drained -> stream.resume());
            }
        });
        stream.endHandler(end -> end(null));
        stream.resume();
    }

    private void end(Buffer last) {
        if (done) {
            return;
        }
        (last == null ? response.end() : response.end(last)).onComplete(ended -> finish());
    }

    private void ping() {
        pingTimer = -1;
        Call call = Call.of(exchange);
        if (done || call == null || !call.isStream() || response.ended()) {
            return;
        }
        long silent = System.currentTimeMillis() - lastWriteMillis;
        if (silent >= pingMillis) {
            if (!response.headWritten()) {
                response.setStatusCode(200).setChunked(true);
                response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
                response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
                ResponseHeaders.add(response.headers(), exchange, call);
            }
            response.write(Buffer.buffer(encode(call, new StreamEvent.Ping())));
            lastWriteMillis = System.currentTimeMillis();
            silent = 0;
        }
        pingTimer = vertx.setTimer(Math.max(1, pingMillis - silent), id -> ping());
    }

    private static byte[] encode(Call call, StreamEvent event) {
        EventWriter out = new EventWriter();
        StreamEncoder encoder = call.dialect().encoder(call.reply());
        encoder.encode(event, new StreamEncoder.Frames() {
            @Override
            public void event(String name, byte[] data) {
                out.event(name, data);
            }

            @Override
            public void comment(String text) {
                out.comment(text);
            }
        });
        return out.take();
    }

    /** The client has left: the provider's call ends at once. */
    private void left() {
        if (done) {
            return;
        }
        Call call = Call.of(exchange);
        if (call != null) {
            if (call.status() == 0) {
                // nginx' number for a client that closed its request: in logs, never on a wire.
                call.status(499);
            }
            call.cancel();
        }
        cancelSource.run();
        if (answered) {
            finish();
        } else {
            done = true;
            cancelPing();
        }
    }

    /** The route has answered a client that is gone. */
    private void discard() {
        Answer answer = AnswerOf.exchange(exchange);
        answer.cancel().run();
        whenDone.run();
    }

    private void finish() {
        if (!done) {
            done = true;
            cancelPing();
            whenDone.run();
        }
    }

    private void cancelPing() {
        if (pingTimer >= 0) {
            vertx.cancelTimer(pingTimer);
        }
    }
}
