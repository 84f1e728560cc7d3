package io.github.llmgateway.routing;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultAsyncProducer;

/** Hands an exchange to the route of its model group. */
final class LlmProducer extends DefaultAsyncProducer {

    /** Deeper bodies of an embedder are no conversation. */
    private static final int MAX_DEPTH = 1000;

    private final LlmEndpoint endpoint;
    private ModelResolver resolver;

    LlmProducer(LlmEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        resolver = CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), ModelResolver.class);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Call call = Call.of(exchange);
            if (call == null) {
                call = embedded(exchange);
            }
            String group = LlmComponent.RESOLVED.equals(endpoint.getGroup()) ? call.getGroup() : resolver.group(endpoint.getGroup());
            return endpoint.getComponent().consumer(group).getAsyncProcessor().process(exchange, callback);
        } catch (Failure failure) {
            exchange.setException(failure);
            callback.done(true);
            return true;
        }
    }

    /** A call out of a body that an embedding application has put in the message. */
    private Call embedded(Exchange exchange) throws Failure {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        if (body == null) {
            throw Failure.badRequest("The message has no body; a request in the dialect " + endpoint.getDialect()
                    + " is wanted.", null);
        }
        Dialect dialect = dialect();
        Outline outline;
        try {
            outline = dialect.scan(body, Operation.CHAT, MAX_DEPTH);
        } catch (Failure failure) {
            if (!"model".equals(failure.param())) {
                throw failure;
            }
            body = withModel(body);
            outline = dialect.scan(body, Operation.CHAT, MAX_DEPTH);
        }
        Call call = new Call(exchange.getExchangeId(), exchange.getFromRouteId(), dialect, Operation.CHAT,
                HttpHeaders.headers(), Content.of(body), outline);
        exchange.setProperty(Call.PROPERTY, call);
        exchange.getMessage().setBody(call);
        return call;
    }

    private Dialect dialect() throws Failure {
        for (Dialect each : endpoint.getCamelContext().getRegistry().findByType(Dialect.class)) {
            if (each.name().equals(endpoint.getDialect())) {
                return each;
            }
        }
        throw Failure.badRequest("No dialect is called " + endpoint.getDialect() + ".", null);
    }

    private byte[] withModel(byte[] body) {
        int brace = 0;
        while (brace < body.length && body[brace] != '{') {
            brace++;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
        out.write(body, 0, Math.min(body.length, brace + 1));
        String name = Json.MAPPER.getNodeFactory().textNode(endpoint.getGroup()).toString();
        out.writeBytes(("\"model\":" + name + ",").getBytes(StandardCharsets.UTF_8));
        out.write(body, brace + 1, Math.max(0, body.length - brace - 1));
        return out.toByteArray();
    }
}
