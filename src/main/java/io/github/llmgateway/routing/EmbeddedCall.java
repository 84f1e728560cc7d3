package io.github.llmgateway.routing;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Course;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * A call that an application's own route has put into the message as a request's text. When it ends the exchange is as
 * the application knows it: the answer or the exception in it and no trace of the call, so that the next one is
 * another; after a failure the request is back in the body for whoever tries again. The route goes on away from event
 * loops if it came from elsewhere: it may block, and wait for a stream.
 */
final class EmbeddedCall {

    /** Deeper bodies of an application are no conversation. */
    private static final int MAX_DEPTH = 1000;

    /** What a route does with the call: as {@link org.apache.camel.AsyncProcessor#process}. */
    @FunctionalInterface
    interface Way {

        /** Whether it is done already. */
        boolean go(AsyncCallback ended);
    }

    private final Exchange exchange;
    private final Object request;
    private final Object before;

    private EmbeddedCall(Exchange exchange, Object request, Object before) {
        this.exchange = exchange;
        this.request = request;
        this.before = before;
    }

    /** Reads the message's body as a request in the endpoint's dialect; one that names no model means the group. */
    static EmbeddedCall begin(Exchange exchange, LlmEndpoint endpoint) throws Failure {
        Object request = exchange.getMessage().getBody();
        byte[] body = exchange.getMessage().getBody(byte[].class);
        if (body == null) {
            throw Failure.badRequest("The message has no body; a request in the dialect " + endpoint.getDialect()
                    + " is wanted.", null);
        }
        Dialect dialect = dialect(endpoint);
        Outline outline;
        try {
            outline = dialect.scan(body, Operation.CHAT, MAX_DEPTH);
        } catch (Failure failure) {
            if (!"model".equals(failure.param())) {
                throw failure;
            }
            body = withModel(body, endpoint.getGroup());
            outline = dialect.scan(body, Operation.CHAT, MAX_DEPTH);
        }
        EmbeddedCall embedded = new EmbeddedCall(exchange, request, exchange.getProperty(Call.PROPERTY));
        Call call = new Call(exchange.getExchangeId(), exchange.getFromRouteId(), dialect, Operation.CHAT,
                HttpHeaders.headers(), Content.of(body), outline, new Course());
        exchange.setProperty(Call.PROPERTY, call);
        exchange.getMessage().setBody(call);
        return embedded;
    }

    /** Goes the way and tidies up after it. */
    boolean end(Executor workers, AsyncCallback callback, Way way) {
        boolean mayBlock = !Context.isOnEventLoopThread();
        return way.go(doneSync -> {
            tidy();
            if (!mayBlock || doneSync || workers == null || !Context.isOnEventLoopThread()) {
                callback.done(doneSync);
                return;
            }
            try {
                workers.execute(() -> callback.done(false));
            } catch (RejectedExecutionException full) {
                exchange.setException(Failure.of(FailureKind.UNAVAILABLE, "The gateway has more to do than it can.")
                        .withRetryAfterMillis(1000));
                callback.done(false);
            }
        });
    }

    private void tidy() {
        if (before == null) {
            exchange.removeProperty(Call.PROPERTY);
        } else {
            exchange.setProperty(Call.PROPERTY, before);
        }
        if (exchange.getException() != null) {
            exchange.getMessage().setBody(request);
        } else if (exchange.getMessage().getBody() instanceof Answer answer) {
            String type = answer.headers().get(HttpHeaders.CONTENT_TYPE);
            if (type != null) {
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
            }
        }
    }

    private static Dialect dialect(LlmEndpoint endpoint) throws Failure {
        for (Dialect each : endpoint.getCamelContext().getRegistry().findByType(Dialect.class)) {
            if (each.name().equals(endpoint.getDialect())) {
                return each;
            }
        }
        throw Failure.badRequest("No dialect is called " + endpoint.getDialect() + ".", null);
    }

    private static byte[] withModel(byte[] body, String model) {
        int brace = 0;
        while (brace < body.length && body[brace] != '{') {
            brace++;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
        out.write(body, 0, Math.min(body.length, brace + 1));
        String name = Json.MAPPER.getNodeFactory().textNode(model).toString();
        out.writeBytes(("\"model\":" + name + ",").getBytes(StandardCharsets.UTF_8));
        out.write(body, brace + 1, Math.max(0, body.length - brace - 1));
        return out.toByteArray();
    }
}
