package io.github.llmgateway.door;

import io.github.llmgateway.call.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Whatever a route leaves in its exchange, as an answer. */
final class AnswerOf {

    private AnswerOf() {
    }

    /** An {@link Answer} as it is; a failure that no route has handled as a refusal; else body, status and type. */
    static Answer exchange(Exchange exchange, RoutingContext request) {
        if (exchange.getException() != null) {
            return Refusal.answer(exchange, Refusal.failure(exchange.getException()));
        }
        Message message = exchange.getMessage();
        if (message.getBody() instanceof Answer answer) {
            return answer;
        }
        MultiMap headers = HttpHeaders.headers();
        int status = 200;
        if (!(message instanceof DoorMessage) || message.hasHeaders()) {
            status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
            copy(message, request, headers);
        }
        byte[] bytes = message.getBody() == null ? new byte[0] : message.getBody(byte[].class);
        if (bytes == null) {
            bytes = String.valueOf(message.getBody()).getBytes(StandardCharsets.UTF_8);
        }
        return Answer.whole(status, headers, Buffer.buffer(bytes));
    }

    /** A route's own headers: the request's are not sent back, whatever kind of message Camel has made of it. */
    private static void copy(Message message, RoutingContext context, MultiMap headers) {
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            String name = header.getKey();
            boolean sent = header.getValue().equals(context.request().getHeader(name))
                    || context.queryParams().contains(name) || context.pathParams().containsKey(name);
            if (!sent && header.getValue() instanceof String value && !name.regionMatches(true, 0, "camel", 0, 5)) {
                headers.set(name, value);
            }
        }
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        if (type != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, type);
        }
    }
}
