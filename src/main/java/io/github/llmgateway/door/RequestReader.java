package io.github.llmgateway.door;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Course;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.LimitSettings;
import io.github.llmgateway.dialect.AnyBody;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Reads a request once, by the scanner of its door's dialect, and makes it a {@link Call}. What is no request of this
 * dialect is refused with the place where it is wrong. Of what passes as it came, the model is looked for, no more.
 */
public final class RequestReader implements Processor, NonBlocking {

    private final LimitSettings limits;

    /** Refuses bodies nested deeper than {@code limits} allow. */
    public RequestReader(LimitSettings limits) {
        this.limits = limits;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Way way = Way.of(exchange);
        Message message = exchange.getMessage();
        MultiMap headers = headers(message);
        Content body = message.getBody() instanceof Content content ? content : content(message);
        boolean passes = way.operation() == Operation.PASSAGE;
        if (!passes) {
            refuseForms(headers, body);
        }
        Outline outline = passes ? AnyBody.outline(body, way.asked(), limits.maxNestingDepth())
                : way.dialect().scan(body, way.operation(), way.asked(), limits.maxNestingDepth());
        Call call = new Call(RequestId.of(exchange), exchange.getFromRouteId(), way.dialect(), way.operation(),
                headers, body, outline, Course.of(exchange));
        call.framing(way.framing());
        call.identify((String) exchange.getProperty(Call.KEY_ALIAS),
                (String) exchange.getProperty(Call.FORWARDED_AUTHORIZATION));
        // Where the path names the model, the query is of that API alone, and may hold a key.
        if (message instanceof DoorMessage door && (passes || way.asked().model() == null)) {
            call.query(RequestPath.withoutKey(door.context().request().query()));
        }
        exchange.setProperty(Call.PROPERTY, call);
        message.setBody(call);
    }

    /** curl's default content type, and the empty body that comes of forgetting {@code -d}. */
    private static void refuseForms(MultiMap headers, Content body) throws Failure {
        if (body.length() == 0) {
            throw Failure.badRequest("The request body is empty; a JSON object is wanted.", null);
        }
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        if (lower.startsWith("application/x-www-form-urlencoded") || lower.startsWith("multipart/")) {
            throw Failure.badRequest("The request body is " + lower.split(";")[0] + "; application/json is wanted. With "
                    + "curl, add -H 'content-type: application/json'.", null);
        }
    }

    private static Content content(Message message) {
        byte[] bytes = message.getBody(byte[].class);
        return Content.of(bytes == null ? new byte[0] : bytes);
    }

    private static MultiMap headers(Message message) {
        if (message instanceof DoorMessage door) {
            return door.requestHeaders();
        }
        MultiMap headers = HttpHeaders.headers();
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof String text) {
                headers.add(name, text);
            }
        });
        return headers;
    }
}
