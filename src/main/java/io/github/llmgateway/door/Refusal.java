package io.github.llmgateway.door;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Course;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Dialect;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way out for what is not answered: makes the exchange's failure an answer in the client's dialect. A failure
 * that is none of ours is a defect: it is logged with the request's id, and the client learns no more than that.
 */
public final class Refusal implements Processor, NonBlocking {

    /** The property with the methods that a path has, for a request with another. */
    static final String ALLOW = "allow";

    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

    @Override
    public void process(Exchange exchange) {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Failure failure = failure(thrown);
        if (!(thrown instanceof Failure)) {
            LOG.error("Request {} failed unexpectedly", RequestId.of(exchange), thrown);
        }
        exchange.getMessage().setBody(answer(exchange, failure));
    }

    /** Any exception as a failure that may be shown. */
    static Failure failure(Throwable thrown) {
        return thrown instanceof Failure failure ? failure
                : Failure.of(FailureKind.API_ERROR, "The gateway failed; its log says why.");
    }

    /** Whether asking again is in vain. Claude Code would try a wrong key for minutes without a word. */
    private static boolean lasts(Failure failure) {
        return switch (failure.kind()) {
            case AUTHENTICATION, PERMISSION, BILLING -> true;
            default -> "provider_credentials".equals(failure.code());
        };
    }

    /** A failure as an answer. */
    static Answer answer(Exchange exchange, Failure failure) {
        Call call = Call.of(exchange);
        Course.of(exchange).failure(failure);
        MultiMap headers = HttpHeaders.headers();
        if (call != null && failure.verbatim() != null && call.answerHeaders() != null) {
            headers.addAll(call.answerHeaders());
        }
        headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
        if (exchange.getProperty(ALLOW) instanceof String methods) {
            headers.set(HttpHeaders.ALLOW, methods);
        }
        if (failure.retryAfterMillis() >= 0) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString((failure.retryAfterMillis() + 999) / 1000));
        }
        if (failure.verbatim() == null && lasts(failure)) {
            headers.set("x-should-retry", "false");
        }
        Way way = Way.of(exchange);
        Dialect dialect = way == null ? ClientDialect.guess(exchange) : way.dialect();
        dialect.failureHeaders(failure).forEach(headers::set);
        byte[] body = dialect.writeFailure(failure, RequestId.of(exchange));
        return Answer.whole(dialect.failureStatus(failure), headers, Buffer.buffer(body));
    }
}
