package io.github.llmgateway.upstream;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** Camel component {@code provider:DEPLOYMENT}: one call to a deployment of the configuration. */
@Component("provider")
public class ProviderComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String deployment, Map<String, Object> parameters) throws Exception {
        Outbound outbound = CamelContextHelper.mandatoryLookup(getCamelContext(), Outbound.NAME, Outbound.class);
        ProviderEndpoint endpoint = new ProviderEndpoint(uri, this, deployment, outbound);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
