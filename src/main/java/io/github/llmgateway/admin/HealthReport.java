package io.github.llmgateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.dialect.Json;
import java.util.function.ToLongFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * LiteLLM's {@code /health}, from what requests have shown: no provider is called for it, so asking costs nothing. A
 * deployment is unhealthy while it rests.
 */
public final class HealthReport implements Processor, NonBlocking {

    private final GatewayConfig config;
    private final ToLongFunction<String> restMillis;

    /** Reports on {@code config}; {@code restMillis} tells how long a deployment still rests, by its id. */
    public HealthReport(GatewayConfig config, ToLongFunction<String> restMillis) {
        this.config = config;
        this.restMillis = restMillis;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode report = Json.object();
        ArrayNode healthy = report.putArray("healthy_endpoints");
        ArrayNode unhealthy = report.putArray("unhealthy_endpoints");
        for (Deployment deployment : config.deployments()) {
            long rest = restMillis.applyAsLong(deployment.id());
            ObjectNode entry = (rest > 0 ? unhealthy : healthy).addObject()
                    .put("model", deployment.provider() + "/" + deployment.model())
                    .put("model_name", deployment.modelGroup())
                    .put("model_id", deployment.id());
            if (rest > 0) {
                entry.put("rests_for_ms", rest);
            }
        }
        report.put("healthy_count", healthy.size());
        report.put("unhealthy_count", unhealthy.size());
        exchange.getMessage().setBody(Answer.json(200, Json.bytes(report)));
    }
}
