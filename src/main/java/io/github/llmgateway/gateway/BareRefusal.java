package io.github.llmgateway.gateway;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Refuses what gets no further than the socket, in the dialect that its path and headers ask for. */
final class BareRefusal {

    private static final Dialect ANTHROPIC = new AnthropicDialect();
    private static final Dialect OPENAI = new OpenAiDialect();

    private BareRefusal() {
    }

    /** Answers with a failure; the connection ends with it, or of HTTP/2 the stream. */
    static void answer(HttpServerRequest request, Failure failure) {
        if (request.version() != HttpVersion.HTTP_2) {
            last(request, failure);
            return;
        }
        send(request, failure).onComplete(sent -> {
            if (!request.isEnded()) {
                // What it still sends is not wanted (RFC 9113 section 8.1).
                request.response().reset(0);
            }
        });
    }

    /** Answers with a failure; the connection ends with it, whatever else is on it. */
    static void last(HttpServerRequest request, Failure failure) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        send(request, failure).onComplete(sent -> request.connection().close());
    }

    private static Future<Void> send(HttpServerRequest request, Failure failure) {
        String path = request.path() == null ? "" : request.path();
        boolean anthropic = path.startsWith("/v1/messages") || request.headers().contains("anthropic-version")
                || request.headers().contains("x-api-key");
        HttpServerResponse response = request.response().setStatusCode(failure.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (failure.retryAfterMillis() >= 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString((failure.retryAfterMillis() + 999) / 1000));
        }
        return response.end(Buffer.buffer((anthropic ? ANTHROPIC : OPENAI).writeFailure(failure, null)));
    }

    /** Answers what is no HTTP, or has a line or headers too large. */
    static void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Failure failure = Failure.of(FailureKind.INVALID_REQUEST, "This is no valid HTTP request.");
        if (cause instanceof TooLongFrameException) {
            boolean line = String.valueOf(cause.getMessage()).contains("line");
            failure = Failure.of(FailureKind.INVALID_REQUEST, line ? "The address is too long."
                    : "The request's headers are larger than this gateway takes.").withStatus(line ? 414 : 431);
        }
        answer(request, failure);
    }
}
