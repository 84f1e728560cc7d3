package io.github.llmgateway.routing;

import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** The entry of a model group's route. */
final class LlmConsumer extends DefaultConsumer {

    private final LlmEndpoint endpoint;

    LlmConsumer(LlmEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    String group() {
        return endpoint.getGroup();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.getComponent().open(this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.getComponent().close(this);
        super.doStop();
    }
}
