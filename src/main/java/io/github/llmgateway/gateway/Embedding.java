package io.github.llmgateway.gateway;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Brings the gateway into Camel contexts that are not its own: Camel CLI's, an application's. Camel finds it on the
 * class path. Nothing is read or opened before the context starts, and nothing at all in the gateway's own contexts.
 */
public final class Embedding implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        // Camel swallows what a plugin throws; a lifecycle strategy can refuse the start.
        context.addLifecycleStrategy(new Guest());
    }
}
