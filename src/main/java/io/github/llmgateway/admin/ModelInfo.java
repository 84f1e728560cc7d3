package io.github.llmgateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.dialect.Json;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** LiteLLM's {@code /v1/model/info}: each deployment with what the configuration says of it, without its secrets. */
public final class ModelInfo implements Processor, NonBlocking {

    private final GatewayConfig config;

    /** Tells of {@code config}. */
    public ModelInfo(GatewayConfig config) {
        this.config = config;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        for (Deployment deployment : config.deployments()) {
            ObjectNode entry = data.addObject();
            entry.put("model_name", deployment.modelGroup());
            entry.putObject("litellm_params")
                    .put("model", deployment.provider() + "/" + deployment.model())
                    .put("api_base", String.valueOf(deployment.endpoint().base()));
            ObjectNode info = Json.MAPPER.valueToTree(
                    Secret.replaced(deployment.modelInfo(), Secret::toString));
            info.put("id", deployment.id());
            info.put("litellm_provider", deployment.provider());
            if (deployment.pricing().known()) {
                info.put("input_cost_per_token", deployment.pricing().input());
                info.put("output_cost_per_token", deployment.pricing().output());
            }
            entry.set("model_info", info);
        }
        exchange.getMessage().setBody(Answer.json(200, Json.bytes(answer)));
    }
}
