package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Hands an exchange to the route of its model group: a {@link Call} that came through a door as it is, any other body
 * as an {@link EmbeddedCall}.
 */
final class LlmProducer extends DefaultAsyncProducer {

    private final LlmEndpoint endpoint;
    private ModelResolver resolver;
    private Executor workers;

    LlmProducer(LlmEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        resolver = CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), ModelResolver.class);
        workers = CamelContextHelper.lookup(endpoint.getCamelContext(), LlmComponent.WORKERS, Executor.class);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            if (LlmComponent.RESOLVED.equals(endpoint.getGroup())) {
                return send(Call.of(exchange).getGroup(), exchange, callback);
            }
            String group = resolver.group(endpoint.getGroup());
            if (exchange.getMessage().getBody() instanceof Call) {
                return send(group, exchange, callback);
            }
            EmbeddedCall call = EmbeddedCall.begin(exchange, endpoint);
            return call.end(workers, callback, ended -> {
                try {
                    return send(group, exchange, ended);
                } catch (Failure failure) {
                    return fail(exchange, ended, failure);
                }
            });
        } catch (Failure failure) {
            return fail(exchange, callback, failure);
        }
    }

    private boolean send(String group, Exchange exchange, AsyncCallback callback) throws Failure {
        return endpoint.getComponent().consumer(group).getAsyncProcessor().process(exchange, callback);
    }

    private static boolean fail(Exchange exchange, AsyncCallback callback, Failure failure) {
        exchange.setException(failure);
        callback.done(true);
        return true;
    }
}
